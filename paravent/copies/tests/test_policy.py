"""Who may take something out of a file: one table for each rule, with every role and every purpose in it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Purpose, Role
from paravent.copies import policy
from paravent.kernel.ids import PersonId
from paravent.people.terms import Relation, Why

BEA = PersonId(uuid4())
LATER = datetime(2030, 1, 1, tzinfo=UTC)
LIMITED = (policy.may_export, policy.may_print, policy.may_copy)


def related(why: Why) -> Relation:
    return Relation(why, None, LATER, frozenset({why}))


def who(role: Role) -> Actor:
    return Actor(BEA, frozenset({role}))


def told(decision: Decision) -> tuple[bool, str]:
    return decision.allowed, decision.reason


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("role", list(Role))
def test_only_a_clinician_who_treats_takes_something_out(role: Role, purpose: Purpose) -> None:
    expected = role is Role.CLINICIAN and purpose is Purpose.TREATMENT

    assert policy.may_take(who(role), purpose, related(Why.VISIT)).allowed is expected
    assert not policy.may_take(who(role), purpose, None).allowed
    for may in LIMITED:
        assert may(who(role), purpose, related(Why.VISIT), used=0, most=1).allowed is expected


def test_never_in_an_emergency() -> None:
    for may in LIMITED:
        asked = may(who(Role.CLINICIAN), Purpose.EMERGENCY, related(Why.EMERGENCY), used=0, most=1)
        assert told(asked) == (False, "not-in-an-emergency")


@pytest.mark.parametrize(("why", "exports"), [(Why.VISIT, True), (Why.REFERRAL, True), (Why.TEAM, False)])
def test_a_team_prints_and_copies_and_exports_nothing(why: Why, exports: bool) -> None:
    asked = [may(who(Role.CLINICIAN), Purpose.TREATMENT, related(why), used=0, most=1).allowed for may in LIMITED]

    assert asked == [exports, True, True]


@pytest.mark.parametrize(
    ("used", "most", "allowed"), [(0, 1, True), (1, 1, False), (4, 5, True), (5, 5, False), (0, 0, False)]
)
def test_the_number_a_day_is_the_last_word(used: int, most: int, allowed: bool) -> None:
    for may in LIMITED:
        asked = may(who(Role.CLINICIAN), Purpose.TREATMENT, related(Why.VISIT), used=used, most=most)
        assert told(asked) == ((True, "relation-visit") if allowed else (False, "quota-used-up"))


@pytest.mark.parametrize("role", list(Role))
def test_what_was_copied_by_hand_is_noted_of_whoever_has_the_file_open(role: Role) -> None:
    assert policy.may_note_copy(who(role), related(Why.EMERGENCY)).allowed is (role is Role.CLINICIAN)
    assert not policy.may_note_copy(who(role), None).allowed


@pytest.mark.parametrize("role", list(Role))
def test_the_data_protection_officer_reads_what_was_taken(role: Role) -> None:
    assert policy.may_list(who(role)).allowed is (role is Role.DPO)
