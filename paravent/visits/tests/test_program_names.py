"""A patient reads which program it was: one that acted itself by its name, one that acted for somebody beside theirs."""

from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Role
from paravent.kernel import clock
from paravent.ledger.terms import Disclosure, Outcome
from paravent.people.tests.cast import somebody
from paravent.programs.terms import Kind
from paravent.programs.tests.cast import a_program
from paravent.visits.operations import ending
from paravent.visits.terms import AccessLine

pytestmark = pytest.mark.django_db


def told(actor: UUID, program: UUID | None = None) -> AccessLine:
    """Return what a patient reads about one look into their file."""
    facts = {"client": str(program)} if program else {}
    line = Disclosure(
        uuid4(), clock.now(), "fhir.read", Outcome.DONE, "TREAT", actor, "relation-team", None, None, facts
    )
    return ending._in_words([line], ending._names([line], uuid4()), is_withheld=False)


def test_a_program_that_acts_itself_is_named_where_a_person_would_be() -> None:
    laboratory = a_program("Laboratory", kind=Kind.BACKEND).id

    line = told(laboratory, laboratory)

    assert (line.who, line.through) == ("the program Laboratory of the practice", "")


def test_a_program_that_acts_for_somebody_stands_beside_their_name() -> None:
    chart = a_program("Growth Chart").id

    line = told(somebody("Bea", Role.CLINICIAN).person, chart)

    assert (line.who, line.through) == ("Bea", "the program Growth Chart of the practice")


def test_whoever_used_no_program_stands_alone() -> None:
    line = told(somebody("Bea", Role.CLINICIAN).person)

    assert (line.who, line.through) == ("Bea", "")
