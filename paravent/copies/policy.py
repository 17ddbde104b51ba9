"""Who may take something out of a file, and how often a day. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse
from paravent.people.terms import Why
from paravent.records.terms import QUOTA_USED_UP

if TYPE_CHECKING:
    from paravent.people.terms import Relation

IN_PERSON = {Why.VISIT, Why.REFERRAL}


def may_take(actor: Actor, purpose: Purpose, relation: Relation | None) -> Decision:
    """Whoever may open the file takes something out of it: for treatment, and never in an emergency."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-open-files")
    if purpose == Purpose.EMERGENCY:
        return refuse("not-in-an-emergency")
    if purpose != Purpose.TREATMENT:
        return refuse("not-for-this-purpose")
    return allow(f"relation-{relation.why}") if relation else refuse("no-care-relation")


def _within(decision: Decision, used: int, most: int) -> Decision:
    return refuse(QUOTA_USED_UP) if decision.allowed and used >= most else decision


def may_export(actor: Actor, purpose: Purpose, relation: Relation | None, *, used: int, most: int) -> Decision:
    """A whole file is exported by a clinician who cares for the patient in person, a few times a day."""
    asked = may_take(actor, purpose, relation)
    if relation and asked.allowed and not relation.ways & IN_PERSON:
        return refuse("not-for-a-team")
    return _within(asked, used, most)


def may_print(actor: Actor, purpose: Purpose, relation: Relation | None, *, used: int, most: int) -> Decision:
    """A file is printed by whoever may open it, a number of times a day."""
    return _within(may_take(actor, purpose, relation), used, most)


def may_copy(actor: Actor, purpose: Purpose, relation: Relation | None, *, used: int, most: int) -> Decision:
    """A letter is copied as text by whoever may open it, a number of times a day."""
    return _within(may_take(actor, purpose, relation), used, most)


def may_note_copy(actor: Actor, relation: Relation | None) -> Decision:
    """What is copied by hand has been copied already: whoever has the file open says so, in an emergency too."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-open-files")
    return allow(f"relation-{relation.why}") if relation else refuse("no-care-relation")


def may_list(actor: Actor) -> Decision:
    """The data-protection officer reads what was taken out of files."""
    return allow("reviews") if actor.is_a(Role.DPO) else refuse("only-dpo-reviews")
