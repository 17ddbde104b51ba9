"""What row security hides is hidden from programs too: not read, found, counted, in no history, in no everything."""

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.interop.tests.cast import Practice, Program, given, pulse
from paravent.kernel import clock
from paravent.people import steps as people
from paravent.people.terms import Why
from paravent.records.tests.cast import DAY

RESTRICTED = {
    "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]}
}


@pytest.fixture
def cem(here: Practice) -> Program:
    """Return a program in the hands of Cem, whose team cares for Ali."""
    with operation("test.team", INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow("test"))
        team, now = people.make_team(op, "Team of Cem", [here.cem.person]), clock.now()
        people.open_care_relation(
            op, patient_id=here.ali, team_id=team, why=Why.TEAM, starts_at=now - DAY, ends_at=now + DAY
        )
    return Program(given("cem", here.cem))


def test_a_team_finds_counts_and_reads_the_normal_alone(here: Practice, cem: Program) -> None:
    here.system.post("/Observation", pulse(here.ali))
    made = here.system.post("/Observation", pulse(here.ali, 99) | RESTRICTED).json()
    bea, place = Program(given("bea", here.bea)), f"/Observation/{made['id']}"
    assert bea.get(place).json()["meta"]["security"][0]["code"] == "R"
    assert bea.search("Observation", f"patient={here.ali}&_total=accurate")["total"] == 2

    found = cem.search("Observation", f"patient={here.ali}&_total=accurate")

    assert (found["total"], len(found["entry"])) == (1, 1)
    assert cem.search("Observation", f"patient={here.ali}&_summary=count")["total"] == 1
    assert cem.search("Observation", f"_id={made['id']}&_total=accurate")["total"] == 0
    for address in (place, f"{place}/_history", f"{place}/_history/1"):
        assert cem.get(address).status_code == 404, address
    for address in ("/Observation/_history", f"/Patient/{here.ali}/$everything"):
        assert made["id"] not in cem.get(address).content.decode(), address


def test_what_was_normal_once_is_in_no_history_once_it_is_restricted(here: Practice, cem: Program) -> None:
    made = here.system.post("/Observation", pulse(here.ali)).json()
    place = f"/Observation/{made['id']}"
    assert cem.get(place).status_code == 200

    assert here.system.send("PUT", place, made | RESTRICTED).status_code == 200

    for address in (place, f"{place}/_history", f"{place}/_history/1", "/Observation/_history"):
        assert made["id"] not in cem.get(address).content.decode() or cem.get(address).status_code == 404


def test_writing_over_what_is_hidden_changes_nothing_and_breaks_nothing(here: Practice, cem: Program) -> None:
    made = here.system.post("/Observation", pulse(here.ali, 99) | RESTRICTED).json()
    place = f"/Observation/{made['id']}"

    answer = cem.send("PUT", place, pulse(here.ali, 60) | {"id": made["id"]})

    assert 400 <= answer.status_code < 500
    assert here.system.get(place).json()["valueQuantity"]["value"] == 99
