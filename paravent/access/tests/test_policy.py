"""Who may do what is the same in every package, read without a database."""

import pytest

from paravent.access import policy
from paravent.access.terms import Actor, Role, allow, refuse
from paravent.kernel.ids import NOBODY


@pytest.mark.parametrize("role", list(Role))
def test_the_installation_alone_forgets(role: Role) -> None:
    expected = allow("retention-is-over") if role is Role.SYSTEM else refuse("not-your-work")

    assert policy.may_forget(Actor(NOBODY, frozenset({role}))) == expected


def test_nobody_in_particular_forgets_nothing() -> None:
    assert policy.may_forget(Actor(NOBODY)) == refuse("not-your-work")
