"""A search is one line: about the one whom it found, or about several, each of whom is mentioned in it."""

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import disclosures_of
from paravent.ledger.terms import Disclosure
from paravent.people.operations import register_patient, search_patients
from paravent.people.terms import MOST_FOUND, Identity
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, newest_lines, somebody

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


def test_of_many_the_first_by_name_are_shown_and_told_and_what_to_type_for_the_others() -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    names = [f"Demir Nr{chr(ord('a') + number)}" for number in range(MOST_FOUND + 1)]
    people = {name: register_patient(INSTALLATION, WORK, Identity(name)) for name in reversed(names)}

    found = search_patients(bea, TREAT, "Demir")

    assert [one.identity.name for one in found] == names[:-1]
    assert searches_told_to(people[names[-1]]) == []
    assert len(searches_told_to(people[names[0]])) == 1
    browser = a_browser_of(bea)
    assert "there may be more" in browser.post("/files/", {"q": "Demir"}).content.decode()
    assert "there may be more" not in browser.post("/files/", {"q": "Demir Nra"}).content.decode()


def test_a_search_that_was_refused_showed_nobody() -> None:
    fen, (ali, _) = somebody("Fen", Role.RESEARCHER), two_demirs()

    with pytest.raises(Refused):
        search_patients(fen, TREAT, "Demir")

    assert searches_told_to(ali) == []
