"""Bundles: all or nothing, references that find what was made with them, and batches in which each stands alone."""

from typing import Any
from uuid import uuid4

from paravent.access.operation import operation
from paravent.access.terms import Purpose, allow
from paravent.fhir.bundles import entries_of
from paravent.interop import operations
from paravent.interop.terms import Act
from paravent.interop.tests.cast import TOKENS, Practice, Program, given, pulse
from paravent.interop.transactions import condition_of
from paravent.ledger.queries import disclosures_by


def entry(method: str, url: str, resource: dict[str, Any] | None = None, full_url: str = "", **request: str) -> Any:
    made: dict[str, Any] = {"request": {"method": method, "url": url} | request}
    made |= {"resource": resource} if resource else {}
    return made | ({"fullUrl": full_url} if full_url else {})


def bundle(kind: str, *entries: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def visit(patient: object) -> dict[str, Any]:
    subject = {"reference": f"Patient/{patient}"}
    return {"resourceType": "Encounter", "status": "finished", "class": {"code": "VR"}, "subject": subject}


def total(program: Program, kind: str) -> int:
    return int(program.get(f"/{kind}?_summary=count").json()["total"])


def test_references_among_entries_lead_to_what_was_made(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    name = f"urn:uuid:{uuid4()}"
    sent = bundle(
        "transaction",
        entry("POST", "Observation", pulse(here.ali, encounter={"reference": name}), f"urn:uuid:{uuid4()}"),
        entry("POST", "Encounter", visit(here.ali), name),
    )
    answer = bea.post("/", sent)
    assert answer.status_code == 200, answer.content
    first, second = answer.json()["entry"]
    assert (first["response"]["status"], second["response"]["status"]) == ("201 Created", "201 Created")
    made = bea.get(first["fullUrl"].partition("/fhir/R4")[2]).json()
    assert second["fullUrl"].endswith(made["encounter"]["reference"])

    with operation(Act.READ, here.bea, Purpose.TREATMENT) as op:
        op.require(allow("test"))
        lines = [one for one in disclosures_by(here.bea.person) if one.act == "fhir.transaction"]
    assert [len(one.facts["shown"].split()) for one in lines] == [2]


def test_one_wrong_entry_undoes_all(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    wrong = pulse(here.ali) | {"status": 5}
    answer = bea.post(
        "/", bundle("transaction", entry("POST", "Observation", pulse(here.ali)), entry("POST", "Observation", wrong))
    )
    assert answer.status_code == 422
    elsewhere = bundle(
        "transaction", entry("POST", "Observation", pulse(here.ali)), entry("POST", "Observation", pulse(here.eve))
    )
    assert bea.post("/", elsewhere).status_code == 403
    assert total(bea, "Observation") == 0


def test_in_a_batch_each_stands_alone(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    sent = bundle(
        "batch",
        entry("POST", "Observation", pulse(here.ali)),
        entry("POST", "Observation", pulse(here.eve)),
        entry("GET", f"Observation?patient={here.ali}"),
        entry("GET", "Observation/none"),
        entry("GET", "Spaceship/1"),
    )
    answered = bea.post("/", sent).json()["entry"]
    assert [one["response"]["status"][:3] for one in answered] == ["201", "403", "200", "404", "404"]
    assert answered[1]["response"]["outcome"]["resourceType"] == "OperationOutcome"
    assert len(answered[2]["resource"]["entry"]) == 1


def test_a_condition_in_a_bundle_finds_what_is_there(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    lab = pulse(here.ali, identifier=[{"system": "urn:lab", "value": "1"}])
    once = entry("POST", "Observation", lab, f"urn:uuid:{uuid4()}", ifNoneExist="identifier=urn:lab|1")
    told = {
        "resourceType": "Provenance",
        "target": [{"reference": once["fullUrl"]}, {"reference": "Observation?identifier=urn:lab|1"}],
        "recorded": "2026-03-04T10:00:00Z",
        "agent": [{"who": {"display": "Lab"}}],
    }
    assert bea.post("/", bundle("transaction", once)).json()["entry"][0]["response"]["status"] == "201 Created"
    again, note = bea.post("/", bundle("transaction", once, entry("POST", "Provenance", told))).json()["entry"]
    assert again["response"]["status"] == "200 OK"
    target = bea.get(note["fullUrl"].partition("/fhir/R4")[2]).json()["target"]
    reference = again["fullUrl"].partition("/fhir/R4/")[2]
    assert [one["reference"] for one in target] == [reference, reference]


def test_what_is_deleted_changed_and_made_at_once(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    old, other = (bea.post("/Observation", pulse(here.ali)).json() for _ in range(2))
    sent = bundle(
        "transaction",
        entry("GET", f"Observation/{other['id']}"),
        entry("PUT", f"Observation/{other['id']}", other | {"status": "amended"}, ifMatch='W/"1"'),
        entry("DELETE", f"Observation/{old['id']}"),
    )
    read, changed, gone = bea.post("/", sent, Prefer="return=representation").json()["entry"]
    assert read["resource"]["status"] == changed["resource"]["status"] == "amended"
    assert gone["response"]["status"] == "204 No Content"
    assert bea.post("/", sent).status_code == 412


def test_operations_can_be_called_without_http(here: Practice) -> None:
    access = TOKENS[given("bea", here.bea)]
    made = operations.create(access, "Observation", pulse(here.ali)).shown
    assert operations.vread(access, "Observation", made.fhir_id, "1").resource == made.resource
    (done,) = operations.carry_out(access, entries_of(bundle("batch", entry("GET", made.reference))))
    assert done.shown == made
    condition = condition_of("Observation", "status=final")
    assert operations.create_once(access, "Observation", pulse(here.ali), condition).shown == made
