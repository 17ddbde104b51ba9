"""The use cases themselves: what they refuse, what they leave in the log, and that what came twice takes all with it."""

from datetime import timedelta
from uuid import UUID

import pytest

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people import operations as people
from paravent.people.tests.cast import TREAT, a_patient, at, newest_lines, somebody
from paravent.programs import operations, queries
from paravent.programs.models import Program, Token
from paravent.programs.terms import CameTwice, Choice, Claim, Issued, Kind, Lasting, NoAccess, Scope, Use, Wish
from paravent.programs.tests.cast import a_program, keys_of
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db
OF_ALL = Wish((Scope.parse("user/Observation.rs"),), Lasting.OFFLINE)
OF_ONE = Wish((Scope.parse("patient/Observation.rs"),), wants_patient=True)


def bea() -> Actor:
    return somebody("Bea", Role.CLINICIAN)


def code_of(actor: Actor, program: Program, wish: Wish = OF_ALL, patient: PatientId | None = None) -> Claim:
    """Return the code that came of somebody's yes."""
    choice = Choice(actor, TREAT, patient, "", "")
    secret = operations.give_mandate(choice, program.id, wish, redirect_uri="https://a.example/", challenge="c")
    claim = queries.claim_of_code(secret, program.id)
    assert claim is not None
    return claim


def refresh_of(issued: Issued, program: Program) -> Claim:
    claim = queries.claim_of_token(issued.refresh, program.id, Use.REFRESH)
    assert claim is not None
    return claim


def is_open(issued: Issued) -> bool:
    try:
        operations.access_of(issued.access)
    except NoAccess:
        return False
    return True


def said() -> tuple[str, str, str]:
    (line,) = newest_lines(1)
    return line.act, line.outcome, line.because


def test_what_somebody_reads_before_they_decide_is_logged_with_whom_it_showed() -> None:
    actor, ali = bea(), a_patient()
    a_visit_of(actor, ali)
    program = a_program()

    considered = operations.consider_mandate(actor, TREAT, program.id, OF_ONE)

    assert [person.patient_id for person in considered.patients] == [ali]
    assert considered.purposes == [Purpose.TREATMENT]
    assert newest_lines(1)[0].patient == ali


def test_a_mandate_names_program_and_patient_in_the_log() -> None:
    actor, ali = bea(), a_patient()
    a_visit_of(actor, ali)
    program = a_program()

    code_of(actor, program, OF_ONE, ali)

    (line,) = newest_lines(1)
    assert (line.act, line.patient, line.facts["program"]) == ("mandate.give", ali, str(program.id))


def test_a_mandate_for_a_stranger_is_refused_and_the_refusal_is_kept() -> None:
    actor, ali = bea(), a_patient()

    with pytest.raises(Refused, match="no-care-relation"):
        code_of(actor, a_program(), OF_ONE, ali)

    assert said() == ("mandate.give", "refused", "no-care-relation")


def test_a_code_that_comes_twice_takes_back_what_it_gave() -> None:
    program = a_program()
    claim = code_of(bea(), program)
    issued = operations.exchange_code(claim)
    assert is_open(issued)

    with pytest.raises(CameTwice):
        operations.exchange_code(claim)
    operations.end_after_theft(claim)

    assert not is_open(issued)
    assert said() == ("mandate.end", "done", "came-twice")


def test_a_refresh_token_that_comes_twice_takes_all_its_family_with_it() -> None:
    program = a_program()
    first = operations.exchange_code(code_of(bea(), program))
    stolen = refresh_of(first, program)
    second = operations.refresh_token(stolen, ())

    with pytest.raises(CameTwice):
        operations.refresh_token(stolen, ())
    operations.end_after_theft(stolen)

    assert not is_open(first)
    assert not is_open(second)
    with pytest.raises((CameTwice, Refused)):
        operations.refresh_token(refresh_of(second, program), ())


def test_what_has_ended_is_not_ended_again() -> None:
    actor, program = bea(), a_program()
    claim = code_of(actor, program)
    operations.withdraw_mandate(actor, TREAT, claim.mandate_id)

    with pytest.raises(Refused, match="mandate-over"):
        operations.end_after_theft(claim)


def test_nobody_else_sees_or_takes_back_a_mandate() -> None:
    from django.core.exceptions import ObjectDoesNotExist

    actor, cem = bea(), somebody("Cem", Role.CLINICIAN)
    claim = code_of(actor, a_program())

    assert [one.mandate_id for one in operations.list_mandates(actor, TREAT)] == [claim.mandate_id]
    assert operations.list_mandates(cem, TREAT) == []
    with pytest.raises(ObjectDoesNotExist):
        operations.withdraw_mandate(cem, TREAT, claim.mandate_id)


def test_the_officer_takes_back_what_somebody_else_allowed() -> None:
    program = a_program()
    claim = code_of(bea(), program)
    issued = operations.exchange_code(claim)

    operations.withdraw_mandate(somebody("Guel", Role.DPO), Purpose.OPERATIONS, claim.mandate_id)

    assert not is_open(issued)


@pytest.mark.parametrize("later", [timedelta(days=30), timedelta(days=300)])
def test_a_mandate_is_over_after_its_time(later: timedelta) -> None:
    program = a_program()
    claim = refresh_of(operations.exchange_code(code_of(bea(), program)), program)

    with at(clock.now() + later), pytest.raises(Refused, match="mandate-over"):
        operations.refresh_token(claim, ())


def test_who_has_left_comes_back_through_no_program() -> None:
    actor, program = bea(), a_program()
    claim = refresh_of(operations.exchange_code(code_of(actor, program)), program)
    people.end_staff(INSTALLATION, PersonId(actor.person))

    with pytest.raises(Refused, match="no-role-left"):
        operations.refresh_token(claim, ())


def test_a_program_that_was_ended_gets_no_token() -> None:
    program = a_program()
    claim = code_of(bea(), program)
    operations.revoke_program(somebody("Max", Role.ADMINISTRATOR), program.id)

    with pytest.raises(Refused, match="program-not-approved"):
        operations.exchange_code(claim)


def test_a_program_is_started_out_of_a_file_that_is_open() -> None:
    actor, ali = bea(), a_patient()
    program = a_program(launch_uri="https://a.example/launch")
    with pytest.raises(Refused, match="no-care-relation"):
        operations.start_program(actor, TREAT, program.id, ali)
    a_visit_of(actor, ali)

    secret = operations.start_program(actor, TREAT, program.id, ali)

    assert len(secret) == 43
    assert said() == ("program.start", "done", "relation-visit")


def test_a_program_knows_what_its_token_is_good_for_and_gives_it_back() -> None:
    program = a_program()
    issued = operations.exchange_code(code_of(bea(), program))
    claim = queries.claim_of_token(issued.access, program.id)
    assert claim is not None

    known = operations.look_up_token(claim, program.id)
    assert (known.purpose, known.scopes) == (Purpose.TREATMENT, issued.scopes)
    assert known.scopes.startswith("user/Observation.rs")
    with pytest.raises(Refused, match="not-your-token"):
        operations.end_token(claim, a_program("Another").id, with_mandate=True)

    operations.end_token(claim, program.id, with_mandate=False)
    assert not is_open(issued)
    assert operations.refresh_token(refresh_of(issued, program), ()).access


def a_system() -> UUID:
    max_, guel = somebody("Max", Role.ADMINISTRATOR), somebody("Guel", Role.DPO)
    team = people.make_team(max_, "Brandt")
    described = queries.program(
        a_program(
            "Laboratory",
            kind=Kind.BACKEND,
            redirect_uris=[],
            jwks=keys_of(),
            scopes=["system/Observation.rs"],
            purposes=[Purpose.OPERATIONS],
            teams=[team],
        ).id
    ).description
    program = operations.register_program(max_, described)
    operations.approve_program(guel, program)
    assert program in {one.program_id for one in operations.list_programs(guel)}
    return program


def test_a_program_that_acts_itself_is_the_actor_for_its_one_purpose() -> None:
    program = a_system()

    issued = operations.issue_to_itself(program, (Scope.parse("system/Observation.r"),))

    access = operations.access_of(issued.access)
    assert access.actor == Actor(PersonId(program), frozenset({Role.PROGRAM}))
    assert access.actor.whence.device is not None
    assert access.purpose is Purpose.OPERATIONS
    assert issued.refresh == ""
    with pytest.raises(Refused, match="scope-not-approved"):
        operations.issue_to_itself(program, (Scope.parse("system/*.r"),))


def test_a_statement_is_taken_once() -> None:
    program = a_system()
    operations.sign_in_program(program, "the first")

    with pytest.raises(Refused, match="came-twice"):
        operations.sign_in_program(program, "the first")
    operations.sign_in_program(program, "the second")


def test_what_is_long_over_is_cleared_away_and_what_could_be_stolen_is_not() -> None:
    with at(clock.now() - timedelta(days=40)):
        actor, program = bea(), a_program()
        operations.exchange_code(code_of(actor, program))
    recent = operations.exchange_code(code_of(actor, program))

    operations.refresh_token(refresh_of(recent, program), ())

    assert Token.objects.filter(made_at__lt=clock.now() - timedelta(days=30)).count() == 0
    assert Token.objects.filter(ended_at=None).count() == 3
