"""What a token stands for, and when it stands for nothing any more."""

from datetime import timedelta

import pytest

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people import operations as people
from paravent.people.standing import roles_of
from paravent.people.tests.cast import a_patient, at, colleague
from paravent.programs.models import Program, Token
from paravent.programs.operations import access_of, forget_tokens
from paravent.programs.terms import NoAccess, Scope
from paravent.programs.tests.cast import a_program, a_token

pytestmark = pytest.mark.django_db


def bea() -> Actor:
    person, _ = colleague("Bea", Role.CLINICIAN)
    return Actor(person, roles_of(person))


def test_a_token_says_who_acts_what_for_within_which_scopes_and_with_which_patient() -> None:
    program, actor, ali = a_program(), bea(), a_patient()
    token = a_token(program.id, actor, "patient/Observation.rs", patient=ali)

    access = access_of(token)

    assert access.actor == actor
    assert access.purpose is Purpose.TREATMENT
    assert access.scopes == (Scope.parse("patient/Observation.rs"),)
    assert (access.program, access.patient) == (program.id, ali)


def test_neither_the_token_nor_whom_it_is_about_can_be_read_in_the_database() -> None:
    ali = a_patient()
    token = a_token(a_program().id, bea(), "patient/Observation.rs", patient=ali)

    kept = repr(Token.objects.values().get())

    assert token not in kept
    assert str(ali) not in kept


def test_what_ended_a_day_ago_goes_though_no_program_ever_comes_again() -> None:
    program, actor = a_program(), bea()
    with at(clock.now() - timedelta(days=2)):
        a_token(program.id, actor)
    a_token(program.id, actor)

    with pytest.raises(Refused, match="not-your-work"):
        forget_tokens(actor)
    assert forget_tokens(INSTALLATION) == 1
    assert Token.objects.count() == 1


@pytest.mark.parametrize("token", ["", "A" * 43, "\x00", "ü"])
def test_an_unknown_token_opens_nothing(token: str) -> None:
    with pytest.raises(NoAccess, match="unknown"):
        access_of(token)


def test_a_token_opens_nothing_after_its_time() -> None:
    token = a_token(a_program().id, bea(), "user/*.rs")

    with at(clock.now() + timedelta(minutes=10)), pytest.raises(NoAccess, match="over"):
        access_of(token)


def test_a_token_that_was_ended_opens_nothing() -> None:
    token = a_token(a_program().id, bea(), "user/*.rs")
    Token.objects.update(ended_at=clock.now())

    with pytest.raises(NoAccess, match="over"):
        access_of(token)


def test_a_token_dies_with_its_program() -> None:
    program = a_program()
    token = a_token(program.id, bea(), "user/*.rs")
    Program.objects.update(revoked_by=INSTALLATION.person, revoked_at=clock.now())

    with pytest.raises(NoAccess, match="program-revoked"):
        access_of(token)


def test_a_token_of_a_program_that_nobody_approved_opens_nothing() -> None:
    token = a_token(a_program(approved_by=None, approved_at=None).id, bea(), "user/*.rs")

    with pytest.raises(NoAccess, match="program-revoked"):
        access_of(token)


def test_a_token_dies_with_the_roles_of_its_person() -> None:
    actor = bea()
    token = a_token(a_program().id, actor, "user/*.rs")
    people.end_role(INSTALLATION, PersonId(actor.person), Role.CLINICIAN)

    with pytest.raises(NoAccess, match="no-role-left"):
        access_of(token)


def test_a_token_dies_when_its_person_leaves() -> None:
    actor = bea()
    token = a_token(a_program().id, actor, "user/*.rs")
    people.end_staff(INSTALLATION, PersonId(actor.person))

    with pytest.raises(NoAccess, match="person-left"):
        access_of(token)
