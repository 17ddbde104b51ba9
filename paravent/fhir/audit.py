"""A line of the log as an AuditEvent. Source: IHE Basic Audit Log Patterns (BALP) 1.1.3 on HL7 FHIR R4.

`audit_event` takes facts, not the log: whoever serves `/fhir/R4/AuditEvent` reads lines with `paravent.ledger.queries.lines`
inside an operation, hands each over as `Audited`, and says by `interaction_of` what the act was in REST's words.
"""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from paravent.fhir.terms import Resource
from paravent.kernel.ids import NOBODY, SYSTEM

PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
REST = "http://hl7.org/fhir/restful-interaction"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

SOURCE, DESTINATION = "110153", "110152"
OUTCOMES = {"done": "0", "refused": "4", "failed": "8"}


class Interaction(StrEnum):
    """What an act is in REST's words (HL7 restful-interaction)."""

    READ = "read"
    VREAD = "vread"
    SEARCH = "search-type"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    OPERATION = "operation"


ACTIONS = {
    Interaction.READ: "R",
    Interaction.VREAD: "R",
    Interaction.SEARCH: "E",
    Interaction.CREATE: "C",
    Interaction.UPDATE: "U",
    Interaction.DELETE: "D",
    Interaction.OPERATION: "E",
}
READING = {Interaction.READ, Interaction.VREAD}
PATTERNS = {
    Interaction.READ: "Read",
    Interaction.VREAD: "Read",
    Interaction.SEARCH: "Query",
    Interaction.CREATE: "Create",
    Interaction.UPDATE: "Update",
    Interaction.DELETE: "Delete",
}
VERBS = {
    Interaction.VREAD: {"vread"},
    Interaction.READ: {
        "open",
        "read",
        "see",
        "see-room",
        "list",
        "list-day",
        "history",
        "export",
        "everything",
    },
    Interaction.SEARCH: {"search", "find", "search-type"},
    Interaction.CREATE: {
        "create",
        "register",
        "book",
        "start-now",
        "write",
        "accept",
        "add",
        "grant",
        "give",
        "import",
    },
    Interaction.UPDATE: {"update", "patch", "sign", "amend", "verify", "assign-patient", "label", "block"},
    Interaction.DELETE: {"delete", "erase", "revoke", "withdraw", "forget"},
}
# Who reads receives; who writes is the author; who takes away decides as its keeper (HL7 v3 ParticipationType).
PARTICIPATIONS = {
    Interaction.CREATE: ("AUT", "author"),
    Interaction.UPDATE: ("AUT", "author"),
    Interaction.DELETE: ("CST", "custodian"),
}


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the log, as far as an AuditEvent tells it. `resource` is a reference such as Observation/1."""

    entry_id: UUID
    at: datetime
    act: str
    outcome: str
    purpose: str
    actor: UUID
    because: str
    patient: UUID | None = None
    visit: UUID | None = None
    facts: dict[str, str] = field(default_factory=dict)
    mentioned: tuple[UUID, ...] = ()

    @property
    def patients(self) -> tuple[UUID, ...]:
        """Whom it is about, as far as the reader may know: of several, a patient is told of themselves alone."""
        return (self.patient,) if self.patient else self.mentioned


def interaction_of(act: str) -> Interaction:
    """Return what an act of ours is in REST's words; what has no counterpart is an operation."""
    verb = act.rpartition(".")[2]
    return next((kind for kind, verbs in VERBS.items() if verb in verbs), Interaction.OPERATION)


def audit_event(line: Audited, origin: str) -> Resource:
    """Return the AuditEvent of one line. `origin` is the log's name, which stands for the server."""
    kind = interaction_of(line.act)
    event: Resource = {
        "resourceType": "AuditEvent",
        "id": str(line.entry_id),
        "type": _coding(TERMINOLOGY + "audit-event-type", "rest", "RESTful Operation"),
        "subtype": [_coding(REST, kind.value, kind.value), _coding(f"urn:paravent:{origin}", line.act, line.act)],
        "action": ACTIONS[kind],
        "recorded": line.at.astimezone(UTC).isoformat(),
        "outcome": OUTCOMES[line.outcome],
        "outcomeDesc": line.because,
        "purposeOfEvent": [_purpose(line)],
        "agent": [_client(line, kind), _server(origin, kind), _user(line, kind)],
        "source": {
            "observer": _named(origin),
            "type": [_coding(TERMINOLOGY + "security-source-type", "4", "Application Server")],
        },
        "entity": _entities(line, kind),
    }
    if profile := _profile(line, kind):
        event["meta"] = {"profile": [profile]}
    return event


def _profile(line: Audited, kind: Interaction) -> str | None:
    """Return the pattern that the event follows. BALP's patterns are of what succeeded; for the rest it has none."""
    if line.outcome != "done" or kind not in PATTERNS:
        return None
    return PROFILES + ("Patient" if len(line.patients) == 1 else "") + PATTERNS[kind]


def _coding(system: str, code: str, display: str) -> dict[str, str]:
    return {"system": system, "code": code, "display": display}


def _named(name: str) -> dict[str, Any]:
    return {"identifier": {"value": name}, "display": name}


def _absent(why: str) -> dict[str, Any]:
    return {"extension": [{"url": ABSENT, "valueCode": why}]}


def _purpose(line: Audited) -> dict[str, Any]:
    return {"coding": [{"system": TERMINOLOGY + "v3-ActReason", "code": line.purpose}]}


def _participation(kind: Interaction, *, is_client: bool) -> dict[str, Any]:
    # In a read the data flows from the server; in everything else, from the client.
    is_source = is_client != (kind in READING)
    code, words = (SOURCE, "Source Role ID") if is_source else (DESTINATION, "Destination Role ID")
    return {"coding": [_coding(DICOM, code, words)]}


def _client(line: Audited, kind: Interaction) -> dict[str, Any]:
    """Name the program that asked; its network address is not kept, so that the log follows nobody about."""
    return {
        "type": _participation(kind, is_client=True),
        "who": _named(line.facts.get("client", "Paravent")),
        "requestor": False,
        "network": {"_address": _absent("masked"), "type": "2"},
    }


def _server(origin: str, kind: Interaction) -> dict[str, Any]:
    return {
        "type": _participation(kind, is_client=False),
        "who": _named(origin),
        "requestor": False,
        "network": {"address": origin.partition("/")[0], "type": "1"},
    }


def _user(line: Audited, kind: Interaction) -> dict[str, Any]:
    code, words = PARTICIPATIONS.get(kind, ("IRCP", "information recipient"))
    return {
        "type": {"coding": [_coding(TERMINOLOGY + "v3-ParticipationType", code, words)]},
        "who": _who(line),
        "requestor": True,
        "purposeOfUse": [_purpose(line)],
    }


def _who(line: Audited) -> dict[str, Any]:
    if line.actor == NOBODY:
        return {"display": "Somebody who was not recognised"}
    if line.actor == SYSTEM:
        return {"reference": f"Device/{line.actor}", "display": "The practice's system"}
    return {"reference": f"{'Patient' if line.actor == line.patient else 'Practitioner'}/{line.actor}"}


def _entities(line: Audited, kind: Interaction) -> list[dict[str, Any]]:
    entities = [_query(line) if kind is Interaction.SEARCH else _object(line)]
    return entities + [
        {
            "what": {"reference": f"Patient/{patient}"},
            "type": _coding(TERMINOLOGY + "audit-entity-type", "1", "Person"),
            "role": _coding(TERMINOLOGY + "object-role", "1", "Patient"),
        }
        for patient in line.patients
    ]


def _query(line: Audited) -> dict[str, Any]:
    """Give the search as it was asked, where the log has it; a name that was searched for is not kept there."""
    entity: dict[str, Any] = {
        "type": _coding(TERMINOLOGY + "audit-entity-type", "2", "System Object"),
        "role": _coding(TERMINOLOGY + "object-role", "24", "Query"),
    }
    if "query" in line.facts:
        return entity | {"query": base64.b64encode(line.facts["query"].encode()).decode()}
    return entity | {"_query": _absent("masked")}


def _object(line: Audited) -> dict[str, Any]:
    # Of several patients the log holds commitments; those whom the reader may know stand beside this as entities.
    facts = sorted((name, value) for name, value in line.facts.items() if value and name != "mentioned")
    return {
        "what": _what(line),
        "type": _coding(TERMINOLOGY + "audit-entity-type", "2", "System Object"),
        "role": _coding(TERMINOLOGY + "object-role", "4", "Domain Resource"),
        **({"detail": [{"type": name, "valueString": value} for name, value in facts]} if facts else {}),
    }


def _what(line: Audited) -> dict[str, Any]:
    if "resource" in line.facts:
        return {"reference": line.facts["resource"]}
    if line.visit:
        return {"reference": f"Encounter/{line.visit}"}
    return {
        "display": "The patient's file"
        if line.patient
        else "Several patients' files"
        if line.mentioned
        else "The practice's records"
    }
