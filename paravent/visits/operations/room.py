"""Who is in the waiting room and in the call. Nobody is there unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose, Role
from paravent.consent import steps as consent
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PartyId, VisitId
from paravent.people import steps as people
from paravent.people.queries import names_of, patient
from paravent.people.terms import Identity
from paravent.visits import policy, steps
from paravent.visits.models import Invitation, Party, Visit
from paravent.visits.queries import admitted_patients, parties_of, room_view, seat_of
from paravent.visits.terms import SEATS, Act, PartyKind, PartyState, PartyView, RoomFull, RoomView, Status


def get_ready(guest: Actor, *, name: str, language: str) -> tuple[VisitId, PartyId]:
    """Let a guest who said their name and agreed sit down in the waiting room; returns their seat."""
    with operation(Act.GET_READY, guest, Purpose.PATIENT_REQUEST) as op:
        invitation = Invitation.objects.get(digest=guest.bearer)
        visit = Visit.objects.get(pk=invitation.visit_id)
        op.note(visit=visit.id, patient=visit.patient_id)
        op.require(policy.may_get_ready(visit, admitted_patients(visit.id)))

        _leave_earlier_seat(op, guest, visit)
        _introduce(op, visit, name)
        consent.give(
            op,
            Topic.VIDEO_CONSULTATION,
            patient_id=visit.patient_id,
            visit_id=visit.id,
            language=language,
        )
        party = steps.seat(op, visit, PartyKind.PATIENT, name, PartyState.WAITING)
        _tell(op, visit)
        return VisitId(visit.id), PartyId(party.id)


def enter_room(actor: Actor, purpose: Purpose, visit_id: VisitId) -> RoomView:
    """Come in: a guest to the seat this device took, the clinician to theirs (made at the first time)."""
    with _at(Act.ENTER_ROOM, actor, purpose, visit_id) as (op, visit):
        if op.actor.is_a(Role.CLINICIAN):
            op.require(policy.may_consult(op.actor, visit))
            me = _clinicians_seat(op, visit)
        else:
            me = seat_of(op.actor, visit)
        op.require(policy.may_enter(op.actor, visit, me))
        return room_view(visit, me)


def room_of(actor: Actor, purpose: Purpose, visit_id: VisitId) -> RoomView:
    """Read the room again, as after a nudge."""
    with _at(Act.SEE_ROOM, actor, purpose, visit_id) as (op, visit):
        me = seat_of(op.actor, visit)
        op.require(policy.may_see_room(op.actor, me))
        return room_view(visit, me)


def who_is_there(actor: Actor, purpose: Purpose, visit_id: VisitId) -> tuple[PartyView, ...]:
    """Return everybody in the waiting room and the call, for whoever runs the visit."""
    with _at(Act.SEE_ROOM, actor, purpose, visit_id) as (op, visit):
        op.require(policy.may_see(actor, visit))
        return parties_of(visit)


def admit_party(actor: Actor, purpose: Purpose, visit_id: VisitId, party_id: PartyId) -> RoomView:
    """Let somebody from the waiting room into the call. Raises RoomFull."""
    with _at(Act.ADMIT, actor, purpose, visit_id) as (op, visit):
        op.require(policy.may_run(actor, visit))
        # Whoever has left, or was sent out, is not in the waiting room any more.
        waiting = Party.objects.exclude(state=PartyState.LEFT)
        party = waiting.get(id=party_id, visit_id=visit_id, kind=PartyKind.PATIENT)
        # One patient's seat an invitation: a forwarded link cannot put a second person into the call.
        if admitted_patients(visit_id, but=party_id) or _seated(visit_id) >= SEATS:
            raise RoomFull
        steps.move(op, party, PartyState.ADMITTED)
        _open(visit)
        _tell(op, visit)
        return room_view(visit, party)


def remove_party(actor: Actor, purpose: Purpose, visit_id: VisitId, party_id: PartyId) -> RoomView:
    """Send somebody out; they cannot come back on that seat."""
    with _at(Act.REMOVE, actor, purpose, visit_id) as (op, visit):
        op.require(policy.may_run(actor, visit))
        party = Party.objects.get(id=party_id, visit_id=visit_id, kind=PartyKind.PATIENT)
        steps.send_out(op, party)
        _tell(op, visit)
        return room_view(visit, party)


def leave_room(actor: Actor, purpose: Purpose, visit_id: VisitId) -> RoomView:
    """Leave of one's own will."""
    with _at(Act.LEAVE, actor, purpose, visit_id) as (op, visit):
        me = seat_of(op.actor, visit)
        op.require(policy.may_see_room(op.actor, me))
        steps.move(op, me, PartyState.LEFT)
        _tell(op, visit)
        return room_view(visit, me)


def withdraw_consent(guest: Actor, visit_id: VisitId) -> None:
    """Take back the agreement to this consultation; the guest leaves the call with it."""
    with _at(Act.WITHDRAW, guest, Purpose.PATIENT_REQUEST, visit_id) as (op, visit):
        # Row security shows a guest all visits of the patient they come as; the link is good for one of them.
        Invitation.objects.get(digest=guest.bearer, visit_id=visit_id)
        # Whoever merely has the link has agreed to nothing, and takes nothing back.
        me = seat_of(op.actor, visit)
        op.require(policy.may_see_room(op.actor, me))
        consent.withdraw(op, Topic.VIDEO_CONSULTATION, visit_id)
        steps.move(op, me, PartyState.LEFT)
        _tell(op, visit)


@contextmanager
def _at(act: Act, actor: Actor, purpose: Purpose, visit_id: VisitId) -> Iterator[tuple[Operation, Visit]]:
    with operation(act, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        yield op, visit


def _clinicians_seat(op: Operation, visit: Visit) -> Party:
    seat = Party.objects.filter(visit_id=visit.id, staff_id=op.actor.person).first()
    if seat is None:
        name = names_of([op.actor.person])[op.actor.person]
        seat = steps.seat(op, visit, PartyKind.CLINICIAN, name, PartyState.ADMITTED)
    elif seat.state != PartyState.ADMITTED:
        steps.move(op, seat, PartyState.ADMITTED)
    return seat


def _leave_earlier_seat(op: Operation, guest: Actor, visit: Visit) -> None:
    for party in Party.objects.filter(id=guest.party or NOBODY, visit_id=visit.id):
        steps.move(op, party, PartyState.LEFT)


def _introduce(op: Operation, visit: Visit, name: str) -> None:
    """Give a provisional file the name its patient says; a known patient's name stays as the practice has it."""
    if patient(visit.patient_id).is_provisional:
        people.rename_patient(op, visit.patient_id, Identity(name))


def _seated(visit_id: VisitId) -> int:
    return Party.objects.filter(visit_id=visit_id, state=PartyState.ADMITTED).count()


def _open(visit: Visit) -> None:
    if visit.status == Status.BOOKED:
        visit.status = Status.OPEN
        visit.opened_at = clock.now()
    # The seat forgets it when somebody is sent out, and goes after 90 days: that they met stays with the visit.
    visit.joined_at = visit.joined_at or clock.now()
    visit.save(update_fields=["status", "opened_at", "joined_at"])


def _tell(op: Operation, visit: Visit) -> None:
    steps.tell_room(op, visit.id)
    steps.tell_day(op, visit.clinician_id)
