"""Who declares what, and who keeps the list of notable patients. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse

if TYPE_CHECKING:
    from uuid import UUID

LOOKS_UP = {Role.CLINICIAN, Role.RECEPTION}


def may_see_own(actor: Actor) -> Decision:
    """Whoever works here sees what they declared, and what is kept of where they live."""
    return allow("own") if actor.roles else refuse("no-role")


def may_declare(actor: Actor) -> Decision:
    """Whoever can look patients up declares to whom they are close."""
    return allow("own-word") if actor.roles & LOOKS_UP else refuse("not-your-work")


def may_withdraw(actor: Actor, said_by: UUID) -> Decision:
    """Whoever declared something takes it back."""
    return allow("own-word") if actor.person == said_by else refuse("not-your-word")


def may_keep_notables(actor: Actor) -> Decision:
    """The data-protection officer alone sees who is on the list, decides and ends."""
    return allow("keeps-the-list") if actor.is_a(Role.DPO) else refuse("only-dpo-keeps-the-list")


def may_propose(actor: Actor) -> Decision:
    """Reception proposes, without seeing the list; the data-protection officer decides."""
    return allow("proposes") if actor.is_a(Role.RECEPTION) or actor.is_a(Role.DPO) else refuse("not-your-work")


def may_keep_home(actor: Actor) -> Decision:
    """Administrators keep where somebody lives, where the practice wants that at all."""
    return allow("manages-staff") if actor.is_a(Role.ADMINISTRATOR) else refuse("not-your-work")
