"""Who keeps the roster: one table for every rule, with every role in it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Role
from paravent.kernel.ids import PersonId
from paravent.rosters import policy
from paravent.rosters.terms import Shift

MAX, BEA = PersonId(uuid4()), PersonId(uuid4())
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


def shift(hours: int) -> Shift:
    begins = NOW + timedelta(hours=hours)
    return Shift(BEA, None, begins, begins + timedelta(hours=8))


@pytest.mark.parametrize("role", list(Role))
def test_administrators_keep_the_roster_of_others_and_take_off_what_has_not_begun(role: Role) -> None:
    keeps = role in {Role.ADMINISTRATOR, Role.SYSTEM}
    asks = Actor(MAX, frozenset({role}))

    assert policy.may_roster(asks, [BEA]).allowed is keeps
    assert told(policy.may_roster(asks, [BEA, MAX])) == (False, "not-to-yourself")
    assert policy.may_take_off(asks, BEA, has_begun=False).allowed is keeps
    assert told(policy.may_take_off(asks, BEA, has_begun=True)) == (False, "has-begun")
    assert policy.may_see_own(asks).allowed


@pytest.mark.parametrize("role", list(Role))
def test_only_the_installation_brings_what_is_over(role: Role) -> None:
    asks = Actor(MAX, frozenset({role}))

    assert policy.may_add(asks, [shift(-1), shift(3)], NOW).allowed is (role in {Role.ADMINISTRATOR, Role.SYSTEM})
    assert policy.may_add(asks, [shift(3), shift(-25)], NOW).allowed is (role is Role.SYSTEM)


def test_whoever_has_no_role_has_no_hours() -> None:
    assert told(policy.may_see_own(Actor(BEA))) == (False, "no-role")
