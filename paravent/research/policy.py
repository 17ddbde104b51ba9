"""Who proposes, who decides, who counts, and who is asked. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.research.detection import close_pairs, kinds_in
from paravent.research.terms import CLOSE_AT_MOST, MOST_PREVIEWS, STUDY_BUDGETS
from paravent.uses.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from paravent.research.models import Study
    from paravent.research.terms import Budgets, Plan, StudyView


def may_propose(actor: Actor) -> Decision:
    """Researchers say what they want to know."""
    return allow("researches") if actor.is_a(Role.RESEARCHER) else refuse("only-researchers-propose")


def may_list(actor: Actor) -> Decision:
    """A researcher sees their own studies, the data-protection officer all; row security shows no others."""
    if actor.is_a(Role.DPO):
        return allow("protects-data")
    return allow("researches") if actor.is_a(Role.RESEARCHER) else refuse("not-your-study")


def may_see(actor: Actor, study: Study) -> Decision:
    """A study is its researcher's, and the data-protection officer's."""
    if actor.is_a(Role.DPO):
        return allow("protects-data")
    is_own = actor.is_a(Role.RESEARCHER) and study.proposed_by == actor.person
    return allow("own-study") if is_own else refuse("not-your-study")


def may_decide(actor: Actor, study: Study) -> Decision:
    """The data-protection officer decides once, and never about what they want to know themselves."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-decides-studies")
    if study.proposed_by == actor.person:
        return refuse("nobody-approves-their-own")
    return allow("protects-data") if study.decided_at is None else refuse("decided-already")


def may_end(actor: Actor, study: Study) -> Decision:
    """Whoever may see a study may end it; what has ended stays so."""
    asked = may_see(actor, study)
    if not asked.allowed:
        return asked
    return asked if study.ended_at is None else refuse("study-is-over")


def may_preview(
    actor: Actor, study: Study, today: date, question: str, of_study: Collection[str], of_person: Collection[str]
) -> Decision:
    """A researcher asks how many an approved study of theirs would find, by data that it was approved for; what was asked before is answered as before.

    `of_study` and `of_person` are the questions asked so far: in this study, and by this person in all of theirs.
    """
    running = _is_running(actor, study, today)
    if not running.allowed or question in of_study:
        return allow("asked-before") if running.allowed else running
    if not kinds_in([question]) <= {*study.kinds}:
        return refuse("data-not-approved")
    if len({*of_study}) >= MOST_PREVIEWS:
        return refuse("previews-are-spent")
    if close_pairs([*of_person, question]) > max(CLOSE_AT_MOST, close_pairs(of_person)):
        return refuse("previews-too-close")
    return running


def _is_running(actor: Actor, study: Study, today: date) -> Decision:
    if not (actor.is_a(Role.RESEARCHER) and study.proposed_by == actor.person):
        return refuse("not-your-study")
    if not study.is_approved:
        return refuse("study-not-approved")
    is_over = study.ended_at is not None or today > study.until
    return refuse("study-is-over") if is_over else allow("approved-study")


# What every exit asks of a study


def may_see_what_left(actor: Actor, study: StudyView) -> Decision:
    """What leaves by a study is seen by its researcher, and by the data-protection officer."""
    if actor.is_a(Role.DPO):
        return allow("protects-data")
    return allow("own-study") if actor.is_a(Role.RESEARCHER) and study.is_own else refuse("not-your-study")


def may_ask_in(actor: Actor, study: StudyView) -> Decision:
    """A researcher asks in an approved study of theirs while it is open."""
    return runs(study) if actor.is_a(Role.RESEARCHER) and study.is_own else refuse("not-your-study")


def runs(study: StudyView) -> Decision:
    """A study runs once it was approved, until it is over."""
    if not study.is_approved:
        return refuse("study-not-approved")
    return allow("approved-study") if study.is_open else refuse("study-is-over")


def may_leave(plan: Plan, by: Kind, of: Collection[str]) -> Decision:
    """Something leaves by an exit, and is of types of resources, that were approved with its study."""
    if by not in plan.exits:
        return refuse("exit-not-approved")
    return allow("approved-study") if {*of} <= {*plan.kinds} else refuse("data-not-approved")


# Budgets


def may_list_budgets(actor: Actor) -> Decision:
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
    if not {Kind.ANSWER, Kind.ROUND} & {*study.plan.exits}:
        return refuse("exit-not-approved")
    if given is not None:
        return refuse("budget-given-already")
    return allow("protects-data") if budget in STUDY_BUDGETS else refuse("no-such-budget")


def may_spend(budgets: Budgets, cost: int) -> Decision:
    """Decide by what was spent so far alone: a refusal that knew who was found would tell who was found."""
    if budgets.given is None:
        return refuse("no-budget")
    if budgets.spent + cost > budgets.given:
        return refuse("study-budget-is-spent")
    return allow("within-budget") if cost <= budgets.year_left else refuse("year-budget-is-spent")


# Counting


def may_count(actor: Actor) -> Decision:
    """The installation counts; no person does."""
    return allow("counts") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
