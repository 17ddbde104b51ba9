"""Reading what a release is measured on and made of. Only the installation can; nothing read here is shown to anybody."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from paravent.consent.queries import given_by, who_agrees
from paravent.consent.terms import Topic
from paravent.deid.structured import Release, counted, disguised
from paravent.deid.structured_dates import OLDEST, Opening
from paravent.deid.structured_pooling import codings, ladder
from paravent.deid.structured_rules import FILE, Treatment, rules
from paravent.deid.tagging import Tagger
from paravent.fhir import views
from paravent.kernel.lots import in_lots
from paravent.kernel.sealing import derived_key, new_key
from paravent.keys.custody import practice_data_key
from paravent.keys.queries import key_holders
from paravent.keys.terms import Scope
from paravent.people.queries import colleagues, is_restricted, patients_by_id
from paravent.people.terms import Person
from paravent.records.queries import days_with_encounters, filed_patients, files_of, text_of_document
from paravent.records.terms import PRACTICE
from paravent.releases import coarse, known
from paravent.releases.terms import Column, Wish
from paravent.research.queries import cohort_of

Resource = dict[str, Any]
WORKING_DAYS_SEEN = 0.5
"""From which share of its weekdays on a practice's empty days are taken for days on which it was closed."""
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class OneFile:
    """A patient's file as it is read for a release."""

    patient: UUID
    person: Person
    resources: list[Resource]


def blinded(patient_id: UUID) -> str:
    """Return by which a patient is known in the tables of releases: a keyed hash, in which nobody else finds them."""
    key = derived_key(practice_data_key(), "who took part in a release")
    return hmac.digest(key, patient_id.bytes, hashlib.sha256)[:16].hex()


def cohort(question: str, topics: Iterable[Topic]) -> list[UUID]:
    """Return who is found and permits it at this moment, in the order in which they are written."""
    return sorted(cohort_of(question, topics))


def still_in(patient_ids: Collection[UUID], topics: Iterable[Topic]) -> list[UUID]:
    """Return who of them permits it at this moment, and is neither restricted nor gone."""
    agreeing = who_agrees(topics, among=patient_ids)
    return sorted(agreeing - is_restricted(agreeing))


def are_all_in(table: coarse.Table, topics: Iterable[Topic]) -> bool:
    """Tell whether everybody in a release still permits it at this moment, and nobody's file was restricted since."""
    agreeing = who_agrees(topics)
    return {*table["who"]} <= {blinded(one) for one in agreeing - is_restricted(agreeing)}


def opening(today: date) -> Opening:
    """Return since when the practice sees anybody, and the days on which it did not, where it is seen often enough to tell."""
    seen = days_with_encounters()
    since = min(seen, default=today)
    every = [since + timedelta(days=one) for one in range((today - since).days + 1)]
    weekdays = [day for day in every if day.weekday() <= FRIDAY]
    is_told = sum(day in seen for day in weekdays) >= WORKING_DAYS_SEEN * max(len(weekdays), 1)
    return Opening(since, today, frozenset(every) - seen if is_told else None)


def release_of(wish: Wish, key: bytes, since: Opening) -> Release:
    """Return how a release's resources are disguised."""
    return Release(key, since, fewest=wish.fewest, birth_band=wish.band, home=settings.COUNTRY)


# Measuring


def ground(members: Collection[UUID], wish: Wish, earlier: Iterable[coarse.Told], today: date) -> coarse.Ground:
    """Return what a wish is measured on: the people as they are known now, and what left of them before."""
    patients = {blinded(one): (str(one), [told]) for one, told in _told_of(members)}
    # Who is rung 0: as fine as the list of what may leave allows. Nothing of this key stays.
    finest = Release(new_key(), Opening(today, today), fewest=wish.fewest, home=settings.COUNTRY)

    def fine(staying: Collection[str]) -> dict[str, dict[Column, str]]:
        files = {who: patients[who] for who in staying}
        pool = counted((file for _, file in files.values()), finest)
        return {
            who: coarse.known_by(left)
            for who, (patient, file) in files.items()
            for left in disguised(file, patient, finest, pool)
        }

    return coarse.Ground(
        frozenset(patients),
        fine,
        oldest_of(today),
        tuple(earlier),
        population=len(key_holders(Scope.CLINICAL)),
        diagnoses=_diagnoses(members) if "Condition" in wish.kinds else None,
    )


def oldest_of(today: date) -> int:
    """Return the year of birth that all share who are 90 or older."""
    return today.year - OLDEST - 1


def _told_of(members: Iterable[UUID]) -> Iterator[tuple[UUID, Resource]]:
    """Yield of each what of a Patient may leave and so is measured: of a whole cohort nothing else is held at once."""
    listed = {"resourceType", *rules().trees["Patient"]}
    for some in in_lots(sorted(members), 500):
        people, filed = patients_by_id(some), {one.patient_id: one.resource for one in filed_patients(some)}
        for one in some:
            if one in people:
                whole = as_patient(people[one], filed.get(one))
                yield one, {each: told for each, told in whole.items() if each in listed}


def as_patient(person: Person, filed: Resource | None) -> Resource:
    """Return a patient by what was filed of them and what reception knows, under the id that they have here."""
    who, here = person.identity, str(person.patient_id)
    told = views.patient(views.Known(here, who.name, who.birth_date, who.phone, who.email, who.language))
    return {**told, **(filed or {}), "id": here}


def _diagnoses(members: Iterable[UUID]) -> dict[str, str]:
    listed = {
        blinded(patient): [code for condition in file for code in _coarsest(condition.get("code"))]
        for some in in_lots(sorted(members), 100)
        for patient, file in files_of(some, ["Condition"]).items()
    }
    return coarse.leading(listed)


def _coarsest(concept: object) -> Iterator[str]:
    for coding in codings(Treatment.CONCEPT, concept):
        if steps := ladder(coding, rules()):
            yield "|".join(steps[-1])


# Making


def read(patients: Iterable[UUID], wish: Wish, at_once: int) -> Iterator[OneFile]:
    """Yield the files of patients in their order, read some at a time; with their texts where these are wanted."""
    kinds = [*wish.kinds, "Patient", *(["RelatedPerson"] if wish.texts else [])]
    for some in in_lots(list(patients), at_once):
        people, files = patients_by_id(some), files_of(some, kinds)
        for one in some:
            if one in people and one in files:
                yield OneFile(one, people[one], _whole(one, people[one], files[one], wish))


def _whole(patient: UUID, person: Person, file: list[Resource], wish: Wish) -> list[Resource]:
    filed = next((one for one in file if one["resourceType"] == "Patient"), None)
    rest = [one for one in file if one["resourceType"] != "Patient"]
    rest = [_with_text(one, patient) for one in rest] if wish.texts else rest
    return [as_patient(person, filed), *rest]


def _with_text(resource: Resource, patient: UUID) -> Resource:
    """Return a document with its text in it, wherever its bytes lie; only plain text ever leaves."""
    if resource["resourceType"] != "DocumentReference":
        return resource
    text = text_of_document(resource, patient)
    if text is None:
        return resource
    data = base64.b64encode(text.encode()).decode()
    return {**resource, "content": [{"attachment": {"contentType": "text/plain", "data": data}}]}


def our_house() -> known.House:
    """Return who works here and what the practice is called, so that a text keeps none of it."""
    own = files_of_practice()
    staff = [one.name for one in colleagues()]
    return known.house(staff, own, settings.PRACTICE_NAME, settings.PRACTICE_PHONE)


def files_of_practice() -> list[Resource]:
    """Return what is filed of the practice's own people and places."""
    return files_of([PRACTICE], ["Practitioner", "Organization", "Location"])[PRACTICE]


def tagger() -> Tagger | None:
    """Return the trained tagger that lies beside the practice's data, if there is one."""
    path = Path(settings.PARAVENT_HOME) / "deid.model"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=1)
def _read(path: Path, changed_at: int) -> Tagger:
    del changed_at
    return Tagger.read(path)


def snapshot(members: Iterable[UUID], topics: Iterable[Topic]) -> str:
    """Return one SHA-256 over who agreed to which words when: it shows later whether what is said of it is what it was."""
    asked, hashed = sorted(topics), hashlib.sha256()
    for some in in_lots(sorted(members), 1000):
        for who, topic, version, language, given_at in given_by(some, asked):
            hashed.update(f"{blinded(who)} {topic} {version} {language} {given_at.isoformat()}\n".encode())
    return hashed.hexdigest()


def rules_version() -> str:
    """Return the SHA-256 of the list of what may leave."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def pseudonyms(members: Iterable[UUID], release: Release) -> Mapping[UUID, str]:
    """Return by what each of them is called in the release."""
    return {one: release.pseudonym("Patient", str(one)) for one in members}
