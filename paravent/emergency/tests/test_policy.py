"""Who may break the glass and who reviews it: one table for each rule, with every role in it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Purpose, Role
from paravent.emergency import policy
from paravent.emergency.models import Glass
from paravent.kernel.ids import PersonId
from paravent.people.terms import Relation, Why

BEA, GUL = PersonId(uuid4()), PersonId(uuid4())
VISIT = Relation(Why.VISIT, uuid4(), datetime(2030, 1, 1, tzinfo=UTC))


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


@pytest.mark.parametrize("role", list(Role))
def test_only_a_clinician_breaks_the_glass_and_only_where_nothing_else_opens(role: Role) -> None:
    actor = Actor(BEA, frozenset({role}))
    expected = (True, "emergency") if role is Role.CLINICIAN else (False, "only-clinicians-open-files")

    assert told(policy.may_break(actor, Purpose.EMERGENCY, None)) == expected
    assert not policy.may_break(actor, Purpose.EMERGENCY, VISIT).allowed


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose is not Purpose.EMERGENCY])
def test_no_other_purpose_breaks_it(purpose: Purpose) -> None:
    actor = Actor(BEA, frozenset({Role.CLINICIAN}))

    assert told(policy.may_break(actor, purpose, None)) == (False, "not-for-this-purpose")


@pytest.mark.parametrize("role", list(Role))
def test_the_data_protection_officer_reviews(role: Role) -> None:
    actor, is_dpo = Actor(GUL, frozenset({role})), role is Role.DPO

    assert policy.may_list(actor).allowed is is_dpo
    assert policy.may_review(actor, Glass(clinician_id=BEA)).allowed is is_dpo


def test_nobody_breaks_the_glass_of_their_own_file() -> None:
    actor = Actor(BEA, frozenset({Role.CLINICIAN}))

    assert told(policy.may_break(actor, Purpose.EMERGENCY, None, is_own=True)) == (False, "own-file")


def test_nobody_reviews_themselves_and_nothing_is_reviewed_twice() -> None:
    gul = Actor(GUL, frozenset({Role.DPO, Role.CLINICIAN}))
    done = Glass(clinician_id=BEA, reviewed_at=datetime(2030, 1, 1, tzinfo=UTC))

    assert told(policy.may_review(gul, Glass(clinician_id=GUL))) == (False, "not-your-own-review")
    assert told(policy.may_review(gul, done)) == (False, "reviewed-already")
