"""Who may do what with a visit. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.visits.terms import CARE_AFTER, SEAT_IS_TAKEN, PartyKind, PartyState, Status

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from paravent.ledger.terms import Disclosure
    from paravent.visits.models import Party, Summary, Visit
    from paravent.visits.terms import KeptBecause

OVER = {Status.ENDED, Status.CANCELLED}


def may_see_day(actor: Actor, clinician_id: UUID) -> Decision:
    """Clinicians see their own day; reception sees everybody's."""
    if actor.is_a(Role.RECEPTION):
        return allow("runs-reception")
    if actor.is_a(Role.SYSTEM):
        return allow("sample-practice")
    if actor.is_a(Role.CLINICIAN) and actor.person == clinician_id:
        return allow("own-day")
    return refuse("not-your-day")


def may_meet(*, is_blocked: bool) -> Decision:
    """A visit joins two people; whom the patient keeps out of their file has none with them."""
    return refuse("patient-said-no") if is_blocked else allow("not-kept-out")


def may_book(actor: Actor, clinician_id: UUID) -> Decision:
    """Reception books for everybody, a clinician for themselves."""
    if actor.is_a(Role.RECEPTION) or actor.is_a(Role.SYSTEM):
        return allow("runs-reception")
    if actor.is_a(Role.CLINICIAN) and actor.person == clinician_id:
        return allow("own-appointment")
    return refuse("books-for-nobody-else")


def may_start_now(actor: Actor) -> Decision:
    """Only a clinician consults."""
    return allow("consults") if actor.is_a(Role.CLINICIAN) else refuse("only-clinicians-consult")


def may_run(actor: Actor, visit: Visit) -> Decision:
    """The clinician of the visit, and reception, arrange it: invite, cancel, admit."""
    if visit.status in OVER:
        return refuse("visit-is-over")
    if actor.is_a(Role.CLINICIAN) and actor.person == visit.clinician_id:
        return allow("own-visit")
    if actor.is_a(Role.RECEPTION):
        return allow("runs-reception")
    if actor.is_a(Role.SYSTEM):
        return allow("sample-practice")
    return refuse("not-your-visit")


def may_see(actor: Actor, visit: Visit) -> Decision:
    """Whoever runs a visit may see it, also when it is over."""
    if actor.is_a(Role.CLINICIAN) and actor.person == visit.clinician_id:
        return allow("own-visit")
    if actor.is_a(Role.RECEPTION):
        return allow("runs-reception")
    return refuse("not-your-visit")


def may_consult(actor: Actor, visit: Visit) -> Decision:
    """Only the clinician of the visit speaks with the patient; reception arranges and stays outside."""
    if visit.status in OVER:
        return refuse("visit-is-over")
    if actor.is_a(Role.CLINICIAN) and actor.person == visit.clinician_id:
        return allow("own-visit")
    return refuse("not-your-visit")


def may_document(actor: Actor, visit: Visit) -> Decision:
    """The clinician of the visit writes its note, also after the end."""
    if visit.status == Status.CANCELLED:
        return refuse("visit-was-cancelled")
    if actor.is_a(Role.CLINICIAN) and actor.person == visit.clinician_id:
        return allow("own-visit")
    return refuse("not-your-visit")


def may_compare(actor: Actor, visit: Visit, at: datetime) -> Decision:
    """Whether a document is somebody else's is asked by the clinician of a visit, for as long as it opens the patient's file."""
    if at > visit.ends_at + CARE_AFTER:
        return refuse("visit-is-over")
    asked = may_document(actor, visit)
    return allow("to-know-whose") if asked.allowed else asked


def may_send_anyway(actor: Actor, visit: Visit, at: datetime) -> Decision:
    """Whoever may ask whose a document is may also send it all the same."""
    asked = may_compare(actor, visit, at)
    return allow("was-told-before") if asked.allowed else asked


def may_keep_anyway(actor: Actor, visit: Visit, because: KeptBecause) -> Decision:
    """What lies in another file too is kept by whoever documents the visit; the reason they give is the line's."""
    asked = may_document(actor, visit)
    return allow(f"kept-{because}") if asked.allowed else asked


def may_assign(actor: Actor, visit: Visit, *, is_provisional: bool, is_blocked: bool = False) -> Decision:
    """Only a visit with a provisional file can be given to a patient, and not against their word; a known patient's visit stays theirs."""
    if not is_provisional:
        return refuse("patient-is-known")
    return refuse("patient-said-no") if is_blocked else may_document(actor, visit)


def may_present_invitation(visit: Visit) -> Decision:
    """The gate has found the invitation good; a cancelled visit still opens nothing."""
    return refuse("visit-was-cancelled") if visit.status == Status.CANCELLED else allow("invited")


def may_be_told_of(visit: Visit | None, *, opens_later: bool) -> Decision:
    """Whoever bears the link hears when it opens, or that its visit was cancelled; of one that was taken back or never was, nothing."""
    is_told = visit is not None and (opens_later or visit.status == Status.CANCELLED)
    return allow("invited") if is_told else refuse("invitation-not-valid")


def may_get_ready(visit: Visit, admitted: int) -> Decision:
    """A guest gets ready while the visit is to come and nobody sits in the patient's seat."""
    if visit.status in OVER:
        return refuse("visit-is-over")
    if admitted:
        return refuse(SEAT_IS_TAKEN)
    return allow("invited")


def may_enter(actor: Actor, visit: Visit, party: Party) -> Decision:
    """A guest enters the room only on the device that took the seat; a clinician only their own."""
    if visit.status in OVER:
        return refuse("visit-is-over")
    if party.kind == PartyKind.PATIENT and actor.party == party.id:
        return refuse("was-removed") if party.state == PartyState.LEFT else allow("invited")
    if party.kind == PartyKind.CLINICIAN and actor.person == party.staff_id:
        return allow("own-visit")
    return refuse("not-your-seat")


def may_see_room(actor: Actor, party: Party) -> Decision:
    """Everybody with a seat may see who else is there, also after being sent out."""
    if party.kind == PartyKind.PATIENT and actor.party == party.id:
        return allow("invited")
    if party.kind == PartyKind.CLINICIAN and actor.person == party.staff_id:
        return allow("own-visit")
    return refuse("not-your-seat")


def may_erase(actor: Actor) -> Decision:
    """The data-protection officer erases, and the installation from its own command line."""
    return allow("erases") if actor.roles & {Role.DPO, Role.SYSTEM} else refuse("not-your-work")


def may_renew_key(actor: Actor) -> Decision:
    """The installation gives a patient new keys, from its own command line."""
    return allow("changes-keys") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_read_summary(actor: Actor, summary: Summary | None, at: datetime, *, took_part: bool) -> Decision:
    """The patient reads the summary on the device that was in the call, for as long as it is open."""
    if not actor.is_a(Role.PATIENT) or summary is None or at > summary.readable_until:
        return refuse("nothing-to-read")
    return allow("own-visit") if took_part else refuse("another-device")


def may_keep_out(actor: Actor, patient_id: UUID, *, is_verified: bool) -> Decision:
    """A patient says who stays out of their own file, once somebody has noted how they know them."""
    if not actor.is_a(Role.PATIENT) or actor.person != patient_id:
        return refuse("not-your-work")
    return allow("patients-own-word") if is_verified else refuse("not-verified")


def may_take_receipt(line: Disclosure | None) -> Decision:
    """Whoever may read the summary takes the receipt of each line that it shows, and of no other."""
    return allow("own-line") if line is not None else refuse("not-your-line")
