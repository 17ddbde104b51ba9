"""What programs may, and who may let them. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse
from paravent.programs.terms import PURPOSES, Context, Kind, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from paravent.people.terms import Relation
    from paravent.programs.terms import Description, Given, Registered, Scope, Wish

FOR_WHICH = {
    Role.CLINICIAN: {Purpose.TREATMENT},
    Role.RECEPTION: {Purpose.PAYMENT, Purpose.OPERATIONS},
    Role.DPO: {Purpose.OPERATIONS},
}
"""What somebody of a role works for, and so what a program can be at in their name."""


def may_list(actor: Actor) -> Decision:
    """Administrators and the data-protection officer see which programs there are."""
    return allow("keeps-programs") if actor.roles & {Role.ADMINISTRATOR, Role.DPO} else refuse("not-your-work")


def may_register(actor: Actor, described: Description) -> Decision:
    """An administrator registers a program; it can do nothing before somebody else approves it."""
    if not actor.is_a(Role.ADMINISTRATOR):
        return refuse("not-your-work")
    fault = fault_of(described)
    return refuse(fault) if fault else allow("keeps-programs")


def fault_of(described: Description) -> str:
    """Return what is wrong with a description, in one word; nothing where it is sound."""
    acts_itself = described.kind is Kind.BACKEND
    addresses = (*described.redirect_uris, *([described.launch_uri] if described.launch_uri else ()))
    faults = {
        "no-scope": not described.scopes,
        "scope-of-another-kind": any((one.context is Context.SYSTEM) != acts_itself for one in described.scopes),
        "no-purpose": not described.purposes or not set(described.purposes) <= set(PURPOSES),
        "one-purpose-alone": acts_itself and len(described.purposes) != 1,
        "key-missing": (described.kind is Kind.PUBLIC) == bool(described.jwks),
        "address-missing": acts_itself == bool(described.redirect_uris),
        "address-not-safe": not all(map(is_address, addresses)),
        "team-missing": acts_itself != bool(described.teams),
    }
    return next((word for word, is_so in faults.items() if is_so), "")


def may_approve(actor: Actor, program: Registered) -> Decision:
    """The data-protection officer approves what somebody else registered."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-approves")
    if actor.person == program.registered_by:
        return refuse("not-your-own-program")
    if program.approved_at or program.revoked_at:
        return refuse("decided-already")
    return allow("second-person")


def may_revoke(actor: Actor, program: Registered) -> Decision:
    """Either of the two ends a program, for good."""
    return refuse("decided-already") if program.revoked_at else may_list(actor)


def purposes_for(actor: Actor, program: Registered) -> list[Purpose]:
    """Return what a program could be at in somebody's name."""
    theirs = set().union(*(FOR_WHICH.get(role, set()) for role in actor.roles))
    return [purpose for purpose in program.description.purposes if purpose in theirs]


def may_consider(actor: Actor, program: Registered, wish: Wish) -> Decision:
    """Whoever works with files, or with the log, can be asked by an approved program, for what it was approved for."""
    if not program.is_active:
        return refuse("program-not-approved")
    if program.description.kind is Kind.BACKEND:
        return refuse("acts-by-itself")
    if not wish.scopes or not covers(program.description.scopes, wish.scopes):
        return refuse("scope-not-approved")
    return allow("asked-by-a-program") if purposes_for(actor, program) else refuse("not-your-work")


def covers(allowed: Iterable[Scope], asked: Iterable[Scope]) -> bool:
    """Tell whether everything that is asked for is allowed."""
    allowed = tuple(allowed)
    return all(any(one.includes(scope) for one in allowed) for scope in asked)


def may_give(
    actor: Actor, program: Registered, wish: Wish, purpose: Purpose, *, patient: UUID | None, relation: Relation | None
) -> Decision:
    """Somebody lets a program do what they may do themselves: one patient needs a relation of care, as ever."""
    considered = may_consider(actor, program, wish)
    if not considered.allowed:
        return considered
    if purpose not in purposes_for(actor, program):
        return refuse("not-for-this-purpose")
    if wish.wants_patient and patient is None:
        return refuse("no-patient-chosen")
    if patient is not None and (relation is None or not actor.is_a(Role.CLINICIAN)):
        return refuse("no-care-relation")
    return allow("mandate")


def may_start(actor: Actor, program: Registered, relation: Relation | None) -> Decision:
    """A clinician starts a program out of the file of a patient they care for."""
    if not program.is_active or not program.description.launch_uri:
        return refuse("program-not-approved")
    if relation is None or not actor.is_a(Role.CLINICIAN):
        return refuse("no-care-relation")
    return allow(f"relation-{relation.why}")


def may_list_mandates(actor: Actor) -> Decision:
    """Whoever can let programs in sees which act for them."""
    return allow("own-mandates") if actor.roles & set(FOR_WHICH) else refuse("not-your-work")


def may_withdraw(actor: Actor, given: Given) -> Decision:
    """Whoever gave a mandate takes it back; the data-protection officer may as well."""
    if actor.person == given.person_id:
        return allow("own-mandates")
    return allow("protects-data") if actor.is_a(Role.DPO) else refuse("not-your-mandate")


def may_sign_in(program: Registered, *, is_new: bool) -> Decision:
    """A program shows that it is itself by what it signed, each statement once."""
    if not program.is_active:
        return refuse("program-not-approved")
    return allow("signed-statement") if is_new else refuse("came-twice")


def may_get_token(program: Registered, roles: frozenset[Role], *, is_live: bool) -> Decision:
    """A program gets a token while it is approved, its mandate lasts, and its person has a role."""
    if not program.is_active:
        return refuse("program-not-approved")
    if not is_live:
        return refuse("mandate-over")
    return allow("mandate") if roles else refuse("no-role-left")


def may_end_after_theft(given: Given) -> Decision:
    """What came twice ends what it came of, unless that has ended already."""
    return refuse("mandate-over") if given.withdrawn_at else allow("came-twice")


def may_know_token(program: UUID, of: UUID) -> Decision:
    """A program asks about its own tokens, and ends them."""
    return allow("own-token") if program == of else refuse("not-your-token")
