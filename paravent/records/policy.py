"""Who may open a file. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse

if TYPE_CHECKING:
    from paravent.people.terms import Relation


def may_open_chart(actor: Actor, purpose: Purpose, relation: Relation | None, obstacle: str = "") -> Decision:
    """A clinician opens a file for treatment, because of a visit, a referral or their team; in an emergency, by the glass they broke. The reason is the relation."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-open-files")
    if purpose not in {Purpose.TREATMENT, Purpose.EMERGENCY}:
        return refuse("not-for-this-purpose")
    return allow(f"relation-{relation.why}") if relation else refuse(obstacle or "no-care-relation")


def may_import(actor: Actor) -> Decision:
    """The installation imports, from its own command line."""
    return allow("imports") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
