"""A line of the log as an AuditEvent: valid FHIR, and as IHE's patterns want it."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from paravent.fhir.audit import PROFILES, Audited, audit_event, interaction_of
from paravent.fhir.resources import validated
from paravent.kernel.ids import NOBODY, SYSTEM

ALI, BEA, ENTRY, VISIT = (UUID(int=number) for number in (101, 102, 103, 104))
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
OPENED = Audited(ENTRY, AT, "chart.open", "done", "TREAT", BEA, "own-visit", ALI, VISIT)
ORIGIN = "practice.example/ledger"


def agents(event: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {agent["type"]["coding"][0]["code"]: agent for agent in event["agent"]}


@pytest.mark.parametrize("outcome", ["done", "refused", "failed"])
@pytest.mark.parametrize("patient", [ALI, None])
@pytest.mark.parametrize("actor", [ALI, BEA, NOBODY, SYSTEM])
@pytest.mark.parametrize(
    "act", ["chart.open", "patient.search", "visit.book", "note.amend", "invitation.revoke", "visit.end"]
)
def test_every_line_is_valid_fhir(act: str, actor: UUID, patient: UUID | None, outcome: str) -> None:
    validated(audit_event(replace(OPENED, act=act, actor=actor, patient=patient, outcome=outcome), ORIGIN))


def test_opening_a_file_is_a_patient_read() -> None:
    event = audit_event(OPENED, ORIGIN)

    assert event["meta"]["profile"] == [PROFILES + "PatientRead"]
    assert (event["type"]["code"], event["subtype"][0]["code"], event["action"], event["outcome"]) == (
        "rest",
        "read",
        "R",
        "0",
    )
    assert agents(event)["IRCP"]["who"] == {"reference": f"Practitioner/{BEA}"}
    assert event["purposeOfEvent"][0]["coding"][0]["code"] == "TREAT"
    assert {"reference": f"Patient/{ALI}"} in [entity.get("what") for entity in event["entity"]]


def test_in_a_read_the_server_is_the_source_and_in_a_search_the_client_is() -> None:
    read, search = audit_event(OPENED, ORIGIN), audit_event(replace(OPENED, act="patient.search"), ORIGIN)

    assert agents(read)["110153"]["network"]["address"] == "practice.example"
    assert agents(search)["110152"]["network"]["address"] == "practice.example"


def test_an_earlier_version_is_read_as_one() -> None:
    event = audit_event(replace(OPENED, act="fhir.vread", facts={"resource": "Observation/1"}), ORIGIN)

    assert (event["subtype"][0]["code"], event["action"]) == ("vread", "R")
    assert event["meta"]["profile"] == [PROFILES + "PatientRead"]
    assert event["entity"][0]["what"] == {"reference": "Observation/1"}
    assert agents(event)["110153"]["network"]["address"] == "practice.example"


def test_a_search_is_told_as_it_was_asked_and_masked_where_the_log_does_not_hold_it() -> None:
    asked = replace(OPENED, act="fhir.search", facts={"query": "Observation?code=8867-4"})

    known, unknown = audit_event(asked, ORIGIN), audit_event(replace(asked, facts={}), ORIGIN)

    assert base64.b64decode(known["entity"][0]["query"]) == b"Observation?code=8867-4"
    assert "query" not in unknown["entity"][0]
    assert "_query" in unknown["entity"][0]
    assert "detail" not in known["entity"][0]


def test_what_was_refused_claims_no_pattern_of_success() -> None:
    event = audit_event(replace(OPENED, outcome="refused", because="no-care-relation"), ORIGIN)

    assert "meta" not in event
    assert (event["outcome"], event["outcomeDesc"]) == ("4", "no-care-relation")


def test_a_patient_who_acts_is_a_patient_and_not_a_practitioner() -> None:
    assert agents(audit_event(replace(OPENED, actor=ALI), ORIGIN))["IRCP"]["who"] == {"reference": f"Patient/{ALI}"}


def test_an_act_without_a_counterpart_in_rest_is_an_operation() -> None:
    assert interaction_of("party.admit") == "operation"
