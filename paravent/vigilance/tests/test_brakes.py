"""Brakes: put on by themselves and by hand, what they hold back, and how they end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import polars as pl
import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.operation import operation
from paravent.access.terms import (
    INSTALLATION,
    Actor,
    BrakeKind,
    PasskeyNeeded,
    Purpose,
    Refused,
    Role,
    TooSoon,
    allow,
)
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.sequencer import sequence_all
from paravent.people.operations import list_staff, search_patients
from paravent.people.queries import brakes_of
from paravent.people.standing import granted_to, is_paused, roles_of
from paravent.people.terms import BrakeView
from paravent.people.tests.cast import TREAT, WORK, a_patient, newest_lines, somebody, the_log_says
from paravent.records import operations as records
from paravent.vigilance import operations
from paravent.vigilance.feed import gather_frames
from paravent.vigilance.terms import Answer, Mode, RemarkTooShort, Verdict
from paravent.vigilance.tests.cast import REMARK, a_case_about, entry_of
from paravent.visits import operations as visits
from paravent.visits.tests.cast import in_the_call
from paravent.web.signing import signer

pytestmark = pytest.mark.django_db
STEP_UP, SLOW, PAUSE = BrakeKind.STEP_UP, BrakeKind.SLOW_SEARCH, BrakeKind.PAUSE


@pytest.fixture
def case_id(cem: Actor, ali: PatientId) -> UUID:
    return a_case_about(cem, ali)


@pytest.fixture
def consulting(cem: Actor, ali: PatientId) -> None:
    """Let Cem be in a consultation with Ali."""
    visit = visits.start_now(cem, TREAT, ali)
    in_the_call(visit.visit_id, cem)


def on(person: Actor) -> list[BrakeView]:
    """Return the brakes that are on for somebody, read as they read them."""
    return [one for one in operations.see_own(person)[2] if one.is_on]


@contextmanager
def refused(reason: str) -> Iterator[None]:
    with pytest.raises(Refused) as no:
        yield
    assert no.value.reason == reason


def test_put_on_by_hand_it_is_seen_on_both_pages_and_stands_in_the_log(gul: Actor, cem: Actor, case_id: UUID) -> None:
    operations.put_brake(gul, case_id, STEP_UP)

    assert the_log_says("brake.put", "done", "watches")
    assert newest_lines(1)[0].facts["brake"] == "step-up"
    (seen,) = [one for one in operations.see_case(gul, case_id).brakes if one.is_on]
    assert (seen.kind, seen.put_by) == (STEP_UP, "Gul")
    assert [one.kind for one in on(cem)] == [STEP_UP]
    _, (held,), _ = operations.see_own(cem)
    assert held.case_id == case_id
    with refused("brake-is-on"):
        operations.put_brake(gul, case_id, STEP_UP)


def test_only_who_watches_puts_one_on_and_nobody_on_themselves(
    gul: Actor, bea: Actor, cem: Actor, case_id: UUID, ali: PatientId
) -> None:
    administrator = somebody("Max", Role.ADMINISTRATOR)
    for one in (bea, cem, administrator):
        with pytest.raises((Refused, ObjectDoesNotExist)):
            operations.put_brake(one, case_id, STEP_UP)
    own = a_case_about(gul, ali)
    with pytest.raises(ObjectDoesNotExist):
        operations.put_brake(gul, own, STEP_UP)


def test_with_the_passkey_asked_for_no_file_opens_before_it_was_shown(
    gul: Actor, cem: Actor, ali: PatientId, case_id: UUID
) -> None:
    visits.start_now(cem, TREAT, ali)
    records.open_chart(cem, TREAT, ali)
    operations.put_brake(gul, case_id, STEP_UP)

    with pytest.raises(PasskeyNeeded):
        records.open_chart(cem, TREAT, ali)
    assert the_log_says("chart.open", "refused", "passkey-needed")
    records.open_chart(replace(cem, shown_at=clock.now() + timedelta(seconds=1)), TREAT, ali)
    with pytest.raises(PasskeyNeeded):
        records.open_chart(replace(cem, shown_at=clock.now() - timedelta(hours=1)), TREAT, ali)


def test_slowed_down_a_search_waits_for_the_last_one(
    gul: Actor, cem: Actor, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_patient("Hans Huber")
    operations.put_brake(gul, case_id, SLOW)

    assert len(search_patients(cem, WORK, "Huber")) == 1
    with pytest.raises(TooSoon) as soon:
        search_patients(cem, WORK, "Huber")
    assert timedelta(0) < soon.value.until - clock.now() <= timedelta(seconds=20)
    assert the_log_says("patient.search", "refused", "search-too-soon")
    search_patients(somebody("Dua", Role.RECEPTION), WORK, "Huber")
    search_patients(somebody("Eva", Role.RECEPTION), WORK, "Huber")

    later = clock.now() + timedelta(seconds=21)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert len(search_patients(cem, WORK, "Huber")) == 1


def test_paused_nobody_has_a_role_whatever_they_hold(gul: Actor, cem: Actor, ali: PatientId, case_id: UUID) -> None:
    visits.start_now(cem, TREAT, ali)
    operations.put_brake(gul, case_id, PAUSE)

    assert roles_of(cem.person) == frozenset()
    assert granted_to(cem.person) == {Role.CLINICIAN}
    # Somebody who holds the old roles in memory, as an open socket does.
    with refused("account-paused"):
        records.open_chart(cem, TREAT, ali)
    with refused("account-paused"):
        search_patients(cem, WORK, "Ali")
    staff = {one.person_id: one for one in list_staff(somebody("Max", Role.ADMINISTRATOR))}
    assert staff[cem.person].is_paused
    assert staff[cem.person].roles == {Role.CLINICIAN}


def test_paused_somebody_reads_why_and_answers(gul: Actor, cem: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))
    operations.put_brake(gul, case_id, PAUSE)
    paused = Actor(cem.person, frozenset({Role.PAUSED}))

    (asked,), (held,), (brake,) = operations.see_own(paused)
    operations.answer_question(paused, asked.question_id, Answer.MISTAKE)

    assert (held.case_id, brake.kind) == (case_id, PAUSE)
    assert the_log_says("case.answer", "done", "asked")


def test_lifted_it_is_over_and_its_reason_is_read(gul: Actor, cem: Actor, case_id: UUID) -> None:
    operations.put_brake(gul, case_id, PAUSE)
    (brake,) = on(Actor(cem.person, frozenset({Role.PAUSED})))
    with pytest.raises(RemarkTooShort):
        operations.lift_brake(gul, brake.brake_id, "ok")
    with refused("account-paused"):
        operations.lift_brake(cem, brake.brake_id, REMARK)
    with refused("only-dpo-watches"):
        operations.lift_brake(somebody("Max", Role.ADMINISTRATOR), brake.brake_id, REMARK)

    assert operations.lift_brake(gul, brake.brake_id, REMARK) == case_id

    assert the_log_says("brake.lift", "done", "watches")
    assert newest_lines(1)[0].facts["lifted"] == "pause"
    assert roles_of(cem.person) == {Role.CLINICIAN}
    assert on(cem) == []
    assert operations.see_own(cem)[2][0].remark == REMARK


@pytest.mark.parametrize(("verdict", "left"), [(Verdict.FINE, []), (Verdict.MISTAKE, []), (Verdict.BREACH, [STEP_UP])])
def test_it_ends_with_a_case_that_was_nothing(
    gul: Actor, cem: Actor, case_id: UUID, verdict: Verdict, left: list[BrakeKind]
) -> None:
    operations.put_brake(gul, case_id, STEP_UP)

    operations.decide_case(gul, case_id, verdict, REMARK)

    assert newest_lines(1)[0].facts.get("lifted") == (None if left else "step-up")
    assert [one.kind for one in on(cem)] == left
    if not left:
        with refused("decided-already"):
            operations.put_brake(gul, case_id, STEP_UP)


def test_it_ends_by_itself(gul: Actor, cem: Actor, case_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    operations.put_brake(gul, case_id, PAUSE)
    assert is_paused(cem.person)

    later = clock.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert roles_of(cem.person) == {Role.CLINICIAN}


def test_what_slows_down_goes_on_by_itself_with_a_case_and_a_pause_does_not(
    gul: Actor, cem: Actor, case_id: UUID
) -> None:
    assert operations.brake_cases(INSTALLATION) == 0
    operations.set_brake(gul, STEP_UP, Mode.AUTOMATIC, 1.2)
    operations.set_brake(gul, SLOW, Mode.AUTOMATIC, 1.3)
    operations.set_brake(gul, PAUSE, Mode.BY_HAND, 1.0)
    assert the_log_says("vigilance.set-brake", "done", "watches")

    assert operations.brake_cases(INSTALLATION) == 2

    assert {one.kind for one in on(cem)} == {STEP_UP, SLOW}
    assert {one.because for one in on(cem)} == {"score"}
    assert the_log_says("vigilance.see-own", "done", "own")
    (step_up,) = [one for one in on(cem) if one.kind == STEP_UP]
    operations.lift_brake(gul, step_up.brake_id, REMARK)
    assert operations.brake_cases(INSTALLATION) == 0


def test_switched_off_it_is_not_put_on(gul: Actor, case_id: UUID) -> None:
    operations.set_brake(gul, PAUSE, Mode.OFF, 1.0)

    with refused("brake-not-used"):
        operations.put_brake(gul, case_id, PAUSE)
    with refused("brake-not-used"):
        operations.put_brake(INSTALLATION, case_id, PAUSE)


def test_the_last_who_watches_is_not_paused(gul: Actor, ali: PatientId) -> None:
    administrator, own = somebody("Max", Role.ADMINISTRATOR), a_case_about(gul, ali)
    operations.set_brake(gul, PAUSE, Mode.AUTOMATIC, 1.0)
    assert operations.brake_cases(INSTALLATION) == 0
    assert roles_of(gul.person) == {Role.DPO}
    with refused("nobody-else-watches"):
        operations.put_brake(administrator, own, PAUSE)

    other = somebody("Ute", Role.DPO)
    operations.put_brake(administrator, own, PAUSE)

    assert roles_of(gul.person) == frozenset()
    # Who watches the watcher says what it was; what stopped them another officer takes off.
    operations.decide_case(administrator, own, Verdict.FINE, REMARK)
    assert roles_of(gul.person) == frozenset()
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        (brake,) = brakes_of(person_id=gul.person)
    operations.lift_brake(other, brake.brake_id, REMARK)
    assert roles_of(gul.person) == {Role.DPO}


@pytest.mark.usefixtures("consulting")
def test_in_a_consultation_a_pause_leaves_that_visit_and_nothing_else(
    gul: Actor, cem: Actor, ali: PatientId, case_id: UUID
) -> None:
    operations.put_brake(gul, case_id, PAUSE)

    (brake,) = on(cem)
    assert brake.is_waiting
    assert brake.starts_at - brake.put_at <= timedelta(minutes=46)
    records.open_chart(cem, TREAT, ali)
    with refused("account-paused"):
        search_patients(cem, WORK, "Ali")
    with refused("account-paused"):
        visits.start_now(cem, TREAT, a_patient("Hans Huber"))


def test_what_a_brake_refuses_is_held_against_nobody(cem: Actor, gul: Actor, ali: PatientId, case_id: UUID) -> None:
    visits.start_now(cem, TREAT, ali)
    operations.put_brake(gul, case_id, STEP_UP)
    with pytest.raises(PasskeyNeeded):
        records.open_chart(cem, TREAT, ali)
    sequence_all(signer())

    lines = gather_frames(INSTALLATION)[0].accesses

    tried = lines.filter(pl.col("act") == "chart.open", pl.col("because") == "passkey-needed")
    assert tried["outcome"].to_list() == ["failed"]
    assert lines.filter(pl.col("because") == "no-care-relation")["outcome"].to_list() == ["refused"]
