"""Counting, and documenting a visit that was held elsewhere."""

from datetime import date
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone

from paravent.access.operation import Operation
from paravent.detours.detection import name_of
from paravent.detours.models import Count, Mark
from paravent.detours.queries import mark_of, week_of
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
    _mark(visit.visit_id)
    return encounter_id


def _mark(visit_id: UUID) -> None:
    """Leave a mark by which billing knows; said again, it is the same one."""
    today = timezone.localdate(clock.now())
    first_month = (today.month - 1) // 3 * 3 + 1
    mark = Mark(mark=mark_of(visit_id), quarter_on=today.replace(month=first_month, day=1))
    Mark.objects.bulk_create([mark], ignore_conflicts=True)


def forget_marks(op: Operation, before: date) -> None:
    """Delete marks of visits whose bills are gone."""
    op.note(marks_before=before)
    Mark.objects.filter(quarter_on__lt=before).delete()
