"""Who looks at texts in doubt. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse

if TYPE_CHECKING:
    from paravent.people.terms import Relation


def may_list(actor: Actor) -> Decision:
    """A clinician sees which texts of their patients wait; whoever researches here sees none, clinician or not."""
    if actor.is_a(Role.RESEARCHER):
        return refuse("who-researches-decides-no-text")
    return allow("cares-for-them") if actor.is_a(Role.CLINICIAN) else refuse("only-clinicians-open-files")


def may_open(actor: Actor, relation: Relation | None, *, permits: bool, is_asked: bool, is_open: bool) -> Decision:
    """A clinician who cares for the patient reads a text that waits, while the patient permits research and a study that asked for it runs."""
    listed = may_list(actor)
    if not listed.allowed:
        return listed
    if relation is None:
        return refuse("no-care-relation")
    if not permits:
        return refuse("permission-was-taken-back")
    if not is_open:
        return refuse("decided-already")
    return allow(f"relation-{relation.why}") if is_asked else refuse("study-is-over")


def may_work(actor: Actor) -> Decision:
    """The installation looks whether any waits and forgets what waited too long; it reads none."""
    return allow("counts") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
