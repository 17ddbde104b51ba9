"""Who gives a budget, who asks, and whether it may still be spent. Pure functions: none of them knows a patient."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.answers.terms import COSTS, STUDY_BUDGETS, Budgets
from paravent.research.policy import may_ask_in, may_see_what_left, runs
from paravent.research.terms import StudyView


def may_list(actor: Actor) -> Decision:
    """The data-protection officer sees the budgets of all studies."""
    return allow("protects-data") if actor.is_a(Role.DPO) else refuse("only-dpo-gives-budgets")


def may_give_budget(actor: Actor, study: StudyView, budget: int, given: int | None) -> Decision:
    """The data-protection officer says once how much an open study may spend, and never for a study of their own."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-gives-budgets")
    if study.is_own:
        return refuse("nobody-approves-their-own")
    running = runs(study)
    if not running.allowed:
        return running
    if given is not None:
        return refuse("budget-given-already")
    return allow("protects-data") if budget in STUDY_BUDGETS else refuse("no-such-budget")


def may_see(actor: Actor, study: StudyView) -> Decision:
    """Answers are read by who asked, and by the data-protection officer."""
    return may_see_what_left(actor, study)


def may_ask(actor: Actor, study: StudyView, budgets: Budgets, cost: int, *, is_known: bool) -> Decision:
    """A researcher asks in an open study of theirs while there is budget; what was answered before costs nothing."""
    running = may_ask_in(actor, study)
    if not running.allowed:
        return running
    return allow("asked-before") if is_known else may_spend(budgets, cost)


def may_give(actor: Actor, study: StudyView, budgets: Budgets, cost: int, *, is_answered: bool) -> Decision:
    """The installation answers, once, and asks again whether the study runs and the budget is there."""
    if not actor.is_a(Role.SYSTEM):
        return refuse("not-your-work")
    if is_answered:
        return allow("asked-before")
    running = runs(study)
    return may_spend(budgets, cost) if running.allowed else running


def may_spend(budgets: Budgets, cost: int) -> Decision:
    """Decide by what was asked so far alone: a refusal that knew who was found would tell who was found."""
    if cost not in COSTS:
        return refuse("no-such-cost")
    if budgets.given is None:
        return refuse("no-budget")
    if budgets.spent + cost > budgets.given:
        return refuse("study-budget-is-spent")
    return allow("within-budget") if cost <= budgets.year_left else refuse("year-budget-is-spent")
