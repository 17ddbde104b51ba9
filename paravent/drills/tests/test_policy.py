"""Who practises, and when nobody does."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from paravent.access.terms import Actor, Role
from paravent.drills.policy import ANSWERING, STAFF, is_needed, may_draw_record, may_open, may_practise, may_sum_up
from paravent.kernel.ids import NOBODY

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_here_practises_and_the_installation_counts(role: Role) -> None:
    actor = Actor(NOBODY, frozenset({role}))
    assert may_practise(actor).allowed == (role in STAFF)
    assert may_sum_up(actor).allowed == (role == Role.SYSTEM)
    assert may_draw_record(actor).allowed == (role in ANSWERING)
    assert may_open(actor, is_needed=False).allowed == (role in STAFF)
    assert may_open(actor, is_needed=True).reason == "a-patient-waits"


def a_visit(status: str = "booked", minutes: int = 60, *, waits: bool = False) -> Any:
    return SimpleNamespace(
        status=status, starts_at=NOW + timedelta(minutes=minutes), waiting_since=NOW if waits else None
    )


@pytest.mark.parametrize(
    ("visit", "needed"),
    [
        (a_visit(), False),
        (a_visit(waits=True), True),
        (a_visit("open", -20), True),
        (a_visit(minutes=4), True),
        (a_visit(minutes=6), False),
        (a_visit(minutes=-14), True),
        (a_visit("ended", -10), False),
        (a_visit("cancelled", 2), False),
    ],
)
def test_a_patient_comes_before_a_drill(visit: Any, needed: bool) -> None:
    assert is_needed([a_visit(), visit], NOW) is needed
