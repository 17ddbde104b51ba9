"""Opening a breach, alone or inside somebody's operation."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.breaches import queries
from paravent.breaches.models import Breach, Concerned, Deadline, Involved
from paravent.breaches.terms import NOTIFY_WITHIN
from paravent.kernel import clock


def open_breach(
    op: Operation,
    *,
    happened: str,
    became_aware_at: datetime,
    patients: Iterable[UUID] = (),
    persons: Iterable[UUID] = (),
    case_id: UUID | None = None,
) -> UUID:
    """Open a breach and start its clock; returns its id."""
    breach_id = uuid4()
    Breach(
        id=breach_id,
        case_id=case_id,
        became_aware_at=became_aware_at,
        opened_by=op.actor.person,
        opened_at=clock.now(),
        sealed_happened=queries.sealed(breach_id, "happened", happened),
    ).save(force_insert=True)
    Concerned.objects.bulk_create([Concerned(breach_id=breach_id, patient_id=one) for one in sorted(set(patients))])
    Involved.objects.bulk_create([Involved(breach_id=breach_id, person_id=one) for one in sorted(set(persons))])
    Deadline(breach_id=breach_id, due_at=became_aware_at + NOTIFY_WITHIN).save(force_insert=True)
    op.note(breach=breach_id)
    return breach_id
