"""A search over several files is one line and one AuditEvent; a patient's own program reads of it what is theirs."""

import json
from typing import Any

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, Role, allow
from paravent.interop.tests.cast import Practice, Program, given, pulse, related
from paravent.ledger.queries import disclosures_by
from paravent.people.tests.cast import colleague


def created(program: Program, resource: dict[str, Any]) -> str:
    return f"Observation/{program.post('/Observation', resource).json()['id']}"


def events(program: Program, act: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in program.get("/AuditEvent?_count=100").json().get("entry", [])]
    return [event for event in found if event["subtype"][1]["code"] == act]


def patients_in(event: dict[str, Any]) -> set[str]:
    whats = {entity.get("what", {}).get("reference", "") for entity in event["entity"]}
    return {what for what in whats if what.startswith("Patient/")}


def of_patient(name: str, patient: Any) -> Program:
    return Program(given(name, Actor(patient), "patient/*.rs", patient=patient))


def test_each_patient_reads_that_they_were_among_the_results_and_nothing_of_the_others(here: Practice) -> None:
    related(here.eve, here.bea)
    mine, others = created(here.system, pulse(here.ali)), created(here.system, pulse(here.eve))
    bea = Program(given("bea", here.bea))
    assert len(bea.search("Observation", "code=8867-4")["entry"]) == 2

    (told,) = events(of_patient("ali", here.ali), "fhir.search")

    assert patients_in(told) == {f"Patient/{here.ali}"}
    assert told["meta"]["profile"] == [
        "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientQuery"
    ]
    said = json.dumps(told)
    assert not [word for word in (str(here.eve), others, mine) if word in said]
    ali = of_patient("ali", here.ali)
    assert ali.get(f"/AuditEvent/{told['id']}").json() == told


def test_the_officer_reads_of_the_same_line_who_all_of_them_were(here: Practice) -> None:
    related(here.eve, here.bea)
    for patient in (here.ali, here.eve):
        created(here.system, pulse(patient))
    Program(given("bea", here.bea)).search("Observation", "code=8867-4")
    gul = Actor(colleague("Gul", Role.DPO)[0], frozenset({Role.DPO}))

    (told,) = events(Program(given("gul", gul, "user/*.rs", purpose=Purpose.OPERATIONS)), "fhir.search")

    assert patients_in(told) == {f"Patient/{here.ali}", f"Patient/{here.eve}"}
    assert told["meta"]["profile"] == ["https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Query"]


def test_a_transaction_about_two_files_names_neither_to_the_other(here: Practice) -> None:
    related(here.eve, here.bea)
    entries = [
        {"resource": pulse(patient), "request": {"method": "POST", "url": "Observation"}}
        for patient in (here.ali, here.eve)
    ]
    bea = Program(given("bea", here.bea))
    sent = bea.post("/", {"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert sent.status_code == 200, sent.content
    made = [entry["fullUrl"].rpartition("/")[2] for entry in sent.json()["entry"]]

    with operation("test.look", here.bea, Purpose.TREATMENT) as op:
        op.require(allow("test"))
        (line,) = [one for one in disclosures_by(here.bea.person) if one.act == "fhir.transaction"]

    assert line.patient is None
    assert (line.facts["entries"], line.facts["patients"]) == ("2", "2")
    assert not [word for word in (*made, str(here.ali), str(here.eve)) if word in json.dumps(line.facts)]
