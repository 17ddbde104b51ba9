"""Reading texts in doubt, and what was decided. Row security shows a text to whom its resource is shown."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet

from paravent.consent.queries import who_agrees
from paravent.consent.terms import Topic
from paravent.deid.doubting import Ruling
from paravent.doubts.models import Doubt
from paravent.doubts.terms import Asking, Held, Opened, Waiting, ruling_of
from paravent.kernel.retention import DOUBTS
from paravent.kernel.sealing import DataKey, derived_key, seal, unseal
from paravent.keys.custody import practice_data_key
from paravent.keys.queries import patient_key, patient_keys
from paravent.keys.terms import Scope
from paravent.people.queries import patient, patients_by_id
from paravent.people.terms import Person

RUNNING: list[Callable[[], Iterable[Asking]]] = []
"""Who knows the studies that run at this moment: a package above, which tells it at start-up."""


def running() -> Mapping[UUID, Asking]:
    """Return the studies that run at this moment; asked at every look, since a study can be ended any day."""
    return {one.study_id: one for tell in RUNNING for one in tell()}


def asking(row: Doubt, studies: Mapping[UUID, Asking]) -> tuple[Asking, ...]:
    """Return which of some studies a text waits for, in the order in which they asked."""
    return tuple(studies[one] for one in row.studies if one in studies)


def place(doubt_id: UUID) -> tuple[str, ...]:
    """Return what a text or a decision is sealed to."""
    return ("doubts.doubt", str(doubt_id))


def sealed(key: DataKey, doubt_id: UUID, told: Any) -> bytes:
    """Seal a text or a decision under its patient's clinical key."""
    return seal(key, json.dumps(told, separators=(",", ":")).encode(), place(doubt_id))


def told_in(key: DataKey, row: Doubt) -> Any:
    """Return what is sealed of a text: as it stands while it waits, and what was decided after."""
    return json.loads(unseal(key, bytes(row.sealed), place(row.id)))


def digest_of(patient_id: UUID, text: str) -> bytes:
    """Return by what a text of a patient is found again: a keyed hash, so that equal texts of two patients do not look alike."""
    key = derived_key(practice_data_key(), "texts in doubt")
    return hmac.digest(key, patient_id.bytes + text.encode(), hashlib.sha256)


def decided_about(patient_id: UUID) -> Callable[[str], Ruling | None]:
    """Return what looks up what was decided about a text of a patient, if anything was."""
    rows = list(Doubt.objects.filter(patient_id=patient_id, decided_at__isnull=False))
    if not rows:
        return lambda _text: None
    key = patient_key(patient_id, Scope.CLINICAL)
    rulings = {bytes(row.digest): ruling_of(told_in(key, row)) for row in rows}
    return lambda text: rulings.get(digest_of(patient_id, text))


def permits(row: Doubt) -> bool:
    """Tell whether the patient permits at this moment what the text waits for."""
    return row.patient_id in who_agrees(map(Topic, row.topics), among=[row.patient_id])


def waiting() -> list[Waiting]:
    """Return the texts that wait for this reader, those of one patient together and the longest wait first, of those who permit it at this moment."""
    studies = running()
    found = list(_wanted(studies).order_by("held_at", "id"))
    asked = {tuple(row.topics) for row in found}
    agreeing = {topics: who_agrees(map(Topic, topics), among={row.patient_id for row in found}) for topics in asked}
    rows = [row for row in found if row.patient_id in agreeing[tuple(row.topics)]]
    who = {row.patient_id for row in rows}
    keys, people = patient_keys(who, Scope.CLINICAL), patients_by_id(who)
    first = {patient_id: at for at, patient_id in enumerate(dict.fromkeys(row.patient_id for row in rows))}
    rows.sort(key=lambda row: first[row.patient_id])
    shown = (row for row in rows if row.patient_id in {*keys} & {*people})
    return [_waiting(row, keys[row.patient_id], people[row.patient_id], asking(row, studies)) for row in shown]


def _wanted(studies: Iterable[UUID]) -> QuerySet[Doubt]:
    """Return the texts that wait for one of some studies."""
    return Doubt.objects.filter(decided_at=None, studies__overlap=list(studies))


def _waiting(row: Doubt, key: DataKey, person: Person, studies: tuple[Asking, ...]) -> Waiting:
    held = Held.from_json(told_in(key, row))
    return Waiting(row.id, person, held.kind, row.held_at, len(held.doubtful), studies)


def text_of(row: Doubt) -> Held:
    """Return a text that waits, as it stands."""
    return Held.from_json(told_in(patient_key(row.patient_id, Scope.CLINICAL), row))


def opened(row: Doubt, studies: tuple[Asking, ...]) -> Opened:
    """Return a text as whoever decides about it reads it."""
    return Opened(row.id, patient(row.patient_id), text_of(row), row.held_at, studies)


def waited_for() -> set[UUID]:
    """Return the studies that run and for which any text waits."""
    studies = running()
    asked = _wanted(studies).values_list("studies", flat=True)
    return {one for some in asked for one in some if one in studies}


def does_any_wait() -> bool:
    """Tell whether any text waits for anybody, for a study that runs."""
    return _wanted(running()).exists()


def first_due() -> dict[str, datetime | None]:
    """Return when the first text that waits is due to go, by its term in the register."""
    held = Doubt.objects.filter(decided_at=None).aggregate(at=Min("held_at"))["at"]
    return {"doubts": held and held + DOUBTS}
