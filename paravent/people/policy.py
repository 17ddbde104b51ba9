"""Who may do what with people. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Purpose, Role, allow, refuse
from paravent.people.terms import Method

if TYPE_CHECKING:
    from uuid import UUID

    from paravent.people.terms import Ended, Relation

OPENS_FILES = {Role.CLINICIAN, Role.RECEPTION}
KEEPS_WORD = {Role.RECEPTION, Role.DPO}
# Each is enough. A password is not among them, and neither is an enrolment link before a passkey came of it.
ENOUGH = (
    frozenset({Method.PASSKEY}),
    frozenset({Method.PASSWORD, Method.CODE}),
    frozenset({Method.DEMO_LINK}),
)


def may_register(actor: Actor) -> Decision:
    """Clinicians and reception register patients; the installation imports them."""
    if actor.is_a(Role.SYSTEM):
        return allow("imports")
    return allow("registers") if actor.roles & OPENS_FILES else refuse("not-your-work")


def may_search(actor: Actor, purpose: Purpose) -> Decision:
    """Clinicians and reception look patients up; an emergency is about one patient, who is known."""
    if purpose == Purpose.EMERGENCY:
        return refuse("not-in-an-emergency")
    return allow("looks-up") if actor.roles & OPENS_FILES else refuse("not-your-work")


def may_see_card(actor: Actor) -> Decision:
    """Reception and the data-protection officer keep what patients say about who may not see their file."""
    return allow("keeps-the-patients-word") if actor.roles & KEEPS_WORD else refuse("not-your-work")


def may_mark(actor: Actor) -> Decision:
    """They also note that a patient works here, or does not; the installation notes it by the name."""
    return allow("same-name") if actor.is_a(Role.SYSTEM) else may_see_card(actor)


def may_block(actor: Actor) -> Decision:
    """Reception and the data-protection officer keep somebody out, and let them in again, on the patient's word."""
    return may_see_card(actor)


def may_list_own(actor: Actor) -> Decision:
    """A clinician sees whom they care for."""
    return allow("own-patients") if actor.is_a(Role.CLINICIAN) else refuse("not-your-work")


def may_verify(actor: Actor, relation: Relation | None) -> Decision:
    """A clinician who cares for somebody says how they know them."""
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-verify")
    return allow(f"relation-{relation.why}") if relation else refuse("no-care-relation")


def may_refer(actor: Actor, relation: Relation | None, to: UUID, *, is_blocked: bool) -> Decision:
    """A clinician who cares for somebody may ask a colleague in: not themselves, and not whom the patient keeps out."""
    if actor.person == to:
        return refuse("not-to-yourself")
    if is_blocked:
        return refuse("patient-said-no")
    if not actor.is_a(Role.CLINICIAN):
        return refuse("only-clinicians-refer")
    return allow(f"relation-{relation.why}") if relation else refuse("no-care-relation")


def may_manage_staff(actor: Actor) -> Decision:
    """Administrators manage accounts, the command line makes the first one. Neither reads content."""
    if actor.is_a(Role.ADMINISTRATOR) or actor.is_a(Role.SYSTEM):
        return allow("manages-staff")
    return refuse("not-your-work")


def may_note_leaving(actor: Actor, person: UUID) -> Decision:
    """An administrator notes when somebody else leaves."""
    return refuse("not-to-yourself") if actor.person == person else may_manage_staff(actor)


def may_grant(actor: Actor, person: UUID, role: Role) -> Decision:
    """Nobody grants themselves a role (two-person rule), and nobody the installation's own or a program's."""
    if role in {Role.SYSTEM, Role.PATIENT, Role.PROGRAM, Role.PAUSED}:
        return refuse("not-a-staff-role")
    if actor.person == person:
        return refuse("not-to-yourself")
    return may_manage_staff(actor)


def may_end_role(actor: Actor, person: UUID) -> Decision:
    """Whoever may grant a role may end it; one's own is ended by somebody else, so that nobody locks everybody out."""
    return refuse("not-to-yourself") if actor.person == person else may_manage_staff(actor)


def may_arrange_team(actor: Actor, person: UUID | None = None) -> Decision:
    """Administrators arrange teams. Nobody joins one by their own hand: a team opens its patients' files."""
    return refuse("not-to-yourself") if actor.person == person else may_manage_staff(actor)


def may_place(actor: Actor) -> Decision:
    """Whoever registers a patient says which team cares for them."""
    return may_register(actor)


def may_index_anew(actor: Actor) -> Decision:
    """The installation makes its index anew when it starts."""
    return allow("indexes") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_enrol(*, is_live: bool) -> Decision:
    """Whoever holds a link that is neither used nor old sets up their sign-in."""
    return allow("one-time-link") if is_live else refuse("link-used-or-old")


def may_work(methods: frozenset[Method]) -> Decision:
    """Roles count only in a session that was opened with two factors, or by a demo's link."""
    shown = next((enough for enough in ENOUGH if enough <= methods), None)
    return refuse("second-factor-missing") if shown is None else allow("-and-".join(sorted(shown)))


def may_sign_in(methods: frozenset[Method]) -> Decision:
    """A session begins with two factors, or with the one-time link by which somebody sets them up."""
    if Method.ENROLMENT in methods:
        return allow("came-by-link")
    if Method.DEMO_LINK in methods:
        return allow("came-by-demo-link")
    return allow("two-factors-shown") if may_work(methods).allowed else refuse("second-factor-missing")


def may_see_sign_ins(actor: Actor) -> Decision:
    """Whoever works here reads their own sign-ins, also while paused."""
    return allow("own-lines") if actor.roles else refuse("not-signed-in")


def may_end_session(how: Ended) -> Decision:
    """A session may end at any time, whoever ends it."""
    return allow(how.value)
