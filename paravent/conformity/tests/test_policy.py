"""Who runs the rule book, and who reads what it found."""

import pytest

from paravent.access.terms import Actor, Role
from paravent.conformity.policy import may_check, may_pack, may_read
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


def test_every_role_has_a_row() -> None:
    assert {row[0] for row in ROWS} == set(Role)
