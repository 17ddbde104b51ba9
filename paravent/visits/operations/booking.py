"""Making appointments, and starting without one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
from django.db import IntegrityError

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.people import steps as people
from paravent.people.queries import is_blocked
from paravent.people.terms import Identity
from paravent.tariff.terms import Occasion
from paravent.visits import policy, steps
from paravent.visits.models import Visit
from paravent.visits.queries import booked_just_so, reason_place, sealed_for, sealed_occasion, visit_view, visits_on
from paravent.visits.terms import (
    LONGEST_VISIT,
    SHORTEST_VISIT,
    Act,
    SlotTaken,
    Status,
    TimeImpossible,
    VisitView,
    Wanted,
)

SPONTANEOUS = timedelta(minutes=30)
RUNNING_MINUTE = timedelta(minutes=1)
"""Times are booked by the minute: the one that is running has not passed."""


def list_day(actor: Actor, purpose: Purpose, *, day: datetime, clinician_id: PersonId | None = None) -> list[VisitView]:
    """Return the visits of one day: the clinician's own, or all for reception (no `clinician_id`)."""
    with operation(Act.LIST_DAY, actor, purpose) as op:
        op.require(policy.may_see_day(actor, clinician_id or UUID(int=0)))
        visits = visits_on(day, clinician_id)
        op.note(shown=len(visits))
        return visits


def see_visit(actor: Actor, purpose: Purpose, visit_id: VisitId) -> VisitView:
    """Return one visit, without anything clinical."""
    with operation(Act.OPEN, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_see(actor, visit))
        return visit_view(visit)


def book_visit(
    actor: Actor,
    purpose: Purpose,
    *,
    patient_id: PatientId,
    clinician_id: PersonId,
    starts_at: datetime,
    length: timedelta,
    reason: str,
    occasion: Occasion = Occasion.ORDINARY,
) -> VisitView:
    """Book an appointment with its invitation; what the same person booked just so is found. Raises SlotTaken, TimeImpossible."""
    # Local times add up wrongly in the night the clocks change: the visit would last an hour more or less.
    starts_at = starts_at.astimezone(UTC)
    if not SHORTEST_VISIT <= length <= LONGEST_VISIT or starts_at < clock.now() - RUNNING_MINUTE:
        raise TimeImpossible
    wanted = Wanted(patient_id, clinician_id, starts_at, starts_at + length, reason, occasion)
    try:
        return _booked(actor, purpose, wanted)
    except IntegrityError as error:
        if _refused_by(error) == "nobody_is_double_booked":
            raise SlotTaken from None
        raise


def _booked(actor: Actor, purpose: Purpose, wanted: Wanted) -> VisitView:
    with operation(Act.BOOK, actor, purpose) as op:
        op.note(patient=wanted.patient_id, clinician=wanted.clinician_id)
        op.require(policy.may_meet(is_blocked=is_blocked(wanted.patient_id, wanted.clinician_id)))
        op.require(policy.may_book(actor, wanted.clinician_id))
        people.hold_calendar(op, wanted.clinician_id)
        if same := booked_just_so(wanted, actor.person):
            op.note(visit=same.visit_id, booked="before")
            return same
        return visit_view(_new(op, wanted))


def start_now(
    actor: Actor, purpose: Purpose, patient_id: PatientId | None = None, *, occasion: Occasion = Occasion.ORDINARY
) -> VisitView:
    """Open a visit at once. Without a patient it gets a provisional file, to be assigned when they are known."""
    with operation(Act.START_NOW, actor, purpose) as op:
        if patient_id:
            op.note(patient=patient_id)
            op.require(policy.may_meet(is_blocked=is_blocked(patient_id, actor.person)))
        op.require(policy.may_start_now(actor))
        patient = patient_id or people.register_patient(op, Identity(""), is_provisional=True)
        op.note(patient=patient)
        now = clock.now()
        visit = _new(op, Wanted(patient, actor.person, now, now + SPONTANEOUS, "", occasion), is_spontaneous=True)
        return visit_view(visit)


def cancel_visit(actor: Actor, purpose: Purpose, visit_id: VisitId) -> VisitView:
    """Cancel a visit; its link stops working."""
    with operation(Act.CANCEL, actor, purpose) as op:
        visit = Visit.objects.select_for_update().get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_run(actor, visit))

        visit.status, visit.cancelled_at, visit.cancelled_by = Status.CANCELLED, clock.now(), op.actor.person
        visit.save(update_fields=["status", "cancelled_at", "cancelled_by"])
        steps.revoke_links(op, visit.id)
        people.end_care_relation(op, visit_id=visit.id, patient_id=visit.patient_id)
        steps.tell_room(op, visit.id, "room.ended")
        return visit_view(visit)


def _refused_by(error: IntegrityError) -> str:
    """Return the name of the constraint that refused. The error's text is not read: it quotes the row."""
    cause = error.__cause__
    return cause.diag.constraint_name or "" if isinstance(cause, psycopg.Error) else ""


def _new(op: Operation, wanted: Wanted, *, is_spontaneous: bool = False) -> Visit:
    visit_id = uuid4()
    visit = Visit(
        id=visit_id,
        patient_id=wanted.patient_id,
        clinician_id=wanted.clinician_id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        is_spontaneous=is_spontaneous,
        sealed_reason=sealed_for(wanted.patient_id, wanted.reason, reason_place(visit_id)),
        sealed_occasion=sealed_occasion(wanted.patient_id, visit_id, wanted.occasion),
        status=Status.OPEN if is_spontaneous else Status.BOOKED,
        opened_at=wanted.starts_at if is_spontaneous else None,
        made_by=op.actor.person,
        made_at=clock.now(),
    )
    visit.save(force_insert=True)
    op.note(visit=visit_id)
    steps.open_care(op, visit)
    steps.invite(op, visit)
    steps.tell_day(op, wanted.clinician_id)
    return visit
