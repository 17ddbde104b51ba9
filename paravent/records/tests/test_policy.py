"""Who may open a file, and who may fill it: one table for each rule, with every role in it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Purpose, Role
from paravent.kernel.ids import PersonId
from paravent.people.terms import Relation, Why
from paravent.records import policy

BEA = PersonId(uuid4())
LATER = datetime(2030, 1, 1, tzinfo=UTC)
VISIT = Relation(Why.VISIT, uuid4(), LATER)


def actor(*roles: Role) -> Actor:
    """Return Bea, who holds these roles."""
    return Actor(BEA, frozenset(roles))


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


@pytest.mark.parametrize("role", list(Role))
def test_only_a_clinician_in_a_relation_of_care_opens_a_file(role: Role) -> None:
    clinician = role is Role.CLINICIAN
    refusal = "no-care-relation" if clinician else "only-clinicians-open-files"

    assert policy.may_open_chart(actor(role), Purpose.TREATMENT, VISIT).allowed is clinician
    assert told(policy.may_open_chart(actor(role), Purpose.TREATMENT, None)) == (False, refusal)


@pytest.mark.parametrize("why", list(Why))
def test_the_reason_in_the_log_is_the_relation(why: Why) -> None:
    relation = Relation(why, None, LATER)

    assert told(policy.may_open_chart(actor(Role.CLINICIAN), Purpose.TREATMENT, relation)) == (True, f"relation-{why}")


@pytest.mark.parametrize(
    "purpose", [purpose for purpose in Purpose if purpose not in {Purpose.TREATMENT, Purpose.EMERGENCY}]
)
def test_a_file_opens_for_treatment_or_in_an_emergency_and_for_nothing_else(purpose: Purpose) -> None:
    asked = policy.may_open_chart(actor(Role.CLINICIAN), purpose, VISIT)

    assert told(asked) == (False, "not-for-this-purpose")


@pytest.mark.parametrize(
    ("ways", "labels"),
    [
        ((), "N"),
        ((Why.TEAM,), "N"),
        ((Why.VISIT,), "NR"),
        ((Why.VISIT, Why.TEAM), "NR"),
        ((Why.REFERRAL,), "NRV"),
        ((Why.VISIT, Why.REFERRAL), "NRV"),
        ((Why.EMERGENCY,), "NRV"),
    ],
)
def test_each_way_to_a_file_opens_its_labels(ways: tuple[Why, ...], labels: str) -> None:
    relation = Relation(Why.VISIT, None, LATER, frozenset(ways))

    assert policy.labels_open(relation) == frozenset(labels)


@pytest.mark.parametrize("role", list(Role))
def test_only_the_author_says_who_sees_an_entry(role: Role) -> None:
    clinician = role is Role.CLINICIAN
    refusal = "not-the-author" if clinician else "only-clinicians-open-files"

    assert policy.may_relabel(actor(role), Purpose.TREATMENT, VISIT, BEA).allowed is clinician
    assert told(policy.may_relabel(actor(role), Purpose.TREATMENT, VISIT, uuid4())) == (False, refusal)
    assert not policy.may_relabel(actor(role), Purpose.TREATMENT, None, BEA).allowed
    assert not policy.may_relabel(actor(role), Purpose.EMERGENCY, VISIT, BEA).allowed


@pytest.mark.parametrize("role", list(Role))
def test_only_the_installation_imports(role: Role) -> None:
    expected = (True, "imports") if role is Role.SYSTEM else (False, "not-your-work")

    assert told(policy.may_import(actor(role))) == expected
    assert policy.may_index_anew(actor(role)).allowed is (role is Role.SYSTEM)


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not policy.may_open_chart(actor(), Purpose.TREATMENT, VISIT).allowed
    assert not policy.may_import(actor()).allowed
