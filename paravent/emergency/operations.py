"""What people do in an emergency, and about it afterwards. One function, one use case, one line in the log."""

from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose, Refused
from paravent.emergency import policy, queries
from paravent.emergency.models import Glass
from paravent.emergency.terms import (
    OPEN_FOR,
    REVIEW_WITHIN,
    SHORTEST_REASON,
    Act,
    Breaking,
    ReasonTooShort,
    Verdict,
)
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.kernel.sealing import seal
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.people import steps as people
from paravent.people.queries import is_blocked, is_own_file, patient, relation_to
from paravent.people.terms import Person, Why


def consider_breaking(actor: Actor, patient_id: PatientId) -> Person:
    """Return whose file it would be, before anybody opens it; the log keeps that somebody stood before the glass."""
    with operation(Act.CONSIDER, actor, Purpose.EMERGENCY) as op:
        op.note(patient=patient_id)
        _ask(op, patient_id)
        return patient(patient_id)


def break_glass(actor: Actor, patient_id: PatientId, reason: str) -> UUID:
    """Open one file for an hour; patient and data-protection officer have it at once. Raises ReasonTooShort."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    with operation(Act.BREAK, actor, Purpose.EMERGENCY) as op:
        op.note(patient=patient_id)
        _ask(op, patient_id)
        now, glass_id = clock.now(), uuid4()
        key = patient_key(patient_id, Scope.IDENTITY)
        glass = Glass(
            id=glass_id,
            patient_id=patient_id,
            clinician_id=actor.person,
            sealed_reason=seal(key, reason.strip().encode(), queries.place(glass_id, "reason")),
            opened_at=now,
            closes_at=now + OPEN_FOR,
            review_due_at=now + REVIEW_WITHIN,
        )
        glass.save(force_insert=True)
        people.open_care_relation(
            op,
            patient_id=patient_id,
            clinician_id=actor.person,
            why=Why.EMERGENCY,
            starts_at=now,
            ends_at=now + OPEN_FOR,
        )
        op.note(glass=glass_id)
        return glass_id


def _ask(op: Operation, patient_id: PatientId) -> None:
    """Ask whether the actor may break this glass; a patient who said no is not unsaid, so the log keeps that they did."""
    person = op.actor.person
    if is_blocked(patient_id, person):
        op.note(despite="block")
    is_own = is_own_file(person, patient_id)
    op.require(policy.may_break(op.actor, op.purpose, relation_to(person, patient_id), is_own=is_own))


def list_breakings(actor: Actor) -> tuple[list[Breaking], list[Breaking]]:
    """Return what waits for a review, and what was reviewed."""
    with operation(Act.LIST, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_list(actor))
        waiting, done = queries.unreviewed(clock.now()), queries.reviewed(clock.now())
        op.note(shown=" ".join(str(one.glass_id) for one in [*waiting, *done]))
        return waiting, done


def review_breaking(actor: Actor, glass_id: UUID, verdict: Verdict, remark: str) -> None:
    """Keep what the review found. It is not changed afterwards."""
    with operation(Act.REVIEW, actor, Purpose.OPERATIONS) as op:
        glass = Glass.objects.get(pk=glass_id)
        op.note(patient=glass.patient_id, glass=glass_id, verdict=verdict)
        op.require(policy.may_review(actor, glass))

        key = patient_key(glass.patient_id, Scope.IDENTITY)
        # The update is the lock: of two who review at once, one finds nothing left to review.
        kept = Glass.objects.filter(pk=glass_id, reviewed_at=None).update(
            sealed_remark=seal(key, remark.encode(), queries.place(glass_id, "remark")),
            verdict=verdict,
            reviewed_by=actor.person,
            reviewed_at=clock.now(),
        )
        if not kept:
            raise Refused("reviewed-already")
