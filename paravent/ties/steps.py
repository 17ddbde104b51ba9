"""Writes about ties, for use inside somebody's operation."""

from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.kernel import clock
from paravent.keys.custody import sealed_for_practice
from paravent.ties.models import Declaration
from paravent.ties.queries import place
from paravent.ties.terms import Kind


def declare(op: Operation, *, person_id: UUID, patient_id: UUID, kind: Kind, by_patient: bool) -> None:
    """Keep that the actor is close to somebody: what exactly stands sealed. Another word replaces the earlier one."""
    op.note(patient=patient_id, tie="declared")
    now, new = clock.now(), uuid4()
    earlier = Declaration.objects.filter(person_id=person_id, patient_id=patient_id, by_patient=by_patient)
    earlier.filter(withdrawn_at=None).update(withdrawn_at=now)
    Declaration(
        id=new,
        person_id=person_id,
        patient_id=patient_id,
        by_patient=by_patient,
        sealed_kind=sealed_for_practice(kind, place(new, "kind")),
        noted_by=op.actor.person,
        said_at=now,
    ).save(force_insert=True)
