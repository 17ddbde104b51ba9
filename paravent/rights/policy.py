"""Who asks, who answers, who corrects. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.rights.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from paravent.rights.models import PickUp, Request


def may_handle(actor: Actor, request: Request | None = None) -> Decision:
    """The data-protection officer enters, reads and answers requests; what is answered stays as it is."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-handles-requests")
    is_answered = request is not None and request.answered_at is not None
    return refuse("answered-already") if is_answered else allow("protects-data")


def may_enter(actor: Actor, kind: Kind, *, is_erased: bool) -> Decision:
    """Of somebody who was erased nothing is left to be corrected, restricted, erased or taken elsewhere: they may know what is kept."""
    if is_erased and kind is not Kind.ACCESS:
        return refuse("erased-already")
    return may_handle(actor)


def may_extend(actor: Actor, request: Request, due_at: datetime, now: datetime) -> Decision:
    """A deadline is moved once, and the person is told why before it is over (Art. 12(3))."""
    asked = may_handle(actor, request)
    if not asked.allowed:
        return asked
    if request.sealed_extension is not None:
        return refuse("extended-already")
    return allow("protects-data") if now <= due_at else refuse("deadline-is-over")


def may_hand_out(actor: Actor, request: Request) -> Decision:
    """A code for the whole file is given for a request for it, by whoever checked who asks; they themselves open nothing."""
    asked = may_handle(actor, request)
    if not asked.allowed:
        return asked
    return allow("protects-data") if request.kind in {Kind.ACCESS, Kind.COPY} else refuse("nothing-to-hand-out")


def may_present(actor: Actor) -> Decision:
    """The installation looks a code up."""
    return allow("looks-up") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_pick_up(actor: Actor, found: PickUp) -> Decision:
    """Whoever bears the code is the patient, for this once."""
    is_own = actor.is_a(Role.PATIENT) and actor.person == found.patient_id
    return allow("own-file") if is_own else refuse("not-your-work")


def may_correct(actor: Actor) -> Decision:
    """Reception keeps who patients are, so it corrects it too."""
    return allow("registers") if actor.is_a(Role.RECEPTION) else refuse("only-reception-corrects")


def may_tell(actor: Actor) -> Decision:
    """The installation tells whoever asked to be told."""
    return allow("asked-to-be-told") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
