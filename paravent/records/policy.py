"""Who may open a file. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse
from paravent.fhir.confidentiality import Label
from paravent.people.terms import Why

if TYPE_CHECKING:
    from uuid import UUID

    from paravent.people.terms import Relation


def may_open_chart(
    actor: Actor, purpose: Purpose, relation: Relation | None, obstacle: str = "", *, is_unwarned: bool = False
) -> Decision:
    """A clinician opens a file for treatment, because of a visit, a referral or their team; in an emergency, by the glass they broke. The reason is the relation."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-open-files")
    if purpose not in {Purpose.TREATMENT, Purpose.EMERGENCY}:
        return refuse("not-for-this-purpose")
    if relation and is_unwarned and purpose == Purpose.TREATMENT:
        return refuse("declared-tie")
    return allow(f"relation-{relation.why}") if relation else refuse(obstacle or "no-care-relation")


def labels_open(relation: Relation) -> frozenset[Label]:
    """Return what a relation opens: a team the normal, a visit the restricted too, a referral and a broken glass all."""
    if relation.ways & {Why.REFERRAL, Why.EMERGENCY}:
        return frozenset(Label)
    personal = {Label.NORMAL, Label.RESTRICTED}
    return frozenset(personal if Why.VISIT in relation.ways else {Label.NORMAL})


def may_relabel(actor: Actor, purpose: Purpose, relation: Relation | None, written_by: UUID) -> Decision:
    """The author, while they care for the patient, says to whom else among those who do it is told."""
    asked = may_open_chart(actor, purpose, relation)
    if not asked.allowed:
        return asked
    if purpose != Purpose.TREATMENT:
        return refuse("not-for-this-purpose")
    return allow("author") if actor.person == written_by else refuse("not-the-author")


def may_import(actor: Actor) -> Decision:
    """The installation imports, from its own command line."""
    return allow("imports") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_index_anew(actor: Actor) -> Decision:
    """The installation makes its index anew when it starts."""
    return allow("indexes") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
