"""Who may bill, read and hand out what, and what may be billed against the rules. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.billing.terms import NEVER_OVERRULED
from paravent.visits.terms import Status

if TYPE_CHECKING:
    from uuid import UUID

    from paravent.tariff.terms import Cause
    from paravent.visits.terms import Held

AT_BILLING = {Role.CLINICIAN, Role.RECEPTION}
RUNNING = {Role.ADMINISTRATOR, Role.SYSTEM}
WATCHING = AT_BILLING | RUNNING


def may_bill(actor: Actor, held: Held, *, is_provisional: bool) -> Decision:
    """Whoever held a visit bills it, once it is over and it is known whose it was."""
    if not actor.is_a(Role.CLINICIAN) or actor.person != held.clinician_id:
        return refuse("not-your-visit")
    if held.status != Status.ENDED:
        return refuse("visit-not-over")
    return refuse("patient-not-named") if is_provisional else allow("own-visit")


def may_take_back(actor: Actor, clinician_id: UUID, *, stands: bool) -> Decision:
    """Whoever held the visit takes its bill back, once."""
    if not actor.is_a(Role.CLINICIAN) or actor.person != clinician_id:
        return refuse("not-your-visit")
    return allow("own-visit") if stands else refuse("taken-back-already")


def may_read(actor: Actor, clinician_id: UUID) -> Decision:
    """A bill is read by whoever held the visit and by reception, which does the billing."""
    if actor.is_a(Role.RECEPTION):
        return allow("does-the-billing")
    is_own = actor.is_a(Role.CLINICIAN) and actor.person == clinician_id
    return allow("own-visit") if is_own else refuse("not-your-work")


def may_list(actor: Actor) -> Decision:
    """Reception lists every bill, a clinician their own."""
    if actor.is_a(Role.RECEPTION):
        return allow("does-the-billing")
    return allow("own-bills") if actor.is_a(Role.CLINICIAN) else refuse("not-your-work")


def may_compare_marks(actor: Actor) -> Decision:
    """A clinician looks whether what they marked still holds: reception reads no file."""
    return allow("own-bills") if actor.is_a(Role.CLINICIAN) else refuse("not-your-work")


def may_hand_out(actor: Actor) -> Decision:
    """What leaves the house to be paid is handed out by reception."""
    return allow("does-the-billing") if actor.is_a(Role.RECEPTION) else refuse("not-your-work")


def may_see_quarter(actor: Actor) -> Decision:
    """Whoever bills, and whoever runs the practice, sees how a quarter stands."""
    return allow("watches-limits") if actor.roles & WATCHING else refuse("not-your-work")


def may_count_cases(actor: Actor) -> Decision:
    """Reception says how many cases there are: the practice software is theirs."""
    return allow("does-the-billing") if actor.is_a(Role.RECEPTION) else refuse("not-your-work")


def may_set_terms(actor: Actor) -> Decision:
    """The administration says what a point is worth, and what else billing needs to know of the practice."""
    return allow("runs-the-practice") if actor.is_a(Role.ADMINISTRATOR) else refuse("not-your-work")


def may_keep_coverage(actor: Actor) -> Decision:
    """Who pays for a patient is noted by reception, or by the clinician who bills."""
    return allow("notes-coverage") if actor.roles & AT_BILLING else refuse("not-your-work")


def may_find_erased(actor: Actor) -> Decision:
    """The data-protection officer finds the bills of somebody whose file was erased, when that person asks for them (Art. 15 GDPR)."""
    return allow("protects-data") if actor.is_a(Role.DPO) else refuse("only-dpo-handles-requests")


def may_overrule(cause: Cause) -> Decision:
    """A clinician may know better than a rule, but for what no reason makes billable."""
    return refuse("never-billable") if cause in NEVER_OVERRULED else allow("clinicians-reason")
