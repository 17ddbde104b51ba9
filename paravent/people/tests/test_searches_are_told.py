"""A search is one line: about the one whom it found, or about several, each of whom is mentioned in it."""

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import disclosures_of
from paravent.ledger.terms import Disclosure
from paravent.people.operations import register_patient, search_patients
from paravent.people.terms import Identity
from paravent.people.tests.cast import TREAT, WORK, newest_lines, somebody

pytestmark = pytest.mark.django_db


def searches_told_to(patient: PatientId) -> list[Disclosure]:
    with operation("test.look", Actor(patient), Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        return [line for line in disclosures_of(patient) if line.act == "patient.search"]


def two_demirs() -> tuple[PatientId, PatientId]:
    ali, ines = (register_patient(INSTALLATION, WORK, Identity(name)) for name in ("Ali Demir", "Ines Demir"))
    return ali, ines


def test_a_search_that_finds_several_is_told_to_each_and_counted_once() -> None:
    bea, (ali, ines) = somebody("Bea", Role.CLINICIAN), two_demirs()

    search_patients(bea, TREAT, "Demir")

    (line,) = newest_lines(1)
    assert (line.act, line.patient, line.facts["count"]) == ("patient.search", None, "2")
    for mine in (ali, ines):
        (told,) = searches_told_to(mine)
        assert (told.actor, told.mentioned) == (bea.person, (mine,))
        assert not {str(ali), str(ines)} & set(" ".join(told.facts.values()).split())


def test_a_search_that_finds_one_is_about_them() -> None:
    bea, (ali, ines) = somebody("Bea", Role.CLINICIAN), two_demirs()

    search_patients(bea, TREAT, "Ali")

    assert newest_lines(1)[0].patient == ali
    assert [line.patient for line in searches_told_to(ali)] == [ali]
    assert searches_told_to(ines) == []


def test_a_search_that_finds_nobody_is_about_nobody() -> None:
    bea, (ali, _) = somebody("Bea", Role.CLINICIAN), two_demirs()

    search_patients(bea, TREAT, "Quillvanter")

    assert newest_lines(1)[0].patient is None
    assert searches_told_to(ali) == []


def test_a_search_that_was_refused_showed_nobody() -> None:
    fen, (ali, _) = somebody("Fen", Role.RESEARCHER), two_demirs()

    with pytest.raises(Refused):
        search_patients(fen, TREAT, "Demir")

    assert searches_told_to(ali) == []
