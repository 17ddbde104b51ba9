"""Who sees uses, answers to recipients and serves them: a row for each role."""

from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.uses import policy


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_answers_researchers_look_and_the_installation_serves(role: Role) -> None:
    somebody = Actor(PersonId(uuid4()), frozenset({role}))

    assert policy.may_see(somebody).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_answer_for(somebody).allowed is (role == Role.DPO)
    assert policy.may_serve(somebody).allowed is (role == Role.SYSTEM)
