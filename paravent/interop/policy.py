"""What a program may: its scopes, and within them what the person may for whom it acts. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Decision, Purpose, Role, allow, refuse
from paravent.interop.terms import IDENTITIES, OF_PAYMENT, OF_THE_PRACTICE
from paravent.records.policy import may_open_chart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from paravent.interop.terms import Verb
    from paravent.people.terms import Relation
    from paravent.programs.terms import Access, Scope

SYSTEMS = {Role.SYSTEM, Role.PROGRAM}
WRITERS = {Role.CLINICIAN, Role.PROGRAM}
NO_SCOPE = "scope-missing"


def contexts(scopes: Iterable[Scope], kind: str, verb: Verb) -> set[str]:
    """Return in which contexts the scopes permit something."""
    return {scope.context.value for scope in scopes if scope.permits(kind, verb.value)}


def may_ask_for_bundle(access: Access) -> Decision:
    """Whoever holds any scope may send a bundle; each of its entries is asked about by itself."""
    return allow("bundle") if access.scopes else refuse(NO_SCOPE)


def is_bounded(access: Access, kind: str, verb: Verb) -> bool:
    """Tell whether the program sees one patient alone: it was given one, or its scope is a patient's."""
    return access.patient is not None or contexts(access.scopes, kind, verb) == {"patient"}


def may_ask(access: Access, kind: str, verb: Verb) -> Decision:
    """A program does what a scope of its token says, and nothing else."""
    permitted = contexts(access.scopes, kind, verb)
    if not permitted:
        return refuse(NO_SCOPE)
    if kind in OF_PAYMENT and access.purpose != Purpose.PAYMENT:
        return refuse("for-payment-alone")
    if permitted == {"patient"} and access.patient is None:
        return refuse("no-patient-chosen")
    if permitted == {"system"} and not access.actor.roles & SYSTEMS:
        return refuse("not-a-system")
    return allow(f"scope-{'-'.join(sorted(permitted))}")


def may_open(access: Access, kind: str, owner: UUID, relation: Relation | None) -> Decision:
    """Within its scope a program opens what the person may: their own file, or one they care for."""
    if access.patient is not None and access.patient != owner:
        return refuse("another-patient")
    if kind in OF_PAYMENT:
        return _may_open_bill(access, relation)
    return _may_open_file(access, kind, owner, relation)


def _may_open_file(access: Access, kind: str, owner: UUID, relation: Relation | None) -> Decision:
    actor = access.actor
    if actor.is_a(Role.SYSTEM):
        return allow("system-program")
    if actor.person == owner:
        return allow("own-file") if access.purpose == Purpose.PATIENT_REQUEST else refuse("not-for-this-purpose")
    if actor.is_a(Role.RECEPTION) and kind in IDENTITIES:
        return allow("runs-reception")
    if actor.is_a(Role.PROGRAM):
        return allow(f"relation-{relation.why}") if relation else refuse("no-care-relation")
    return may_open_chart(actor, access.purpose, relation)


def _may_open_bill(access: Access, relation: Relation | None) -> Decision:
    """What was billed opens for payment alone: to whoever does the billing, and to a program that cares for the patient."""
    if access.purpose != Purpose.PAYMENT:
        return refuse("for-payment-alone")
    if access.actor.is_a(Role.RECEPTION):
        return allow("does-the-billing")
    if access.actor.is_a(Role.PROGRAM) and relation:
        return allow(f"relation-{relation.why}")
    return refuse("not-your-work")


def may_read_of_practice(access: Access, kind: str) -> Decision:
    """Who works here, and where, is for everybody who got so far."""
    del access
    return allow("of-the-practice") if kind in OF_THE_PRACTICE else refuse("not-of-the-practice")


def may_write(access: Access, kind: str, owner: UUID, relation: Relation | None) -> Decision:
    """A clinician writes into a file they care for, the practice's own systems into all; patients write nothing here."""
    if access.actor.is_a(Role.SYSTEM):
        return may_open(access, kind, owner, relation)
    if not access.actor.roles & WRITERS:
        return refuse("only-clinicians-write")
    if kind in OF_THE_PRACTICE:
        return refuse("not-your-work")
    return may_open(access, kind, owner, relation)


def may_register(access: Access) -> Decision:
    """Patients are registered by people at the practice, or brought over by its own systems."""
    return allow("system-program") if access.actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_read_log(access: Access) -> Decision:
    """A line of the log is for those whom it concerns and for the data-protection officer; row security sorts them."""
    return (
        allow("own-lines") if access.actor.roles or access.patient == access.actor.person else refuse("not-signed-in")
    )
