"""Programs are registered by one person and approved by another; one that acts itself sees its teams' patients alone."""

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, TeamId
from paravent.people import operations as people
from paravent.people.models import Patient
from paravent.people.queries import patients_by_id, patients_of, teams_of
from paravent.people.standing import roles_of
from paravent.people.terms import Identity
from paravent.people.tests.cast import a_browser_of, a_patient, at, newest_lines, somebody
from paravent.programs import operations, steps
from paravent.programs.queries import allowed_origin, programs, startable
from paravent.programs.terms import Description, Kind, Scope
from paravent.programs.tests.cast import a_program, keys_of

pytestmark = pytest.mark.django_db

APP = Description(
    name="Growth Chart",
    kind=Kind.PUBLIC,
    scopes=(Scope.parse("user/*.rs"),),
    purposes=(Purpose.TREATMENT,),
    redirect_uris=("https://growth.example/back",),
)


def a_system(team: UUID) -> Description:
    return Description(
        name="Laboratory",
        kind=Kind.BACKEND,
        scopes=(Scope.parse("system/*.rs"),),
        purposes=(Purpose.OPERATIONS,),
        jwks=keys_of(),
        teams=(team,),
    )


def max_and_guel() -> tuple[Actor, Actor]:
    return somebody("Max", Role.ADMINISTRATOR), somebody("Guel", Role.DPO)


def yesterday() -> AbstractContextManager[object]:
    """Let what follows have happened yesterday: row security goes by when the test's own transaction began."""
    return at(clock.now() - timedelta(days=1))


def in_care_of(team: TeamId, name: str) -> PatientId:
    return people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(name), team=team)


def rows_for(program: UUID) -> set[UUID]:
    """Return which patients row security shows a program at all, sealed as they are."""
    with operation("test.rows", Actor(PersonId(program), roles_of(program)), Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        return set(Patient.objects.values_list("id", flat=True))


def seen_by(program: UUID, purpose: Purpose = Purpose.OPERATIONS) -> set[UUID]:
    with operation("test.rows", Actor(PersonId(program), roles_of(program)), purpose) as op:
        op.require(allow("test"))
        readable = set(patients_by_id(Patient.objects.values_list("id", flat=True)))
        # What is read by the way that pages go is what row security lets be read.
        assert readable == (set() if purpose is Purpose.EMERGENCY else {one.patient_id for one in patients_of(program)})
        return set(readable)


def test_a_program_can_do_nothing_before_somebody_else_approves_it() -> None:
    max_, guel = max_and_guel()
    program = operations.register_program(max_, APP)
    assert not programs()[0].is_active
    assert not allowed_origin("https://growth.example")

    operations.approve_program(guel, program)

    assert programs()[0].is_active
    assert allowed_origin("https://growth.example")
    assert not allowed_origin("https://growth.example.evil.example")
    assert not allowed_origin("null")


def test_whoever_registers_does_not_approve() -> None:
    max_, _ = max_and_guel()
    program = operations.register_program(max_, APP)

    with pytest.raises(Refused, match="only-dpo-approves"):
        operations.approve_program(max_, program)

    assert not programs()[0].is_active


def test_the_database_holds_the_two_person_rule_too() -> None:
    max_, _ = max_and_guel()
    program = operations.register_program(max_, APP)

    gate = operation("test.sql", max_, Purpose.ADMINISTRATION)
    with pytest.raises(IntegrityError, match="nobody_approves_what_they_registered"), gate as op:
        op.require(allow("test"))
        steps.approve(op, program)


def test_a_program_that_was_ended_cannot_be_brought_back() -> None:
    max_, guel = max_and_guel()
    program = operations.register_program(max_, APP)
    operations.revoke_program(guel, program)

    with pytest.raises(Refused, match="decided-already"):
        operations.approve_program(guel, program)


def test_a_program_that_acts_itself_sees_the_patients_of_its_teams_and_nobody_else() -> None:
    max_, guel = max_and_guel()
    with yesterday():
        team, other = people.make_team(max_, "Brandt"), people.make_team(max_, "Other")
        ali, _, _ = in_care_of(team, "Ali Demir"), in_care_of(other, "Ines Kaya"), a_patient("Nobody's")
        works_here = in_care_of(team, "Guel")
        program = operations.register_program(max_, a_system(team))
    assert seen_by(program) == set()

    with yesterday():
        operations.approve_program(guel, program)

    assert roles_of(program) == {Role.PROGRAM}
    assert rows_for(program) == {ali, works_here}
    assert seen_by(program) == {ali}
    assert seen_by(program, Purpose.EMERGENCY) == set()


def test_a_program_that_was_ended_sees_nobody() -> None:
    max_, guel = max_and_guel()
    with yesterday():
        team = people.make_team(max_, "Brandt")
        ali = in_care_of(team, "Ali Demir")
        program = operations.register_program(max_, a_system(team))
        operations.approve_program(guel, program)
    assert seen_by(program) == {ali}

    operations.revoke_program(max_, program)

    assert (roles_of(program), teams_of(program)) == (frozenset(), [])
    assert seen_by(program) == set()


def test_nobody_puts_a_program_into_another_team_past_the_officer() -> None:
    from django.core.exceptions import ObjectDoesNotExist

    max_, guel = max_and_guel()
    team, other = people.make_team(max_, "Brandt"), people.make_team(max_, "Other")
    program = operations.register_program(max_, a_system(team))
    operations.approve_program(guel, program)

    with pytest.raises(ObjectDoesNotExist):
        people.join_team(max_, PersonId(program), other)

    assert teams_of(program) == [team]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DPO, Role.CLINICIAN])
def test_the_role_of_programs_is_given_with_an_approval_alone(role: Role) -> None:
    actor = somebody("Eve", role)
    program = a_program(kind=Kind.BACKEND)
    grant = "INSERT INTO people_rolegrant (id, person_id, role, granted_by, starts_at) VALUES (%s, %s, 'program', %s, now())"

    gate = operation("test.rows", actor, Purpose.ADMINISTRATION)
    with pytest.raises(ProgrammingError, match="row-level security"), gate as op, connection.cursor() as cursor:
        op.require(allow("test"))
        cursor.execute(grant, [uuid4(), program.id, actor.person])

    assert roles_of(program.id) == frozenset()


def test_the_page_registers_and_another_reader_approves() -> None:
    max_, guel = max_and_guel()
    form = {
        "name": "Growth Chart",
        "kind": "public",
        "scopes": "patient/Observation.rs launch/nothing",
        "purposes": ["TREAT"],
        "redirect_uris": "https://growth.example/back",
    }
    administrator, officer = a_browser_of(max_), a_browser_of(guel)
    assert administrator.post("/programs/register/", form).status_code == 422

    answer = administrator.post("/programs/register/", form | {"scopes": "patient/Observation.rs"})

    assert answer.status_code == 302
    (program,) = programs()
    page = administrator.get("/programs/").content.decode()
    assert "waits for approval" in page
    assert f"/programs/{program.program_id}/approve/" not in page
    assert f"/programs/{program.program_id}/approve/" in officer.get("/programs/").content.decode()
    officer.post(f"/programs/{program.program_id}/approve/")
    assert programs()[0].is_active
    assert "Register a program" not in officer.get("/programs/").content.decode()
    administrator.post(f"/programs/{program.program_id}/revoke/")
    assert not programs()[0].is_active


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("jwks", '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}', "These are not public keys."),
        ("jwks", keys_of(private=True), "These are not public keys."),
        ("jwks", "https://growth.example/jwks.json", "These are not public keys."),
        ("jwks", '{"keys": []}', "These are not public keys."),
        ("redirect_uris", "http://growth.example/back", "Addresses begin with https://"),
        ("scopes", "system/*.rs", "scopes that begin with system/"),
    ],
)
def test_what_is_not_sound_is_told_beside_its_field(field: str, text: str, says: str) -> None:
    max_, _ = max_and_guel()
    form = {
        "name": "Growth Chart",
        "kind": "confidential",
        "scopes": "user/*.rs",
        "purposes": ["TREAT"],
        "redirect_uris": "https://growth.example/back",
        "jwks": keys_of(),
    }

    answer = a_browser_of(max_).post("/programs/register/", form | {field: text})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert programs() == []


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.RESEARCHER])
def test_the_list_is_closed_to_others(role: Role) -> None:
    answer = a_browser_of(somebody("Bea", role)).get("/programs/")

    assert answer.status_code == 403
    assert newest_lines(1)[0].because == "not-your-work"


def test_what_can_be_started_is_approved_and_says_where_it_starts() -> None:
    a_program("Without a start")
    a_program("Waiting", launch_uri="https://growth.example/launch", approved_by=None, approved_at=None)
    a_program("Startable", launch_uri="https://growth.example/launch")

    assert [one.description.name for one in startable()] == ["Startable"]
