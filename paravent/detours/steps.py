"""Counting, and documenting a visit that was held elsewhere."""

from uuid import UUID, uuid4

from django.db.models import F

from paravent.access.operation import Operation
from paravent.detours.detection import name_of
from paravent.detours.models import Count
from paravent.detours.queries import week_of
from paravent.detours.terms import HELD_ELSEWHERE, App, Kind
from paravent.fhir import making
from paravent.kernel import clock
from paravent.records import steps as file
from paravent.visits.terms import VisitView


def count(kind: Kind, app: App, what: str) -> None:
    """Count one more of this week. Two at once both count: the row is made first, and added to then."""
    row = {"week": week_of(clock.now()), "kind": kind.value, "app": app.value, "what": what}
    Count.objects.bulk_create([Count(**row)], ignore_conflicts=True)
    Count.objects.filter(**row).update(times=F("times") + 1)


def document(op: Operation, visit: VisitView, app: App, sentence: str) -> UUID:
    """File the consultation as what it was: an encounter outside Paravent, with a note that says why; returns the encounter's id."""
    encounter_id, now = uuid4(), clock.now()
    held_at = min(visit.starts_at, now)
    name = name_of(app)
    encounter = making.encounter(
        encounter_id=encounter_id,
        patient_id=visit.patient.patient_id,
        clinician_id=visit.clinician_id,
        starts_at=held_at,
        ends_at=held_at,
        words=HELD_ELSEWHERE + name,
    )
    note = making.composition(
        patient_id=visit.patient.patient_id,
        author_id=op.actor.person,
        at=now,
        encounter_id=encounter_id,
        status="final",
        sections={"elsewhere": sentence},
        title=f"Consulted outside of Paravent: {name}",
    )
    for resource in (encounter, note):
        file.file_resource(op, patient_id=visit.patient.patient_id, resource=resource, visit_id=visit.visit_id)
    return encounter_id
