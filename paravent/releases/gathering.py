"""Reading what a release is measured on and made of. Only the installation can; nothing read here is shown to anybody."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings

from paravent.consent.queries import given_by, who_agrees
from paravent.consent.terms import Topic
from paravent.deid.structured import Release, disguised, homes_of
from paravent.deid.structured_dates import OLDEST, Opening
from paravent.deid.structured_pooling import codings, ladder
from paravent.deid.structured_rules import FILE, Treatment, rules
from paravent.deid.tagging import Tagger
from paravent.fhir import views
from paravent.kernel.lots import in_lots
from paravent.kernel.sealing import derived_key, new_key
from paravent.keys.custody import practice_data_key
from paravent.keys.queries import count_key_holders
from paravent.keys.terms import Scope
from paravent.people.queries import colleagues, is_restricted, patients_by_id
from paravent.people.terms import Person
from paravent.records.queries import days_with_encounters, filed_patients, files_of, text_of_document
from paravent.records.terms import PRACTICE
from paravent.releases import coarse, known
from paravent.releases.terms import Wish
from paravent.research.queries import cohort_of, permitting_now

Resource = dict[str, Any]
WORKING_DAYS_SEEN = 0.5
"""From which share of its weekdays on a practice's empty days are taken for days on which it was closed."""
FRIDAY = 4
ASKED_AT_ONCE = 1000
"""Patients who are asked in one statement whether they permit it."""
LISTED_AT_ONCE = 100
"""Patients whose diagnoses are open at once."""
MEASURED_AT_ONCE = 500
"""Patients who are open at once while a cohort is measured."""


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
    return sorted(who_agrees(topics, among=patient_ids) - is_restricted(patient_ids))


def are_all_in(table: coarse.Table, topics: Iterable[Topic]) -> bool:
    """Tell whether everybody in a release still permits it at this moment, and nobody's file was restricted since."""
    return {*table["who"]} <= {blinded(one) for one in permitting_now(topics)}


def everybody_still_in(members: list[UUID], topics: Iterable[Topic]) -> bool:
    """Tell whether all of them permit it at this moment, and none is restricted or gone."""
    asked = tuple(topics)
    return all(len(still_in(some, asked)) == len(some) for some in in_lots(members, ASKED_AT_ONCE))


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
    # As fine as the list of what may leave allows. Nothing of this key stays.
    finest = Release(new_key(), Opening(today, today), fewest=wish.fewest, home=settings.COUNTRY)
    return coarse.Ground(
        pl.concat(
            [
                coarse.columns([]),
                *(coarse.columns(_rows(some, finest)) for some in in_lots(sorted(members), MEASURED_AT_ONCE)),
            ]
        ),
        oldest_of(today),
        tuple(earlier),
        population=count_key_holders(Scope.CLINICAL),
        diagnoses=_diagnoses(members) if "Condition" in wish.kinds else None,
    )


def oldest_of(today: date) -> int:
    """Return the year of birth that all share who are 90 or older."""
    return today.year - OLDEST - 1


def _rows(some: Collection[UUID], finest: Release) -> Iterator[coarse.Row]:
    """Yield by what each of some patients can be found: of a whole cohort nothing else is held at once."""
    people, filed = patients_by_id(some), {one.patient_id: one.resource for one in filed_patients(some)}
    for one in some:
        if one in people:
            told = as_patient(people[one], filed.get(one))
            (left,) = disguised([told], str(one), finest, {})
            yield coarse.known_by(blinded(one), left, homes_of(told, finest))


def as_patient(person: Person, filed: Resource | None) -> Resource:
    """Return a patient by what was filed of them and what reception knows, under the id that they have here."""
    who, here = person.identity, str(person.patient_id)
    told = views.patient(views.Known(here, who.name, who.birth_date, who.phone, who.email, who.language))
    return {**told, **(filed or {}), "id": here}


def _diagnoses(members: Iterable[UUID]) -> pl.DataFrame:
    lots = in_lots(sorted(members), LISTED_AT_ONCE)
    return coarse.leading(
        {
            blinded(patient): [code for condition in file for code in _coarsest(condition.get("code"))]
            for patient, file in files_of(some, ["Condition"]).items()
        }
        for some in lots
    )


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
    for some in in_lots(sorted(members), ASKED_AT_ONCE):
        for who, topic, version, language, given_at in given_by(some, asked):
            hashed.update(f"{blinded(who)} {topic} {version} {language} {given_at.isoformat()}\n".encode())
    return hashed.hexdigest()


def rules_version() -> str:
    """Return the SHA-256 of the list of what may leave."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
