"""A visit as an Encounter: before its end out of the practice's table, afterwards out of the file, under one id."""

import pytest

from paravent.access.operation import operation
from paravent.access.terms import Purpose, allow
from paravent.fhir.resources import validated
from paravent.interop.tests.cast import Practice, Program, given, pulse
from paravent.ledger.queries import disclosures_by
from paravent.visits import operations as visits
from paravent.visits.tests.cast import an_appointment_of

TREAT = Purpose.TREATMENT


def test_a_visit_is_an_encounter_from_its_booking_on(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    booked, begun = an_appointment_of(here.bea, here.ali), visits.start_now(here.bea, TREAT, here.ali).visit_id

    planned, going_on = bea.get(f"/Encounter/{booked}").json(), bea.get(f"/Encounter/{begun}").json()

    assert (planned["status"], going_on["status"]) == ("planned", "in-progress")
    assert "period" not in planned
    assert "start" in going_on["period"]
    for encounter in (planned, going_on):
        assert validated({name: value for name, value in encounter.items() if name != "meta"})
        assert encounter["subject"] == {"reference": f"Patient/{here.ali}"}
    with operation("test.look", here.bea, TREAT) as op:
        op.require(allow("test"))
        line = next(one for one in disclosures_by(here.bea.person) if one.act == "fhir.read")
    assert (line.patient, line.facts["resource"]) == (here.ali, f"Encounter/{begun}")


def test_when_it_is_over_the_file_has_it_and_nothing_else_changes(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    visit = visits.start_now(here.bea, TREAT, here.ali).visit_id
    measured = pulse(here.ali, encounter={"reference": f"Encounter/{visit}"})
    assert bea.post("/Observation", measured).status_code == 201
    assert "entry" not in bea.get(f"/Encounter?_id={visit}").json()

    visits.end_visit(here.bea, TREAT, visit, for_patient="")

    assert bea.get(f"/Encounter/{visit}").json()["status"] == "finished"
    found = bea.get(f"/Observation?encounter=Encounter/{visit}&_include=Observation:encounter").json()["entry"]
    assert [one["resource"]["resourceType"] for one in found] == ["Observation", "Encounter"]


def test_a_visit_that_was_cancelled_is_none(here: Practice) -> None:
    visit = an_appointment_of(here.bea, here.ali)
    visits.cancel_visit(here.bea, TREAT, visit)

    assert Program(given("bea", here.bea)).get(f"/Encounter/{visit}").status_code == 404


def test_a_running_visit_is_changed_by_no_program(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    visit = visits.start_now(here.bea, TREAT, here.ali).visit_id
    known = bea.get(f"/Encounter/{visit}").json()

    assert bea.send("PUT", f"/Encounter/{visit}", known | {"status": "finished"}).status_code == 404
    assert bea.send("DELETE", f"/Encounter/{visit}").status_code == 404


@pytest.mark.parametrize("who", ["cem", "dua"])
def test_who_does_not_care_for_the_patient_reads_no_visit_of_theirs(here: Practice, who: str) -> None:
    visit = visits.start_now(here.bea, TREAT, here.ali).visit_id

    answer = Program(given(who, getattr(here, who))).get(f"/Encounter/{visit}")

    assert answer.status_code in {403, 404}
    assert str(here.ali) not in answer.content.decode()


def test_a_program_that_was_given_another_patient_reads_it_neither(here: Practice) -> None:
    visit = visits.start_now(here.bea, TREAT, here.ali).visit_id

    bounded = Program(given("bounded", here.bea, "patient/*.rs", "user/*.rs", patient=here.eve))

    assert bounded.get(f"/Encounter/{visit}").status_code == 403
