"""A number *cannot* count somebody who took their permission back before it was told, and nobody who takes it back while it is written *can* be left out of the register: whoever comes first, the other waits, and either they are in no number or they leave it in the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.answers import operations
from paravent.consent.terms import Topic
from paravent.kernel.ids import PatientId
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.people.operations import verify_patient
from paravent.people.terms import VerifiedHow
from paravent.research.steps import keep_choice
from paravent.uses.tests.cast import as_patient
from tests.threats.answering import a_study_with
from tests.threats.cast import Practice

WAITING = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted"
PARTS = "SELECT patient_id, left_at IS NOT NULL FROM uses_part WHERE use_id = %s"
LONG_ENOUGH = 30


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Return where somebody does something on a connection of their own."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def chooses(patient_id: UUID, *topics: Topic, before_the_commit: Callable[[], object] = lambda: None) -> None:
    """Let a patient permit these and nothing else."""
    try:
        with operation("research.choose", as_patient(patient_id), Purpose.PATIENT_REQUEST) as op:
            op.require(allow("test"))
            keep_choice(op, patient_id, topics, "en")
            before_the_commit()
    finally:
        connection.close()


def who_permits(practice: Practice) -> PatientId:
    """Return a patient who permits research."""
    patient = practice.visit().patient_id
    verify_patient(practice.bea.actor, Purpose.TREATMENT, patient, VerifiedHow.KNOWN_PERSONALLY)
    chooses(patient, Topic.RESEARCH_SCIENCE)
    return patient


def asked_by(practice: Practice) -> UUID:
    """Return a question that waits."""
    return operations.ask(practice.fen.actor, a_study_with(practice, 200), question(Measure.COUNT), 200)


def until_somebody_waits(practice: Practice, other: "Future[None]") -> None:
    """Go on once somebody waits for somebody else, or the other has ended without."""
    with practice.as_superuser() as superuser:
        while not other.done():
            found = superuser.execute(WAITING).fetchone()
            if found and found[0]:
                return


def parts(practice: Practice, use_id: UUID) -> dict[UUID, bool]:
    """Return who is in a use, and whether they have left it."""
    with practice.as_superuser() as superuser:
        return dict(superuser.execute(PARTS, [use_id]).fetchall())


def test_who_takes_it_back_while_lines_are_written_leaves_at_once(
    doomed: Practice, beside: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ali, answer_id, leaving = who_permits(doomed), asked_by(doomed), list["Future[None]"]()
    written = operations.record

    def while_they_take_it_back(*told: Any) -> None:
        written(*told)
        leaving.append(beside.submit(chooses, ali))
        until_somebody_waits(doomed, leaving[0])

    monkeypatch.setattr(operations, "record", while_they_take_it_back)
    operations.give_answer(INSTALLATION, answer_id)
    leaving[0].result(LONG_ENOUGH)

    assert parts(doomed, answer_id) == {ali: True}


def test_who_took_it_back_first_is_waited_for_and_in_no_number(doomed: Practice, beside: ThreadPoolExecutor) -> None:
    ali, answer_id, has_taken_it_back, goes_on = who_permits(doomed), asked_by(doomed), Event(), Event()

    def before_the_commit() -> None:
        has_taken_it_back.set()
        goes_on.wait(LONG_ENOUGH)

    leaving = beside.submit(chooses, ali, before_the_commit=before_the_commit)
    has_taken_it_back.wait(LONG_ENOUGH)
    with ThreadPoolExecutor(1) as another:
        giving = another.submit(_given, answer_id)
        until_somebody_waits(doomed, giving)
        goes_on.set()
        giving.result(LONG_ENOUGH)
    leaving.result(LONG_ENOUGH)

    assert ali not in parts(doomed, answer_id)


def _given(answer_id: UUID) -> None:
    try:
        operations.give_answer(INSTALLATION, answer_id)
    finally:
        connection.close()
