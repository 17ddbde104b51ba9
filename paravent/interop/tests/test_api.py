"""FHIR over HTTP, as the specification's http.html has it."""

import json
from typing import Any
from uuid import uuid4

from paravent.interop.tests.cast import PROGRAM, Practice, Program, given, pulse, related
from paravent.ledger.queries import disclosures_by

FORM = "application/x-www-form-urlencoded"


def created(program: Program, resource: dict[str, Any]) -> dict[str, Any]:
    answer = program.post(f"/{resource['resourceType']}", resource)
    assert answer.status_code == 201, answer.content
    whole: dict[str, Any] = answer.json()
    return whole


def issue(answer: Any) -> dict[str, Any]:
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    first: dict[str, Any] = body["issue"][0]
    return first


def test_a_resource_is_created_read_changed_and_deleted(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    answer = bea.post("/Observation", pulse(here.ali))
    whole = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, 'W/"1"')
    assert answer["Location"].endswith(f"/fhir/R4/Observation/{whole['id']}/_history/1")
    assert {name: whole[name] for name in pulse(here.ali)} == pulse(here.ali)
    place = f"/Observation/{whole['id']}"

    assert bea.get(place).json() == whole
    changed = bea.send("PUT", place, whole | {"status": "amended"}, **{"If-Match": 'W/"1"'})
    assert (changed.status_code, changed["ETag"], changed.json()["status"]) == (200, 'W/"2"', "amended")
    assert bea.send("PUT", place, whole, **{"If-Match": 'W/"1"'}).status_code == 412
    patched = bea.send(
        "PATCH",
        place,
        [{"op": "replace", "path": "/valueQuantity/value", "value": 80}],
        content_type="application/json-patch+json",
    )
    assert (patched.status_code, patched.json()["valueQuantity"]["value"]) == (200, 80)

    assert bea.send("DELETE", place).status_code == 204
    assert bea.get(place).status_code == 410
    assert bea.get(f"{place}/_history/1").json()["status"] == "final"
    history = bea.get(f"{place}/_history").json()
    methods = [one["request"]["method"] for one in history["entry"]]
    assert methods == ["DELETE", "PUT", "PUT", "POST"]
    assert bea.send("PUT", place, whole).status_code == 200
    assert bea.get(place).json()["meta"]["versionId"] == "5"


def test_what_the_program_has_already_is_not_sent_again(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    place = f"/Observation/{created(bea, pulse(here.ali))['id']}"
    first = bea.get(place)
    assert bea.get(place, **{"If-None-Match": first["ETag"]}).status_code == 304
    assert bea.get(place, **{"If-None-Match": 'W/"9"'}).status_code == 200
    assert bea.get(place, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_an_error_names_the_element_and_never_the_value(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    answer = bea.post("/Observation", pulse(here.ali) | {"status": {"secret": "Zebrafish"}})
    assert (answer.status_code, issue(answer)["expression"]) == (422, ["Observation.status"])
    assert b"Zebrafish" not in answer.content
    missing = {name: value for name, value in pulse(here.ali).items() if name != "code"}
    assert issue(bea.post("/Observation", missing))["code"] == "required"
    assert issue(bea.post("/Observation", "{"))["code"] == "structure"
    assert issue(bea.get("/Observation?colour=red"))["expression"] == ["http.colour"]


def test_every_refusal_is_an_outcome(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    nobody = Program("unknown")
    refused = [
        (nobody.get("/Patient"), 401),
        (bea.get("/Spaceship"), 404),
        (bea.get("/Spaceship/1/2/3/4"), 404),
        (bea.get("/Observation/none"), 404),
        (bea.send("DELETE", "/Observation"), 405),
        (bea.get("/Observation", Accept="application/fhir+xml"), 406),
        (bea.get("/Observation?_format=xml"), 406),
        (bea.post("/Observation", "x", content_type="text/plain"), 415),
        (bea.send("PUT", f"/Observation/{uuid4()}", pulse(here.ali) | {"id": "other"}), 400),
        (bea.post("/Appointment", {"resourceType": "Appointment"}), 404),
        (bea.post("/", {"resourceType": "Bundle", "type": "searchset"}), 400),
        (bea.post("/Observation", '{"a":' * 200 + "1" + "}" * 200), 400),
    ]
    for answer, status in refused:
        assert answer.status_code == status, (answer.content, status)
        assert issue(answer)["severity"] == "error"
    assert 'error="invalid_token"' in refused[0][0]["WWW-Authenticate"]


def test_a_scope_that_is_missing_is_said(here: Practice) -> None:
    reader = Program(given("reader", here.bea, "user/Observation.rs"))
    assert reader.get(f"/Observation?patient={here.ali}").status_code == 200
    for answer in (reader.post("/Observation", pulse(here.ali)), reader.get(f"/Condition?patient={here.ali}")):
        assert answer.status_code == 403
        assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


def test_names_do_not_belong_into_an_address(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    answer = bea.get("/Patient?name=Ali")
    assert (answer.status_code, issue(answer)["expression"]) == (400, ["http.name"])
    found = bea.search("Patient", "name=dem")
    assert found.get("entry") is None
    found = bea.search("Patient", "name:contains=dem")
    assert [one["resource"]["id"] for one in found["entry"]] == [str(here.ali)]
    assert "dem" not in json.dumps(found["link"])
    (self_link,) = [one["url"] for one in found["link"]]
    assert bea.get(self_link.partition("/fhir/R4")[2]).json()["entry"] == found["entry"]


def test_a_search_leaves_one_line_with_the_ids_that_were_shown(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    first, second = created(bea, pulse(here.ali, 70)), created(bea, pulse(here.ali, 80))
    bea.get(f"/Observation?patient={here.ali}&code=8867-4")
    from paravent.access.operation import operation
    from paravent.access.terms import Purpose, allow

    with operation("test.look", here.bea, Purpose.TREATMENT) as op:
        op.require(allow("test"))
        line = next(one for one in disclosures_by(here.bea.person) if one.act == "fhir.search")
    assert set(line.facts["shown"].split()) == {f"Observation/{first['id']}", f"Observation/{second['id']}"}
    assert (line.patient, line.facts["query"]) == (here.ali, "Observation?patient&code")
    assert line.facts["client"] == str(PROGRAM)


def test_a_search_that_names_patients_finds_what_is_theirs_and_within_reach(here: Practice) -> None:
    bea, cem = Program(given("bea", here.bea)), Program(given("cem", here.cem))
    of_ali, of_eve = created(bea, pulse(here.ali))["id"], created(cem, pulse(here.eve))["id"]
    for patients, *shown in (
        (f"{here.ali}", {of_ali}, set(), {of_ali}),
        (f"{here.eve}", set(), {of_eve}, {of_eve}),
        (f"{here.ali},{here.eve}", {of_ali}, {of_eve}, {of_ali, of_eve}),
        (f"{uuid4()}", set(), set(), set()),
    ):
        for program, ids in zip((bea, cem, here.system), shown, strict=True):
            answer = program.get(f"/Observation?patient={patients}&code=8867-4").json()
            assert {one["resource"]["id"] for one in answer.get("entry", [])} == ids


def test_a_program_that_was_given_one_patient_finds_nothing_of_another_by_naming_them(here: Practice) -> None:
    related(here.eve, here.bea)
    of_eve = created(Program(given("bea", here.bea)), pulse(here.eve))["id"]
    for_eve, for_ali = (Program(given(str(one), here.bea, patient=one)) for one in (here.eve, here.ali))
    found = [one.get(f"/Observation?patient={here.eve}").json().get("entry", []) for one in (for_eve, for_ali)]
    assert [[each["resource"]["id"] for each in one] for one in found] == [[of_eve], []]


def test_pages_lead_on_and_say_nothing(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    made = {created(bea, pulse(here.ali, value))["id"] for value in range(5)}
    page = bea.get(f"/Observation?patient={here.ali}&_count=2").json()
    seen = []
    for _ in range(5):
        seen += [one["resource"]["id"] for one in page["entry"]]
        further = [one["url"] for one in page["link"] if one["relation"] == "next"]
        if not further:
            break
        assert str(here.ali) not in further[0]
        page = bea.get(further[0].partition("/fhir/R4")[2]).json()
    assert (set(seen), len(seen)) == (made, 5)
    cem = Program(given("cem", here.cem))
    stolen = [one["url"] for one in bea.get(f"/Observation?patient={here.ali}&_count=2").json()["link"]][1]
    assert cem.get(stolen.partition("/fhir/R4")[2]).status_code == 400


def test_what_belongs_together_comes_along(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    visit = created(
        bea,
        {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"code": "VR"},
            "subject": {"reference": f"Patient/{here.ali}"},
        },
    )
    reference = {"reference": f"Encounter/{visit['id']}"}
    made = created(bea, pulse(here.ali, encounter=reference))
    told = created(
        bea,
        {
            "resourceType": "Provenance",
            "target": [{"reference": f"Observation/{made['id']}"}],
            "recorded": "2026-03-04T10:00:00Z",
            "agent": [{"who": {"reference": f"Practitioner/{here.bea.person}"}}],
        },
    )
    query = f"/Observation?patient={here.ali}&_include=Observation:encounter&_include=Observation:patient&_revinclude=Provenance:target"
    entries = bea.get(query).json()["entry"]
    modes = {one["resource"]["id"]: one["search"]["mode"] for one in entries}
    assert modes == {made["id"]: "match", visit["id"]: "include", told["id"]: "include", str(here.ali): "include"}


def test_less_is_shown_when_less_is_wanted(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    created(bea, pulse(here.ali))
    (short,) = bea.get(f"/Observation?patient={here.ali}&_elements=effectiveDateTime").json()["entry"]
    assert set(short["resource"]) == {"resourceType", "id", "meta", "status", "code", "effectiveDateTime"}
    counted = bea.get(f"/Observation?patient={here.ali}&_summary=count").json()
    assert (counted["total"], "entry" in counted) == (1, False)
    assert bea.get(f"/Observation?patient={here.ali}&_count=0").json()["total"] == 1


def test_the_whole_file_of_a_patient(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    made = {created(bea, pulse(here.ali, value))["id"] for value in range(3)}
    first = bea.get(f"/Patient/{here.ali}/$everything?_count=2").json()
    further = next(one["url"] for one in first["link"] if one["relation"] == "next")
    second = bea.get(further.partition("/fhir/R4")[2]).json()
    shown = [one["resource"]["id"] for one in (*first["entry"], *second["entry"])]
    assert (shown[0], set(shown[1:])) == (str(here.ali), made)


def test_a_patient_is_registered_found_and_renamed_by_a_system(here: Practice) -> None:
    patient = {
        "resourceType": "Patient",
        "name": [{"family": "Öztürk", "given": ["Can"]}],
        "birthDate": "1980-02-03",
        "gender": "male",
        "identifier": [{"system": "urn:card", "value": "X1"}],
    }
    made = created(here.system, patient)
    assert here.system.search("Patient", "name=oezt")["entry"][0]["resource"]["id"] == made["id"]
    assert here.system.search("Patient", "identifier=urn:card|X1&birthdate=lt1981")["entry"][0]["resource"] == made
    made["name"][0]["family"] = "Aydin"
    assert here.system.send("PUT", f"/Patient/{made['id']}", made).status_code == 200
    assert here.system.search("Patient", "name=oezt").get("entry") is None
    assert here.system.get(f"/Patient/{made['id']}/_history/1").json()["name"][0]["family"] == "Öztürk"
    assert Program(given("bea", here.bea)).post("/Patient", patient).status_code == 403


def test_the_same_is_not_created_twice(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    lab = pulse(here.ali, identifier=[{"system": "urn:lab", "value": "1"}])
    answers = [bea.post("/Observation", lab, **{"If-None-Exist": "identifier=urn:lab|1"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    created(bea, lab)
    assert bea.post("/Observation", lab, **{"If-None-Exist": "identifier=urn:lab|1"}).status_code == 412


def test_practice_views_can_be_read(here: Practice) -> None:
    bea = Program(given("bea", here.bea))
    names = {one["resource"]["name"][0]["text"] for one in bea.get("/Practitioner").json()["entry"]}
    assert {"Bea", "Cem", "Dua"} <= names
    assert (
        bea.get(f"/PractitionerRole/{here.bea.person}-clinician")
        .json()["practitioner"]["reference"]
        .endswith(str(here.bea.person))
    )
    assert bea.get("/Organization/practice").status_code == 200
    event = bea.get("/AuditEvent?_count=1").json()["entry"][0]["resource"]
    assert bea.get(f"/AuditEvent/{event['id']}").json() == event


def test_the_statement_needs_no_token_and_says_what_is_there(here: Practice) -> None:
    said = Program("none").get("/metadata").json()
    by_type = {one["type"]: one for one in said["rest"][0]["resource"]}
    assert {"Patient", "Observation", "AuditEvent", "Binary"} <= set(by_type)
    assert {one["name"] for one in by_type["Observation"]["searchParam"]} >= {"code", "date", "value-quantity"}
    from fhir.resources.R4B.capabilitystatement import CapabilityStatement

    CapabilityStatement.model_validate(said)


def test_the_statement_says_where_a_program_signs_in() -> None:
    (rest,) = Program("none").get("/metadata").json()["rest"]
    (uris,) = rest["security"]["extension"]

    said = {part["url"]: part["valueUri"] for part in uris["extension"]}
    assert said["authorize"].endswith("/programs/authorize")
    assert said["token"].endswith("/programs/token")
