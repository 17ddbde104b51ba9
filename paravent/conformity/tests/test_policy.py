"""Who runs the rule book, and who reads what it found."""

from datetime import date, timedelta

import pytest

from paravent.access.terms import Actor, Decision, Role
from paravent.conformity.policy import may_check, may_pack, may_read, may_show
from paravent.kernel.ids import NOBODY

ROWS = [
    # role, may check, may read, may pack
    (Role.DPO, True, True, False),
    (Role.ADMINISTRATOR, True, True, False),
    (Role.SYSTEM, True, False, True),
    (Role.CLINICIAN, False, False, False),
    (Role.RECEPTION, False, False, False),
    (Role.RESEARCHER, False, False, False),
    (Role.PATIENT, False, False, False),
    (Role.PROGRAM, False, False, False),
    (Role.PAUSED, False, False, False),
]


@pytest.mark.parametrize(("role", "checks", "reads", "packs"), ROWS)
def test_who_may(role: Role, checks: bool, reads: bool, packs: bool) -> None:
    actor = Actor(NOBODY, frozenset({role}))

    assert (may_check(actor).allowed, may_read(actor).allowed, may_pack(actor).allowed) == (checks, reads, packs)


TODAY = date(2026, 11, 28)


def shows(role: Role = Role.DPO, *, is_asked: bool = True, done: int = -1, due: int = 365) -> Decision:
    """Return whether somebody may put on record what was done and is due so many days from today, a year at the most."""
    done_on, latest = TODAY + timedelta(days=done), TODAY + timedelta(days=done + 366)
    due_on = TODAY + timedelta(days=due)
    actor = Actor(NOBODY, frozenset({role}))
    return may_show(actor, is_asked=is_asked, done_on=done_on, due_on=due_on, latest=latest, today=TODAY)


@pytest.mark.parametrize("role", Role)
def test_who_may_put_on_record(role: Role) -> None:
    assert shows(role).allowed is (role in {Role.DPO, Role.ADMINISTRATOR})


def test_nobody_vouches_for_the_future_for_ever_or_for_what_was_not_asked() -> None:
    assert shows(done=0).allowed
    assert [shows(done=1).reason, shows(due=366).reason, shows(due=-1).reason] == ["shown-for-too-long"] * 3
    assert shows(is_asked=False).reason == "nothing-to-show"


def test_every_role_has_a_row() -> None:
    assert {row[0] for row in ROWS} == set(Role)
