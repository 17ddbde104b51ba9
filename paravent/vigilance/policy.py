"""Who works on a case: pure functions. Nobody on their own, and nobody alone on a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, BrakeKind, Decision, Role, allow, refuse
from paravent.vigilance.terms import Mode, Verdict

if TYPE_CHECKING:
    from uuid import UUID

    from paravent.vigilance.models import Case, Question
    from paravent.vigilance.terms import Rule


def may_judge(actor: Actor) -> Decision:
    """The installation judges: it sees what it must, and names nobody."""
    return allow("judges") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_list(actor: Actor) -> Decision:
    """The data-protection officer works through the queue; an administrator confirms, and watches the watcher."""
    watches = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return allow("watches") if watches else refuse("only-dpo-watches")


def may_see(actor: Actor, case: Case, *, is_about_watcher: bool) -> Decision:
    """The data-protection officer sees a case; an administrator one that waits for a second, or is about a data-protection officer."""
    if actor.person == case.person_id:
        return refuse("own-case")
    if actor.is_a(Role.DPO):
        return allow("watches")
    if actor.is_a(Role.ADMINISTRATOR) and (is_about_watcher or case.verdict == Verdict.BREACH):
        return allow("watches-the-watcher" if is_about_watcher else "second-pair-of-eyes")
    return refuse("only-dpo-watches")


def may_work(actor: Actor, case: Case, *, is_about_watcher: bool) -> Decision:
    """Ask and decide: the data-protection officer, about one of themselves an administrator; and never twice."""
    if actor.person == case.person_id:
        return refuse("own-case")
    if case.verdict is not None:
        return refuse("decided-already")
    who = Role.ADMINISTRATOR if is_about_watcher and not actor.is_a(Role.DPO) else Role.DPO
    return allow("watches") if actor.is_a(who) else refuse("only-dpo-watches")


def may_confirm(actor: Actor, case: Case) -> Decision:
    """A breach is confirmed, or not, by somebody else who watches."""
    if actor.person in {case.person_id, case.decided_by}:
        return refuse("needs-another")
    if case.verdict != Verdict.BREACH or case.confirmed_at is not None:
        return refuse("nothing-to-confirm")
    watches = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return allow("second-pair-of-eyes") if watches else refuse("only-dpo-watches")


def may_answer(actor: Actor, question: Question) -> Decision:
    """Whoever is asked answers, once."""
    if actor.person != question.person_id:
        return refuse("not-your-question")
    return allow("asked") if question.answer is None else refuse("answered-already")


def may_see_own(actor: Actor) -> Decision:
    """Whoever works here sees what is held about them."""
    return allow("own") if actor.roles else refuse("no-role")


def may_explain(actor: Actor) -> Decision:
    """The data-protection officer says what explains an access here: it silences questions, so nobody else does."""
    return allow("watches") if actor.is_a(Role.DPO) else refuse("only-dpo-watches")


def may_set_budget(actor: Actor) -> Decision:
    """The data-protection officer says how much they can look at."""
    return allow("watches") if actor.is_a(Role.DPO) else refuse("only-dpo-watches")


def may_put_brake(actor: Actor, case: Case, rule: Rule, *, is_about_watcher: bool, others_watch: bool) -> Decision:
    """Hold somebody back as the rule allows: whoever works on the case, the installation by itself; never the last who watches."""
    if actor.person == case.person_id:
        return refuse("own-case")
    if rule.mode == Mode.OFF or (actor.is_a(Role.SYSTEM) and rule.mode != Mode.AUTOMATIC):
        return refuse("brake-not-used")
    if case.verdict in {Verdict.FINE, Verdict.MISTAKE}:
        return refuse("decided-already")
    if rule.kind == BrakeKind.PAUSE and is_about_watcher and not others_watch:
        return refuse("nobody-else-watches")
    if actor.is_a(Role.SYSTEM):
        return allow("judges")
    watches = actor.is_a(Role.DPO) or (is_about_watcher and actor.is_a(Role.ADMINISTRATOR))
    return allow("watches") if watches else refuse("only-dpo-watches")


def may_lift_brake(actor: Actor, person: UUID) -> Decision:
    """The data-protection officer takes a brake off, of others; an administrator does not do so alone."""
    if actor.person == person:
        return refuse("own-case")
    return allow("watches") if actor.is_a(Role.DPO) else refuse("only-dpo-watches")


def may_set_brake(actor: Actor) -> Decision:
    """The data-protection officer says which brakes are used, and when they go on by themselves."""
    return may_set_budget(actor)
