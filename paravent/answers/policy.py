"""Who asks, and who answers. Pure functions: none of them knows a patient."""

from collections.abc import Collection

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.answers.terms import COSTS
from paravent.research.policy import may_ask_in, may_leave, may_see_what_left, may_spend, runs
from paravent.research.terms import Budgets, Plan, StudyView
from paravent.uses.terms import Kind


def may_see(actor: Actor, study: StudyView) -> Decision:
    """Answers are read by who asked, and by the data-protection officer."""
    return may_see_what_left(actor, study)


def may_ask(
    actor: Actor, study: StudyView, kinds: Collection[str], budgets: Budgets, cost: int, *, is_known: bool
) -> Decision:
    """A researcher asks in an open study of theirs, of data that it was approved for, while there is budget; what was answered before costs nothing."""
    running = may_ask_in(actor, study)
    leaving = may_be_of(study.plan, kinds) if running.allowed else running
    if not leaving.allowed:
        return leaving
    return allow("asked-before") if is_known else may_cost(budgets, cost)


def may_be_of(plan: Plan, kinds: Collection[str]) -> Decision:
    """An answer is of data that was approved with the study, where it was approved for answers."""
    return may_leave(plan, Kind.ANSWER, kinds)


def may_give(actor: Actor, study: StudyView, budgets: Budgets, cost: int, *, is_answered: bool) -> Decision:
    """The installation answers, once, and asks again whether the study runs and the budget is there."""
    if not actor.is_a(Role.SYSTEM):
        return refuse("not-your-work")
    if is_answered:
        return allow("asked-before")
    running = runs(study)
    return may_cost(budgets, cost) if running.allowed else running


def may_cost(budgets: Budgets, cost: int) -> Decision:
    """A question costs one of a few sums, out of what is left."""
    return may_spend(budgets, cost) if cost in COSTS else refuse("no-such-cost")
