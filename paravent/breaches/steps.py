"""Opening a breach, and adding to it, inside somebody's operation."""

from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.breaches import queries
from paravent.breaches.models import Breach, Concerned, Deadline, Involved
from paravent.breaches.terms import NOTIFY_WITHIN, Finding
from paravent.kernel import clock

ADDING = "breaches"
"""One adds or closes at a time: a matter is one open breach, and whoever closes it has seen everybody of it."""


def add_finding(op: Operation, finding: Finding) -> UUID:
    """Add what was found of somebody to the open breach of its matter, or open one; returns its id."""
    op.alone(ADDING)
    breach_id = queries.open_breach_of(finding.matter)
    op.note(joined=breach_id is not None)
    if breach_id is None:
        breach_id = open_breach(op, happened=finding.found, became_aware_at=finding.known_at, matter_id=finding.matter)
    op.note(breach=breach_id)
    _join(breach_id, finding)
    return breach_id


def _join(breach_id: UUID, finding: Finding) -> None:
    now, involved_id = clock.now(), uuid4()
    Involved(
        id=involved_id,
        breach_id=breach_id,
        person_id=finding.person,
        case_id=finding.case,
        known_at=finding.known_at,
        added_at=now,
        sealed_found=queries.sealed(involved_id, "found", finding.found),
    ).save(force_insert=True)
    concerned = [Concerned(breach_id=breach_id, patient_id=one, added_at=now) for one in sorted(finding.patients)]
    # Whoever adds may not read whom it concerns: a patient who stands there already stays there once.
    Concerned.objects.bulk_create(concerned, ignore_conflicts=True)
    due_at = finding.known_at + NOTIFY_WITHIN
    Deadline.objects.filter(pk=breach_id, due_at__gt=due_at).update(due_at=due_at)


def open_breach(op: Operation, *, happened: str, became_aware_at: datetime, matter_id: UUID | None = None) -> UUID:
    """Open a breach and start its clock; returns its id."""
    breach_id = uuid4()
    Breach(
        id=breach_id,
        became_aware_at=became_aware_at,
        opened_by=op.actor.person,
        opened_at=clock.now(),
        sealed_happened=queries.sealed(breach_id, "happened", happened),
    ).save(force_insert=True)
    Deadline(breach_id=breach_id, matter_id=matter_id, due_at=became_aware_at + NOTIFY_WITHIN).save(force_insert=True)
    op.note(breach=breach_id)
    return breach_id
