"""Who declares, proposes, decides and keeps: one table, with every role in it."""

from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.ties import policy

MAX, BEA = PersonId(uuid4()), PersonId(uuid4())
TABLE = {
    Role.PATIENT: set(),
    Role.CLINICIAN: {"declares"},
    Role.RECEPTION: {"declares", "proposes"},
    Role.DPO: {"proposes", "keeps the list"},
    Role.ADMINISTRATOR: {"keeps homes"},
    Role.RESEARCHER: set(),
    Role.PROGRAM: set(),
    Role.PAUSED: set(),
    Role.SYSTEM: set(),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_rule_is_for_somebody(role: Role) -> None:
    asks = Actor(MAX, frozenset({role}))
    may = {
        "declares": policy.may_declare(asks).allowed,
        "proposes": policy.may_propose(asks).allowed,
        "keeps the list": policy.may_keep_notables(asks).allowed,
        "keeps homes": policy.may_keep_home(asks).allowed,
    }

    assert {what for what, allowed in may.items() if allowed} == TABLE[role]
    assert policy.may_see_own(asks).allowed
    assert policy.may_withdraw(asks, MAX).allowed
    assert not policy.may_withdraw(asks, BEA).allowed


def test_whoever_has_no_role_has_no_page() -> None:
    assert policy.may_see_own(Actor(BEA)).reason == "no-role"
