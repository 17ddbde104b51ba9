"""What programs may: scopes first, then what the person may for whom they act."""

from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Actor, Purpose, Role
from paravent.interop import policy
from paravent.interop.terms import Verb
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.terms import Relation, Why
from paravent.programs.terms import Access, Scope
from paravent.records.terms import PRACTICE

ALI = PatientId(uuid4())
EVE = PatientId(uuid4())
RELATION = Relation(Why.VISIT, None, clock.now())


def actor(*roles: Role, person: UUID | None = None) -> Actor:
    return Actor(PersonId(person or uuid4()), frozenset(roles))


def access(who: Actor, *scopes: str, patient: PatientId | None = None, purpose: Purpose = Purpose.TREATMENT) -> Access:
    return Access(who, purpose, tuple(map(Scope.parse, scopes)), uuid4(), patient)


BEA, DUA = actor(Role.CLINICIAN), actor(Role.RECEPTION)
INSTALLATION, BACKEND = actor(Role.SYSTEM), actor(Role.PROGRAM)
HIMSELF = actor(person=ALI)


@pytest.mark.parametrize(
    ("asking", "kind", "verb", "reason"),
    [
        (access(BEA, "user/Observation.rs"), "Observation", Verb.READ, "scope-user"),
        (access(BEA, "user/*.rs"), "Condition", Verb.SEARCH, "scope-user"),
        (access(BEA, "user/Observation.rs"), "Observation", Verb.UPDATE, policy.NO_SCOPE),
        (access(BEA, "user/Observation.rs"), "Condition", Verb.READ, policy.NO_SCOPE),
        (access(BEA), "Condition", Verb.READ, policy.NO_SCOPE),
        (access(BEA, "patient/*.rs"), "Condition", Verb.READ, "no-patient-chosen"),
        (access(BEA, "patient/*.rs", patient=ALI), "Condition", Verb.READ, "scope-patient"),
        (access(BEA, "system/*.rs"), "Condition", Verb.READ, "not-a-system"),
        (access(INSTALLATION, "system/*.rs"), "Condition", Verb.READ, "scope-system"),
        (access(BACKEND, "system/*.rs"), "Condition", Verb.READ, "scope-system"),
    ],
)
def test_a_program_asks_within_its_scopes(asking: Access, kind: str, verb: Verb, reason: str) -> None:
    decision = policy.may_ask(asking, kind, verb)
    assert (decision.allowed, decision.reason) == (reason.startswith("scope-") and reason != policy.NO_SCOPE, reason)


@pytest.mark.parametrize(
    ("asking", "kind", "owner", "relation", "reason"),
    [
        (access(BEA), "Observation", ALI, RELATION, "relation-visit"),
        (access(BEA), "Observation", ALI, None, "no-care-relation"),
        (access(BEA, patient=ALI), "Observation", EVE, RELATION, "another-patient"),
        (access(BEA, purpose=Purpose.RESEARCH), "Observation", ALI, RELATION, "not-for-this-purpose"),
        (access(DUA), "Patient", ALI, None, "runs-reception"),
        (access(DUA), "Appointment", ALI, None, "runs-reception"),
        (access(DUA), "Observation", ALI, None, "only-clinicians-open-files"),
        (access(HIMSELF, patient=ALI, purpose=Purpose.PATIENT_REQUEST), "Observation", ALI, None, "own-file"),
        (access(HIMSELF, patient=ALI), "Observation", ALI, None, "not-for-this-purpose"),
        (access(HIMSELF, purpose=Purpose.PATIENT_REQUEST), "Observation", EVE, None, "only-clinicians-open-files"),
        (access(INSTALLATION), "Observation", ALI, None, "system-program"),
        (access(BACKEND), "Observation", ALI, RELATION, "relation-visit"),
        (access(BACKEND), "Observation", ALI, None, "no-care-relation"),
    ],
)
def test_within_its_scopes_a_program_opens_what_the_person_may(
    asking: Access, kind: str, owner: UUID, relation: Relation | None, reason: str
) -> None:
    decision = policy.may_open(asking, kind, owner, relation)
    good = {"relation-visit", "runs-reception", "own-file", "system-program"}
    assert (decision.allowed, decision.reason) == (reason in good, reason)


@pytest.mark.parametrize(
    ("asking", "kind", "owner", "relation", "reason"),
    [
        (access(BEA), "Observation", ALI, RELATION, "relation-visit"),
        (access(BEA), "Observation", ALI, None, "no-care-relation"),
        (access(BEA), "Organization", PRACTICE, None, "not-your-work"),
        (access(DUA), "Patient", ALI, None, "only-clinicians-write"),
        (
            access(HIMSELF, patient=ALI, purpose=Purpose.PATIENT_REQUEST),
            "Observation",
            ALI,
            None,
            "only-clinicians-write",
        ),
        (access(INSTALLATION), "Organization", PRACTICE, None, "system-program"),
    ],
)
def test_clinicians_and_systems_write_and_nobody_else(
    asking: Access, kind: str, owner: UUID, relation: Relation | None, reason: str
) -> None:
    decision = policy.may_write(asking, kind, owner, relation)
    assert (decision.allowed, decision.reason) == (reason in {"relation-visit", "system-program"}, reason)


@pytest.mark.parametrize(("who", "allowed"), [(INSTALLATION, True), (BEA, False), (DUA, False), (HIMSELF, False)])
def test_a_system_brings_patients_over(who: Actor, allowed: bool) -> None:
    assert policy.may_register(access(who)).allowed is allowed


@pytest.mark.parametrize(
    ("asking", "allowed"), [(access(BEA), True), (access(HIMSELF, patient=ALI), True), (access(HIMSELF), False)]
)
def test_the_log_is_read_by_staff_and_by_the_patient_whose_token_it_is(asking: Access, allowed: bool) -> None:
    assert policy.may_read_log(asking).allowed is allowed


def test_places_and_people_are_for_everybody_who_got_so_far() -> None:
    assert policy.may_read_of_practice(access(HIMSELF), "Practitioner").allowed
    assert not policy.may_read_of_practice(access(HIMSELF), "Observation").allowed


def test_a_bundle_needs_a_scope_before_its_entries_are_looked_at() -> None:
    assert policy.may_ask_for_bundle(access(BEA, "user/Observation.c")).allowed
    assert not policy.may_ask_for_bundle(access(BEA)).allowed
