"""Files for tests: who cares for whom, and what stands in them."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, ResourceId
from paravent.people.steps import make_team, open_care_relation
from paravent.people.terms import Why
from paravent.records import steps

DAY = timedelta(days=1)


@contextmanager
def written_by(actor: Actor = INSTALLATION) -> Iterator[Operation]:
    """Open the gate for somebody who writes into files."""
    with operation("test.write", actor, Purpose.TREATMENT) as op:
        op.require(allow("test"))
        yield op


def cares_for(clinician: Actor, patient: PatientId, why: Why = Why.REFERRAL, *, visit: UUID | None = None) -> None:
    """Let a clinician, or for a team the team they are in, open a file from yesterday until tomorrow."""
    team = a_team_of(clinician) if why == Why.TEAM else None
    with written_by() as op:
        now = clock.now()
        open_care_relation(
            op,
            patient_id=patient,
            why=why,
            starts_at=now - DAY,
            ends_at=now + DAY,
            clinician_id=None if team else clinician.person,
            team_id=team,
            visit_id=visit,
        )


def a_team_of(clinician: Actor) -> UUID:
    """Return a new team with somebody in it."""
    with operation("test.team", INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow("test"))
        return make_team(op, f"Team {uuid4()}", [clinician.person])


def filed(
    patient: PatientId, resource: dict[str, Any], *, by: Actor = INSTALLATION, visit: UUID | None = None
) -> ResourceId:
    """Take a resource into a file."""
    with written_by(by) as op:
        return steps.file_resource(op, patient_id=patient, resource=resource, visit_id=visit)


def a_condition(patient: PatientId, text: str = "Asthma", fhir_id: str = "asthma") -> dict[str, Any]:
    """Return a problem that somebody has."""
    clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    return {
        "resourceType": "Condition",
        "id": fhir_id,
        "clinicalStatus": {"coding": [{"system": clinical, "code": "active"}]},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "195967001"}], "text": text},
        "subject": {"reference": f"Patient/{patient}"},
        "onsetDateTime": "2021-05-06",
    }


def an_allergy(patient: PatientId, text: str = "Penicillin") -> dict[str, Any]:
    """Return what somebody does not bear."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": "allergy",
        "code": {"text": text},
        "patient": {"reference": f"Patient/{patient}"},
    }


def a_document(
    patient: PatientId, content: bytes, content_type: str = "text/plain", title: str = "Letter"
) -> dict[str, Any]:
    """Return a document that carries its own bytes."""
    attachment = {"contentType": content_type, "data": base64.b64encode(content).decode(), "title": title}
    return {
        "resourceType": "DocumentReference",
        "id": "letter",
        "status": "current",
        "subject": {"reference": f"Patient/{patient}"},
        "content": [{"attachment": attachment}],
    }
