"""Writes on visits, for use inside an operation."""

import json
import secrets
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from paravent.access.bearers import digest_of
from paravent.access.operation import Operation
from paravent.access.terms import Actor
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, VisitId
from paravent.kernel.sealing import DataKey, seal, unseal
from paravent.keys.custody import sealed_for_practice
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.people import queries as people_queries
from paravent.people import steps as people
from paravent.people.terms import Why
from paravent.visits import policy
from paravent.visits.models import Erasure, Invitation, Note, Party, Summary, Visit, Withheld
from paravent.visits.queries import (
    erasure_place,
    name_place,
    occasion_place,
    reason_place,
    sealed_for,
    sealed_occasion,
    secret_place,
    withheld_place,
)
from paravent.visits.terms import (
    CARE_AFTER,
    CARE_BEFORE,
    LINK_AFTER,
    LINK_BEFORE,
    Flow,
    Ground,
    Held,
    InvitationView,
    PartyKind,
    PartyState,
    Status,
)
from paravent.visits.terms import Note as NoteText

SECRET_BYTES = 16  # 128 random bits: not to be guessed, so not to be counted


def of_own_visit(op: Operation, guest: Actor, visit_id: VisitId) -> Visit:
    """Return the visit whose summary a guest may read, where they may speak for its patient: known, and on their own device."""
    visit = Visit.objects.get(pk=visit_id)
    op.note(visit=visit_id, patient=visit.patient_id)
    row = Summary.objects.filter(visit_id=visit_id).first()
    seats = Party.objects.filter(visit_id=visit_id, id=guest.party or NOBODY, admitted_at__isnull=False)
    op.require(policy.may_read_summary(op.actor, row, clock.now(), took_part=seats.exists()))
    is_verified = people_queries.patient(visit.patient_id).is_verified
    op.require(policy.may_keep_out(op.actor, visit.patient_id, is_verified=is_verified))
    return visit


def withhold_name(
    op: Operation, patient_id: UUID, person_id: UUID, *, ground: str, reason: str, until: datetime
) -> None:
    """Keep a colleague's name from a patient where they read who looked, until then; the log keeps that it was so."""
    op.note(patient=patient_id, withheld=person_id, ground=ground)
    withheld_id = uuid4()
    Withheld(
        id=withheld_id,
        patient_id=patient_id,
        person_id=person_id,
        ground=ground,
        sealed_reason=sealed_for_practice(reason, withheld_place(withheld_id)),
        said_by=op.actor.person,
        said_at=clock.now(),
        ends_at=until,
    ).save(force_insert=True)


def forget_withheld(op: Operation, before: datetime) -> None:
    """Delete that names were withheld, where that ended long ago."""
    op.note(names=Withheld.objects.filter(ends_at__lt=before).delete()[0])


def tell_name_again(op: Operation, patient_id: UUID, person_id: UUID) -> None:
    """Let a patient read a colleague's name again."""
    now = clock.now()
    op.note(patient=patient_id, told_again=person_id)
    Withheld.objects.filter(patient_id=patient_id, person_id=person_id, ends_at__gt=now).update(ends_at=now)


def open_care(op: Operation, visit: Visit) -> None:
    """Let the visit's clinician open the patient's file around the visit."""
    open_care_for(op, visit, visit.patient_id)


def open_care_for(op: Operation, visit: Visit, patient_id: UUID) -> None:
    """Let the visit's clinician open one patient's file around the visit."""
    people.open_care_relation(
        op,
        patient_id=patient_id,
        clinician_id=visit.clinician_id,
        why=Why.VISIT,
        visit_id=visit.id,
        starts_at=min(visit.starts_at - CARE_BEFORE, clock.now()),
        ends_at=visit.ends_at + CARE_AFTER,
    )


def invite(op: Operation, visit: Visit) -> InvitationView:
    """Make the one good link to a visit; an earlier one stops working."""
    revoke_links(op, visit.id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest, now = digest_of(secret), clock.now()
    row = Invitation.objects.create(
        visit_id=visit.id,
        patient_id=visit.patient_id,
        digest=digest,
        sealed_secret=sealed_for(visit.patient_id, secret, secret_place(digest)),
        valid_from=visit.starts_at - LINK_BEFORE,
        valid_until=visit.ends_at + LINK_AFTER,
        made_by=op.actor.person,
        made_at=now,
    )
    op.note(invitation=row.id)
    return InvitationView(secret, row.valid_from, row.valid_until)


def bring_held(op: Operation, held: Held, *, booked_by: UUID, booked_at: datetime) -> None:
    """Take in a visit that was held before this installation knew of it; seats are of those who sat in them, and none is made up."""
    visit = Visit(
        id=held.visit_id,
        patient_id=held.patient_id,
        clinician_id=held.clinician_id,
        starts_at=held.starts_at,
        ends_at=held.ended_at or held.starts_at,
        sealed_reason=sealed_for(held.patient_id, "", reason_place(held.visit_id)),
        sealed_occasion=sealed_occasion(held.patient_id, held.visit_id, held.occasion),
        status=held.status,
        made_by=booked_by,
        made_at=booked_at,
        opened_at=held.starts_at,
        ended_at=held.ended_at,
    )
    visit.save(force_insert=True)
    # That a second party was there is said once, and not at the beginning: the database asks for it.
    visit.joined_at = held.joined_at
    visit.save(update_fields=["joined_at"])
    op.note(brought=visit.id)


def revoke_links(op: Operation, visit_id: UUID) -> int:
    """End all links to a visit and return how many were live."""
    live = Invitation.objects.filter(visit_id=visit_id, revoked_at=None)
    count = live.update(revoked_at=clock.now())
    op.note(revoked=count)
    return count


def seat(op: Operation, visit: Visit, kind: PartyKind, name: str, state: PartyState) -> Party:
    """Give somebody a seat in the visit."""
    party = Party(
        visit_id=visit.id,
        patient_id=visit.patient_id,
        kind=kind,
        staff_id=op.actor.person if kind == PartyKind.CLINICIAN else None,
        state=state,
        since=clock.now(),
        admitted_at=clock.now() if state == PartyState.ADMITTED else None,
    )
    party.sealed_name = sealed_for(visit.patient_id, name, name_place(party.id))
    party.save(force_insert=True)
    op.note(party=party.id)
    return party


def move(op: Operation, party: Party, state: PartyState) -> None:
    """Let somebody wait, be admitted or leave."""
    op.note(party=party.id, state=state)
    party.state, party.since = state, clock.now()
    if state == PartyState.ADMITTED:
        party.admitted_at = party.since
    party.save(update_fields=["state", "since", "admitted_at"])


def send_out(op: Operation, party: Party) -> None:
    """Send somebody out: not even what is said at the end is for them."""
    party.admitted_at = None
    move(op, party, PartyState.LEFT)


def keep_flow(op: Operation, visit: Visit, flow: Flow | None) -> None:
    """Keep on the clinician's seat for how long sound and picture flowed: never longer than two parties were there."""
    met = (clock.now() - visit.joined_at).total_seconds() if visit.joined_at else 0
    if flow is None or not met:
        return
    counted = {name: min(max(number, 0), int(met)) for name, number in asdict(flow).items()}
    Party.objects.filter(visit_id=visit.id, staff_id=op.actor.person).update(flow=counted)
    op.note(flow="measured")  # not the numbers: a line of the log stays for years


def tell_room(op: Operation, visit_id: UUID, kind: str = "room.changed") -> None:
    """Nudge everybody's page after the commit. It may be lost; the room is read anew when a page reconnects, or is spoken to."""
    op.after_commit(lambda: _send(f"visit.{visit_id}", kind))


def tell_day(op: Operation, clinician_id: UUID) -> None:
    """Nudge the clinician's day page, without saying what changed."""
    op.after_commit(lambda: _send(f"day.{clinician_id}", "day.changed"))
    op.after_commit(lambda: _send("day.reception", "day.changed"))


def _send(group: str, kind: str) -> None:
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group, {"type": kind})


def note_place(visit_id: UUID, patient_id: UUID) -> tuple[str, ...]:
    """Return what a note is sealed to."""
    return ("visits.note", str(visit_id), str(patient_id))


def sealed_note(patient_id: UUID, visit_id: UUID, text: NoteText) -> bytes:
    """Seal a note under the patient's clinical key."""
    key = patient_key(patient_id, Scope.CLINICAL)
    return seal(key, json.dumps(asdict(text)).encode(), note_place(visit_id, patient_id))


def unsealed_note(row: Note) -> NoteText:
    """Return the text of a note."""
    key = patient_key(row.patient_id, Scope.CLINICAL)
    return NoteText(**json.loads(unseal(key, bytes(row.sealed), note_place(row.visit_id, row.patient_id))))


def summary_place(visit_id: UUID) -> tuple[str, ...]:
    """Return what a summary is sealed to."""
    return ("visits.summary", str(visit_id))


def reseal_for(op: Operation, visit: Visit, into: UUID) -> None:
    """Move what hangs on a visit under another patient's keys: reason, link, seats, note, summary. Content moves in records."""
    op.note(moved="visit")
    old, new = patient_key(visit.patient_id, Scope.IDENTITY), patient_key(into, Scope.IDENTITY)

    def again(sealed: bytes | memoryview, place: tuple[str, ...]) -> bytes:
        return seal(new, unseal(old, bytes(sealed), place), place)

    for row in Invitation.objects.filter(visit_id=visit.id, revoked_at=None):
        row.patient_id, row.sealed_secret = into, again(row.sealed_secret, secret_place(bytes(row.digest)))
        row.save(update_fields=["patient_id", "sealed_secret"])
    for party in Party.objects.filter(visit_id=visit.id):
        party.patient_id, party.sealed_name = into, again(party.sealed_name, name_place(party.id))
        party.save(update_fields=["patient_id", "sealed_name"])
    for note in Note.objects.filter(visit_id=visit.id):
        note.sealed = sealed_note(into, visit.id, unsealed_note(note))
        note.patient_id = into
        note.save(update_fields=["patient_id", "sealed"])
    for summary in Summary.objects.filter(visit_id=visit.id):
        body = unseal(patient_key(visit.patient_id, Scope.CLINICAL), bytes(summary.sealed), summary_place(visit.id))
        summary.sealed = seal(patient_key(into, Scope.CLINICAL), body, summary_place(visit.id))
        summary.patient_id = into
        summary.save(update_fields=["patient_id", "sealed"])
    visit.sealed_reason = again(visit.sealed_reason, reason_place(visit.id))
    if visit.sealed_occasion is not None:
        visit.sealed_occasion = again(visit.sealed_occasion, occasion_place(visit.id))
    visit.patient_id = into
    visit.save(update_fields=["patient_id", "sealed_reason", "sealed_occasion"])


def end_everything(op: Operation, patient_id: UUID) -> None:
    """End what an erased patient still had before them: links, and visits that have not begun."""
    now = clock.now()
    links = Invitation.objects.filter(patient_id=patient_id, revoked_at=None).update(revoked_at=now)
    ahead = Visit.objects.filter(patient_id=patient_id, status=Status.BOOKED)
    cancelled = ahead.update(status=Status.CANCELLED, cancelled_at=now, cancelled_by=op.actor.person)
    op.note(revoked=links, cancelled=cancelled)


def keep_erasure(op: Operation, patient_id: UUID, ground: Ground, reason: str) -> None:
    """Keep on what ground and why somebody was erased; nobody but the officer reads it."""
    sealed = sealed_for_practice(reason, erasure_place(patient_id))
    Erasure(
        patient_id=patient_id,
        ground=ground,
        sealed_reason=sealed,
        erased_by=op.actor.person,
        erased_at=clock.now(),
        entry_id=op.entry_id,
    ).save(force_insert=True)


def seal_identity_anew(op: Operation, patient_id: UUID, old: DataKey, new: DataKey) -> int:
    """Seal what of a patient's visits stands under their identity key anew: reasons, links and names of seats."""
    for visit in Visit.objects.select_for_update().filter(patient_id=patient_id):
        visit.sealed_reason = _again(visit.sealed_reason, reason_place(visit.id), old, new)
        if visit.sealed_occasion is not None:
            visit.sealed_occasion = _again(visit.sealed_occasion, occasion_place(visit.id), old, new)
        visit.save(update_fields=["sealed_reason", "sealed_occasion"])
    for link in Invitation.objects.select_for_update().filter(patient_id=patient_id):
        link.sealed_secret = _again(link.sealed_secret, secret_place(bytes(link.digest)), old, new)
        link.save(update_fields=["sealed_secret"])
    for seat in Party.objects.select_for_update().filter(patient_id=patient_id):
        seat.sealed_name = _again(seat.sealed_name, name_place(seat.id), old, new)
        seat.save(update_fields=["sealed_name"])
    op.note(visits="sealed-anew")
    return sum(table.objects.filter(patient_id=patient_id).count() for table in (Visit, Invitation, Party))


def seal_clinical_anew(op: Operation, patient_id: UUID, old: DataKey, new: DataKey) -> int:
    """Seal notes and summaries of a patient's visits under a new key."""
    for note in Note.objects.select_for_update().filter(patient_id=patient_id):
        note.sealed = _again(note.sealed, note_place(note.visit_id, patient_id), old, new)
        note.save(update_fields=["sealed"])
    for summary in Summary.objects.select_for_update().filter(patient_id=patient_id):
        summary.sealed = _again(summary.sealed, summary_place(summary.visit_id), old, new)
        summary.save(update_fields=["sealed"])
    op.note(notes="sealed-anew")
    return sum(table.objects.filter(patient_id=patient_id).count() for table in (Note, Summary))


def _again(sealed: bytes | memoryview, place: tuple[str, ...], old: DataKey, new: DataKey) -> bytes:
    return seal(new, unseal(old, bytes(sealed), place), place)


def keep_until(op: Operation, visit_id: UUID, until: datetime) -> None:
    """Let the visit's link lead to its summary until then."""
    op.note(readable_until=until.isoformat(timespec="minutes"))
    Invitation.objects.filter(visit_id=visit_id, revoked_at=None).update(valid_until=until)
