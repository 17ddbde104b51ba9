"""Several who come to one file are one matter: one place of the week, each asked and decided about by themselves."""

from contextlib import suppress

import pytest

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.breaches.operations import list_breaches
from paravent.breaches.queries import clocks
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import signed_size
from paravent.ledger.sequencer import sequence_all
from paravent.people.tests.cast import a_browser_of, a_patient, newest_lines, somebody
from paravent.records import operations as records
from paravent.vigilance import operations, queries
from paravent.vigilance.terms import Listed, Stage, Verdict
from paravent.vigilance.tests.cast import REMARK
from paravent.visits import operations as visits
from paravent.visits.tests.cast import an_appointment_of
from paravent.web.signing import signer

pytestmark = pytest.mark.django_db

NAMES = ("Ines", "Jan", "Kim", "Lea", "Mia")


@pytest.fixture
def crowd(ali: PatientId) -> list[Actor]:
    """Let five colleagues try the file of a patient whom none of them cares for."""
    came = [somebody(name, Role.CLINICIAN) for name in NAMES]
    for one in came:
        tries(one, ali)
    return came


def tries(person: Actor, patient: PatientId) -> None:
    with suppress(Refused):
        records.open_chart(person, Purpose.TREATMENT, patient)


def judged() -> int:
    sequence_all(signer())
    return operations.judge_log(INSTALLATION)


def names(place: Listed) -> list[str]:
    """Return who stands in a place: whom it was given to, then the others."""
    return [place.person_name, *sorted(one.person_name for one in place.others)]


def test_a_crowd_takes_one_place_and_leaves_the_others_to_others(gul: Actor, cem: Actor, crowd: list[Actor]) -> None:
    operations.set_budget(gul, 2)
    hans = a_patient("Hans Albrecht")
    visit = an_appointment_of(cem, hans)
    records.open_chart(cem, Purpose.TREATMENT, hans)
    visits.cancel_visit(cem, Purpose.OPERATIONS, visit)

    assert judged() == 2
    assert [line.facts["beside"] for line in newest_lines(1)] == ["4"]
    assert sorted(map(names, operations.list_cases(gul).waiting)) == [["Cem"], list(NAMES)]
    assert judged() == 0
    assert (queries.places_taken(gul.person), queries.pile_for(gul.person).number) == (2, 2)


def test_who_comes_later_stands_in_the_same_place(gul: Actor, crowd: list[Actor], ali: PatientId) -> None:
    judged()
    first = signed_size()
    tries(somebody("Noa", Role.CLINICIAN), ali)
    sequence_all(signer())

    assert operations.judge_newest(INSTALLATION, range(first, signed_size())) == 1
    (place,) = operations.list_cases(gul).waiting
    assert names(place) == [*NAMES, "Noa"]


def test_with_the_look_that_makes_a_crowd_full_those_who_came_before_stand_there_at_once(
    gul: Actor, ali: PatientId
) -> None:
    def comes(name: str) -> int:
        first = signed_size()
        tries(somebody(name, Role.CLINICIAN), ali)
        sequence_all(signer())
        return operations.judge_newest(INSTALLATION, range(first, signed_size()))

    assert [comes(name) for name in NAMES] == [0, 0, 0, 0, len(NAMES)]
    (place,) = operations.list_cases(gul).waiting
    assert names(place) == list(NAMES)
    assert judged() == 0


def test_who_does_more_than_that_takes_a_place_of_their_own(gul: Actor, crowd: list[Actor]) -> None:
    judged()
    hans = a_patient("Hans Albrecht")
    visit = an_appointment_of(crowd[1], hans)
    records.open_chart(crowd[1], Purpose.TREATMENT, hans)
    visits.cancel_visit(crowd[1], Purpose.OPERATIONS, visit)
    judged()

    places = sorted(map(names, operations.list_cases(gul).waiting))
    assert places == [["Ines", "Kim", "Lea", "Mia"], ["Jan"]]


def test_each_is_asked_on_one_page_and_decided_about_by_themselves(gul: Actor, crowd: list[Actor]) -> None:
    judged()
    (place,) = operations.list_cases(gul).waiting
    page = f"/vigilance/cases/{place.case_id}/"
    found = operations.see_case(gul, place.case_id)
    assert [one.listed.person_name for one in found.crowd] == list(NAMES[1:])
    assert {look.patient_name for one in found.crowd for look in one.looks} == {"Ali Demir"}

    jan, kim = found.crowd[:2]
    ask = f"/vigilance/cases/{jan.listed.case_id}/ask/{jan.looks[0].entry_id}/"
    officer = a_browser_of(gul)
    assert officer.post(ask, {"page": str(place.case_id)}).headers["Location"] == page
    ((asked,), _, _) = operations.see_own(crowd[1])
    assert asked.patient_name == "Ali Demir"
    operations.decide_case(gul, kim.listed.case_id, Verdict.MISTAKE, REMARK)

    (place,) = operations.list_cases(gul).waiting
    stages = {one.person_name: one.stage for one in place.others}
    assert stages == {"Jan": Stage.ASKED, "Lea": Stage.OPEN, "Mia": Stage.OPEN}
    shown = officer.get(page).content.decode()
    assert "4 colleagues more came to the file" in shown
    assert '<span class="chip">A mistake, without intent</span>' in shown


def test_two_of_a_crowd_who_are_found_in_breach_are_one_breach_and_one_letter(gul: Actor, crowd: list[Actor]) -> None:
    judged()
    (place,) = operations.list_cases(gul).waiting
    officer, second = a_browser_of(gul), a_browser_of(somebody("Max", Role.ADMINISTRATOR))
    cases = [place, *place.others]
    for one in cases[:3]:
        officer.post(f"/vigilance/cases/{one.case_id}/decide/", {"verdict": "breach", "remark": REMARK})
    for one, agrees in zip(cases[:3], ("yes", "no", "yes"), strict=True):
        second.post(f"/vigilance/cases/{one.case_id}/confirm/", {"agrees": agrees, "remark": REMARK})
    (line,) = newest_lines(1)

    (breach,) = list_breaches(gul)
    assert (line.act, line.facts["breach"], line.facts["joined"]) == ("case.confirm", str(breach.breach_id), "True")
    assert [one.case_id for one in breach.involved] == [cases[0].case_id, cases[2].case_id]
    assert [name for _, name in breach.patients] == ["Ali Demir"]
    assert breach.became_aware_at == operations.see_case(gul, cases[0].case_id).decided_at
    assert len(clocks(clock.now())) == 1


def test_whoever_watches_and_was_of_the_crowd_does_not_see_themselves_in_it(crowd: list[Actor], ali: PatientId) -> None:
    curious = somebody("Oda", Role.DPO)
    tries(curious, ali)
    judged()

    (place,) = operations.list_cases(curious).waiting
    found = operations.see_case(curious, place.case_id)
    assert names(place) == list(NAMES)
    assert "Oda" not in [one.listed.person_name for one in found.crowd]
