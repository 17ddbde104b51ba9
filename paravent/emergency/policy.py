"""Who may break the glass, and who reviews it. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse

if TYPE_CHECKING:
    from paravent.emergency.models import Glass
    from paravent.people.terms import Relation


def may_break(actor: Actor, purpose: Purpose, relation: Relation | None, *, is_own: bool = False) -> Decision:
    """A clinician opens a file that nothing else opens for them, in an emergency and for no other purpose."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-open-files")
    if purpose != Purpose.EMERGENCY:
        return refuse("not-for-this-purpose")
    if is_own:
        return refuse("own-file")
    return allow("emergency") if relation is None else refuse("opens-without-breaking")


def may_list(actor: Actor) -> Decision:
    """The data-protection officer reads every opening and its reason."""
    return allow("reviews") if actor.is_a(Role.DPO) else refuse("only-dpo-reviews")


def may_review(actor: Actor, glass: Glass) -> Decision:
    """The data-protection officer judges an opening, once, and never their own."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-reviews")
    if actor.person == glass.clinician_id:
        return refuse("not-your-own-review")
    return allow("reviews") if glass.reviewed_at is None else refuse("reviewed-already")
