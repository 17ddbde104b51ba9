"""What a brake leaves possible: tables, read as sentences, without a database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from paravent.access.brakes import OPENS_FILES, may_act_paused, may_act_without_passkey
from paravent.access.purposes import LISTED
from paravent.access.terms import SHOWN_FOR, Brake, BrakeKind, Purpose
from paravent.kernel import clock

NOW = clock.now()
THEN = NOW - timedelta(hours=1)
TREAT, WORK, GLASS = Purpose.TREATMENT, Purpose.OPERATIONS, Purpose.EMERGENCY
VISIT, PATIENT, OTHER = uuid4(), uuid4(), uuid4()
PAUSED = Brake(BrakeKind.PAUSE, THEN)
CONSULTING = Brake(BrakeKind.PAUSE, THEN, VISIT, PATIENT)
STEP_UP, SLOW = Brake(BrakeKind.STEP_UP, THEN), Brake(BrakeKind.SLOW_SEARCH, THEN)


@pytest.mark.parametrize(
    ("brakes", "act", "purpose", "visit", "patient", "answer"),
    [
        ((), "chart.open", TREAT, None, PATIENT, "listed"),
        ((STEP_UP, SLOW), "chart.open", TREAT, None, PATIENT, "listed"),
        ((PAUSED,), "chart.open", TREAT, None, PATIENT, "account-paused"),
        ((PAUSED,), "chart.open", GLASS, None, PATIENT, "account-paused"),
        ((PAUSED,), "patient.search", WORK, None, None, "account-paused"),
        ((PAUSED,), "case.decide", WORK, None, None, "account-paused"),
        ((PAUSED,), "vigilance.see-own", WORK, None, None, "listed"),
        ((PAUSED,), "case.answer", WORK, None, None, "listed"),
        ((PAUSED,), "log.read-own", WORK, None, None, "listed"),
        ((PAUSED,), "party.see-room", TREAT, VISIT, PATIENT, "account-paused"),
        ((CONSULTING,), "party.see-room", TREAT, VISIT, PATIENT, "own-visit"),
        ((CONSULTING,), "chart.open", TREAT, None, PATIENT, "own-visit"),
        ((CONSULTING,), "chart.open", TREAT, None, OTHER, "account-paused"),
        ((CONSULTING,), "party.see-room", TREAT, OTHER, OTHER, "account-paused"),
        ((CONSULTING,), "patient.search", WORK, None, None, "account-paused"),
        ((CONSULTING,), "visit.start-now", TREAT, None, None, "account-paused"),
    ],
)
def test_what_a_pause_leaves(
    brakes: tuple[Brake, ...], act: str, purpose: Purpose, visit: UUID | None, patient: UUID | None, answer: str
) -> None:
    assert may_act_paused(brakes, act, purpose, visit=visit, patient=patient).reason == answer


@pytest.mark.parametrize(
    ("brakes", "act", "purpose", "minutes", "answer"),
    [
        ((), "chart.open", TREAT, None, "listed"),
        ((SLOW,), "chart.open", TREAT, None, "listed"),
        ((STEP_UP,), "chart.open", TREAT, None, "passkey-needed"),
        ((STEP_UP,), "chart.open", TREAT, 0, "passkey-shown"),
        ((STEP_UP,), "chart.open", TREAT, 14, "passkey-shown"),
        ((STEP_UP,), "chart.open", TREAT, 16, "passkey-needed"),
        ((Brake(BrakeKind.STEP_UP, NOW),), "chart.open", TREAT, 1, "passkey-needed"),
        ((STEP_UP,), "chart.open", GLASS, None, "listed"),
        ((STEP_UP,), "token.give", TREAT, None, "passkey-needed"),
        ((STEP_UP,), "visit.list-day", WORK, None, "listed"),
        ((STEP_UP,), "party.enter", TREAT, None, "listed"),
    ],
)
def test_when_the_passkey_is_asked_for(
    brakes: tuple[Brake, ...], act: str, purpose: Purpose, minutes: int | None, answer: str
) -> None:
    shown_at = None if minutes is None else NOW - timedelta(minutes=minutes)

    assert may_act_without_passkey(brakes, act, purpose, shown_at=shown_at, now=NOW).reason == answer


def test_what_asks_for_the_passkey_exists_and_it_counts_for_minutes() -> None:
    assert set(LISTED) >= OPENS_FILES
    assert timedelta(minutes=5) <= SHOWN_FOR <= timedelta(minutes=30)
