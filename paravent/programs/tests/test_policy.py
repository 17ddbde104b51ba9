"""Who may, role by role: the tables are read without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Actor, Decision, Purpose, Role
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.terms import Relation, Why
from paravent.programs import policy
from paravent.programs.terms import Description, Given, Kind, Lasting, Registered, Scope, Wish

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAX, BEA, PROGRAM, ALI = PersonId(uuid4()), PersonId(uuid4()), uuid4(), PatientId(uuid4())
RELATION = Relation(Why.VISIT, None, NOW)
APP = Description(
    name="Growth Chart",
    kind=Kind.PUBLIC,
    scopes=(Scope.parse("patient/Observation.rs"), Scope.parse("user/*.rs")),
    purposes=(Purpose.TREATMENT, Purpose.OPERATIONS),
    redirect_uris=("https://growth.example/back",),
    launch_uri="https://growth.example/launch",
)
SYSTEM = replace(
    APP,
    kind=Kind.BACKEND,
    scopes=(Scope.parse("system/*.rs"),),
    purposes=(Purpose.OPERATIONS,),
    redirect_uris=(),
    launch_uri="",
    jwks="{}",
    teams=(uuid4(),),
)
KNOWN = Registered(PROGRAM, APP, MAX, NOW, uuid4(), NOW, None)
WAITING = replace(KNOWN, approved_by=None, approved_at=None)
REVOKED = replace(KNOWN, revoked_at=NOW)
WISH = Wish((Scope.parse("user/Observation.r"),))
OF_ONE = Wish((Scope.parse("patient/Observation.r"),), wants_patient=True)
GIVEN = Given(uuid4(), PROGRAM, BEA, Purpose.TREATMENT, (), None, None, Lasting.ONCE, None, NOW, NOW, None)


def who(*roles: Role, person: UUID = BEA) -> Actor:
    return Actor(PersonId(person), frozenset(roles))


def told(decision: Decision) -> tuple[bool, str]:
    return decision.allowed, decision.reason


def yes(reason: str) -> tuple[bool, str]:
    return True, reason


def no(reason: str) -> tuple[bool, str]:
    return False, reason


NOT_YOURS = no("not-your-work")
KEEPERS = {Role.ADMINISTRATOR, Role.DPO}


@pytest.mark.parametrize("role", list(Role))
def test_who_keeps_the_list_of_programs(role: Role) -> None:
    keeps = yes("keeps-programs") if role in KEEPERS else NOT_YOURS

    assert told(policy.may_list(who(role))) == keeps
    assert told(policy.may_revoke(who(role), KNOWN)) == keeps
    assert told(policy.may_revoke(who(role), REVOKED)) == no("decided-already")
    assert policy.may_register(who(role), APP).allowed is (role is Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", list(Role))
def test_only_a_second_person_approves(role: Role) -> None:
    expected = yes("second-person") if role is Role.DPO else no("only-dpo-approves")

    assert told(policy.may_approve(who(role), WAITING)) == expected


def test_nobody_approves_what_they_registered_whatever_they_are() -> None:
    both = who(Role.ADMINISTRATOR, Role.DPO, person=MAX)

    assert told(policy.may_approve(both, WAITING)) == no("not-your-own-program")
    assert told(policy.may_approve(who(Role.DPO), KNOWN)) == no("decided-already")
    assert told(policy.may_approve(who(Role.DPO), replace(WAITING, revoked_at=NOW))) == no("decided-already")


@pytest.mark.parametrize(
    ("described", "fault"),
    [
        (APP, ""),
        (SYSTEM, ""),
        (replace(APP, kind=Kind.CONFIDENTIAL, jwks="{}"), ""),
        (replace(APP, scopes=()), "no-scope"),
        (replace(APP, scopes=(Scope.parse("system/*.rs"),)), "scope-of-another-kind"),
        (replace(SYSTEM, scopes=APP.scopes), "scope-of-another-kind"),
        (replace(APP, purposes=()), "no-purpose"),
        (replace(APP, purposes=(Purpose.EMERGENCY,)), "no-purpose"),
        (replace(APP, purposes=(Purpose.RESEARCH,)), "no-purpose"),
        (replace(SYSTEM, purposes=APP.purposes), "one-purpose-alone"),
        (replace(APP, jwks="{}"), "key-missing"),
        (replace(APP, kind=Kind.CONFIDENTIAL), "key-missing"),
        (replace(SYSTEM, jwks=""), "key-missing"),
        (replace(APP, redirect_uris=()), "address-missing"),
        (replace(SYSTEM, redirect_uris=APP.redirect_uris), "address-missing"),
        (replace(SYSTEM, teams=()), "team-missing"),
        (replace(APP, teams=SYSTEM.teams), "team-missing"),
        *[
            (replace(APP, redirect_uris=(address,)), "address-not-safe")
            for address in (
                "http://growth.example/back",
                "javascript:alert(1)",
                "https://growth.example/back#part",
                "https://growth.example@evil.example/",
                "https:///back",
                "https://growth.example:port/",
                "https://growth.example\\@evil.example/",
                "https://gröwth.example/",
                "//growth.example/back",
                "http://localhost.evil.example/",
            )
        ],
        (replace(APP, launch_uri="http://growth.example/launch"), "address-not-safe"),
    ],
)
def test_a_description_is_sound_or_its_fault_is_named(described: Description, fault: str) -> None:
    max_ = who(Role.ADMINISTRATOR)

    assert told(policy.may_register(max_, described)) == (no(fault) if fault else yes("keeps-programs"))


OF_ROLE = {
    Role.CLINICIAN: (True, False),
    Role.RECEPTION: (False, True),
    Role.DPO: (False, True),
}


@pytest.mark.parametrize("role", list(Role))
def test_who_can_be_asked_by_a_program_and_what_for(role: Role) -> None:
    treats, operates = OF_ROLE.get(role, (False, False))

    assert policy.may_consider(who(role), KNOWN, WISH).allowed is (treats or operates)
    for purpose, allowed in ((Purpose.TREATMENT, treats), (Purpose.OPERATIONS, operates), (Purpose.PAYMENT, False)):
        given = policy.may_give(who(role), KNOWN, WISH, purpose, patient=None, relation=None)
        assert given.allowed is allowed


@pytest.mark.parametrize(
    ("program", "wish", "reason"),
    [
        (WAITING, WISH, "program-not-approved"),
        (REVOKED, WISH, "program-not-approved"),
        (replace(KNOWN, description=SYSTEM), WISH, "acts-by-itself"),
        (KNOWN, Wish(()), "scope-not-approved"),
        (KNOWN, Wish((Scope.parse("user/Observation.cr"),)), "scope-not-approved"),
        (KNOWN, Wish((Scope.parse("patient/Condition.r"),), wants_patient=True), "scope-not-approved"),
    ],
)
def test_what_a_person_is_not_even_asked(program: Registered, wish: Wish, reason: str) -> None:
    bea = who(Role.CLINICIAN)

    assert told(policy.may_consider(bea, program, wish)) == no(reason)
    assert told(policy.may_give(bea, program, wish, Purpose.TREATMENT, patient=ALI, relation=RELATION)) == no(reason)


def test_one_patient_needs_a_relation_of_care() -> None:
    bea, dua = who(Role.CLINICIAN), who(Role.RECEPTION)

    def given(actor: Actor, patient: UUID | None, relation: Relation | None) -> tuple[bool, str]:
        purpose = Purpose.TREATMENT if actor.is_a(Role.CLINICIAN) else Purpose.OPERATIONS
        return told(policy.may_give(actor, KNOWN, OF_ONE, purpose, patient=patient, relation=relation))

    assert given(bea, ALI, RELATION) == yes("mandate")
    assert given(bea, None, None) == no("no-patient-chosen")
    assert given(bea, ALI, None) == no("no-care-relation")
    assert given(dua, ALI, RELATION) == no("no-care-relation")


@pytest.mark.parametrize("role", list(Role))
def test_a_clinician_starts_a_program_with_a_patient_of_theirs(role: Role) -> None:
    expected = yes("relation-visit") if role is Role.CLINICIAN else no("no-care-relation")

    assert told(policy.may_start(who(role), KNOWN, RELATION)) == expected
    assert told(policy.may_start(who(role), KNOWN, None)) == no("no-care-relation")
    assert told(policy.may_start(who(role), REVOKED, RELATION)) == no("program-not-approved")
    unlaunched = replace(KNOWN, description=replace(APP, launch_uri=""))
    assert told(policy.may_start(who(role), unlaunched, RELATION)) == no("program-not-approved")


@pytest.mark.parametrize("role", list(Role))
def test_mandates_are_their_givers_and_the_officers(role: Role) -> None:
    assert told(policy.may_withdraw(who(role), GIVEN)) == yes("own-mandates")
    other = yes("protects-data") if role is Role.DPO else no("not-your-mandate")
    assert told(policy.may_withdraw(who(role, person=MAX), GIVEN)) == other
    lets_in = role in {Role.CLINICIAN, Role.RECEPTION, Role.DPO}
    assert told(policy.may_list_mandates(who(role))) == (yes("own-mandates") if lets_in else no("not-your-work"))
    assert told(policy.may_list_mandates(who())) == no("not-your-work")


def test_what_a_program_needs_for_a_token() -> None:
    roles = frozenset({Role.CLINICIAN})

    assert told(policy.may_get_token(KNOWN, roles, is_live=True)) == yes("mandate")
    assert told(policy.may_get_token(REVOKED, roles, is_live=True)) == no("program-not-approved")
    assert told(policy.may_get_token(KNOWN, roles, is_live=False)) == no("mandate-over")
    assert told(policy.may_get_token(KNOWN, frozenset(), is_live=True)) == no("no-role-left")


def test_a_statement_counts_once_and_from_an_approved_program() -> None:
    assert told(policy.may_sign_in(KNOWN, is_new=True)) == yes("signed-statement")
    assert told(policy.may_sign_in(KNOWN, is_new=False)) == no("came-twice")
    assert told(policy.may_sign_in(WAITING, is_new=True)) == no("program-not-approved")


def test_a_program_knows_its_own_tokens_alone() -> None:
    assert told(policy.may_know_token(PROGRAM, PROGRAM)) == yes("own-token")
    assert told(policy.may_know_token(PROGRAM, uuid4())) == no("not-your-token")
    assert told(policy.may_end_after_theft(GIVEN)) == yes("came-twice")
    assert told(policy.may_end_after_theft(replace(GIVEN, withdrawn_at=NOW))) == no("mandate-over")
