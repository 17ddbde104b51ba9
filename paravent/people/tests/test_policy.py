"""Who may do what with people: one table for every rule, with every role in it."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Actor, Decision, Purpose, Role
from paravent.kernel.ids import PersonId
from paravent.people import policy
from paravent.people.terms import Ended, Method, Relation, Why

MAX, BEA, OTHER = (PersonId(uuid4()) for _ in range(3))
VISIT = Relation(Why.VISIT, uuid4(), datetime(2030, 1, 1, tzinfo=UTC))
TEAM = Relation(Why.TEAM, None, datetime(2030, 1, 1, tzinfo=UTC))


def actor(*roles: Role) -> Actor:
    """Return Max, who holds these roles."""
    return Actor(MAX, frozenset(roles))


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


NOT_YOURS = (False, "not-your-work")


@pytest.mark.parametrize(
    ("role", "registers", "searches", "manages"),
    [
        (Role.PATIENT, NOT_YOURS, NOT_YOURS, NOT_YOURS),
        (Role.CLINICIAN, (True, "registers"), (True, "looks-up"), NOT_YOURS),
        (Role.RECEPTION, (True, "registers"), (True, "looks-up"), NOT_YOURS),
        (Role.DPO, NOT_YOURS, NOT_YOURS, NOT_YOURS),
        (Role.ADMINISTRATOR, NOT_YOURS, NOT_YOURS, (True, "manages-staff")),
        (Role.RESEARCHER, NOT_YOURS, NOT_YOURS, NOT_YOURS),
        (Role.SYSTEM, (True, "imports"), NOT_YOURS, (True, "manages-staff")),
    ],
)
def test_registering_looking_up_and_managing_each_belong_to_somebody(
    role: Role, registers: tuple[bool, str], searches: tuple[bool, str], manages: tuple[bool, str]
) -> None:
    assert told(policy.may_register(actor(role))) == registers
    assert told(policy.may_search(actor(role), Purpose.TREATMENT)) == searches
    assert told(policy.may_search(actor(role), Purpose.EMERGENCY)) == (False, "not-in-an-emergency")
    assert policy.may_list_own(actor(role)).allowed is (role is Role.CLINICIAN)
    assert told(policy.may_manage_staff(actor(role))) == manages
    assert policy.may_index_anew(actor(role)).allowed is (role is Role.SYSTEM)


@pytest.mark.parametrize("role", list(Role))
def test_only_a_clinician_who_cares_for_somebody_verifies_them_or_asks_a_colleague_in(role: Role) -> None:
    clinician = role is Role.CLINICIAN

    assert policy.may_verify(actor(role), VISIT).allowed is clinician
    assert policy.may_refer(actor(role), VISIT, OTHER, is_blocked=False).allowed is clinician
    assert not policy.may_verify(actor(role), None).allowed
    assert not policy.may_refer(actor(role), None, OTHER, is_blocked=False).allowed


def test_the_reason_names_the_relation_or_what_is_missing() -> None:
    bea, dua = actor(Role.CLINICIAN), actor(Role.RECEPTION)

    assert told(policy.may_verify(bea, VISIT)) == (True, "relation-visit")
    assert told(policy.may_refer(bea, TEAM, OTHER, is_blocked=False)) == (True, "relation-team")
    assert told(policy.may_verify(bea, None)) == (False, "no-care-relation")
    assert told(policy.may_refer(bea, None, OTHER, is_blocked=False)) == (False, "no-care-relation")
    assert told(policy.may_verify(dua, VISIT)) == (False, "only-clinicians-verify")
    assert told(policy.may_refer(dua, VISIT, OTHER, is_blocked=False)) == (False, "only-clinicians-refer")


@pytest.mark.parametrize("role", list(Role))
def test_reception_and_the_officer_keep_what_patients_said(role: Role) -> None:
    keeps = (True, "keeps-the-patients-word") if role in {Role.RECEPTION, Role.DPO} else NOT_YOURS

    assert told(policy.may_see_card(actor(role))) == keeps
    assert told(policy.may_block(actor(role))) == keeps
    assert told(policy.may_mark(actor(role))) == ((True, "same-name") if role is Role.SYSTEM else keeps)


def test_nobody_is_asked_in_by_themselves_or_against_the_patients_word() -> None:
    bea = actor(Role.CLINICIAN)

    assert told(policy.may_refer(bea, VISIT, bea.person, is_blocked=False)) == (False, "not-to-yourself")
    assert told(policy.may_refer(bea, VISIT, OTHER, is_blocked=True)) == (False, "patient-said-no")


GRANTABLE = [Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER]


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_and_the_installation_grant_roles(role: Role) -> None:
    expected = (True, "manages-staff") if role in {Role.ADMINISTRATOR, Role.SYSTEM} else NOT_YOURS

    assert all(told(policy.may_grant(actor(role), BEA, granted)) == expected for granted in GRANTABLE)


@pytest.mark.parametrize(
    ("person", "granted", "reason"),
    [
        (MAX, Role.CLINICIAN, "not-to-yourself"),
        (MAX, Role.ADMINISTRATOR, "not-to-yourself"),
        (BEA, Role.SYSTEM, "not-a-staff-role"),
        (BEA, Role.PATIENT, "not-a-staff-role"),
        (BEA, Role.PROGRAM, "not-a-staff-role"),
    ],
)
def test_nobody_grants_to_themselves_or_gives_a_role_that_is_not_for_staff(
    person: UUID, granted: Role, reason: str
) -> None:
    assert told(policy.may_grant(actor(Role.ADMINISTRATOR), person, granted)) == (False, reason)
    assert told(policy.may_grant(actor(*Role), person, granted)) == (False, reason)


def test_nobody_without_a_role_may_do_anything() -> None:
    nobody = actor()

    assert not policy.may_register(nobody).allowed
    assert not policy.may_search(nobody, Purpose.TREATMENT).allowed
    assert not policy.may_manage_staff(nobody).allowed
    assert not policy.may_grant(nobody, BEA, Role.RECEPTION).allowed
    assert not policy.may_verify(nobody, VISIT).allowed


def test_a_link_is_good_while_it_is_live() -> None:
    assert told(policy.may_enrol(is_live=True)) == (True, "one-time-link")
    assert told(policy.may_enrol(is_live=False)) == (False, "link-used-or-old")


@pytest.mark.parametrize(
    ("methods", "may", "because"),
    [
        ({Method.PASSKEY}, True, "two-factors-shown"),
        ({Method.PASSWORD, Method.CODE}, True, "two-factors-shown"),
        ({Method.DEMO_LINK}, True, "came-by-demo-link"),
        ({Method.ENROLMENT}, True, "came-by-link"),
        ({Method.PASSWORD}, False, "second-factor-missing"),
        ({Method.CODE}, False, "second-factor-missing"),
        (set(), False, "second-factor-missing"),
    ],
)
def test_a_session_begins_with_two_factors_or_a_one_time_link(methods: set[Method], may: bool, because: str) -> None:
    assert told(policy.may_sign_in(frozenset(methods))) == (may, because)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_here_sees_their_own_sign_ins(role: Role) -> None:
    assert told(policy.may_see_sign_ins(actor(role))) == (True, "own-lines")
    assert told(policy.may_see_sign_ins(Actor(BEA))) == (False, "not-signed-in")


@pytest.mark.parametrize("how", list(Ended))
def test_a_session_may_always_end(how: Ended) -> None:
    assert told(policy.may_end_session(how)) == (True, how.value)


@pytest.mark.parametrize("role", list(Role))
def test_roles_end_and_teams_are_arranged_by_those_who_manage_staff_and_never_for_oneself(role: Role) -> None:
    manages = role in {Role.ADMINISTRATOR, Role.SYSTEM}

    assert policy.may_end_role(actor(role), BEA).allowed is manages
    assert policy.may_arrange_team(actor(role)).allowed is manages
    assert policy.may_arrange_team(actor(role), BEA).allowed is manages
    assert told(policy.may_end_role(actor(role), MAX)) == (False, "not-to-yourself")
    assert told(policy.may_arrange_team(actor(role), MAX)) == (False, "not-to-yourself")


@pytest.mark.parametrize("role", list(Role))
def test_whoever_registers_a_patient_says_which_team_cares_for_them(role: Role) -> None:
    assert policy.may_place(actor(role)) == policy.may_register(actor(role))


@pytest.mark.parametrize("role", list(Role))
def test_administrators_note_that_somebody_else_leaves(role: Role) -> None:
    assert policy.may_note_leaving(actor(role), BEA).allowed is (role in {Role.ADMINISTRATOR, Role.SYSTEM})
    assert told(policy.may_note_leaving(actor(role), MAX)) == (False, "not-to-yourself")
