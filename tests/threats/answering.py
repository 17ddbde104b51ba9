"""Asking for numbers with noise, as whoever attacks by them does."""

from datetime import timedelta
from uuid import UUID

from paravent.answers.operations import answer_what_waits, see_answers
from paravent.answers.terms import AnswerView
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.noise import mechanisms
from paravent.noise.terms import THOUSANDTHS, Measure, Question
from paravent.research.operations import decide_study, give_budget, propose_study
from paravent.research.terms import Budgets, Plan
from tests.threats.cast import Colleague, Practice

TRIALS = 6000


def a_study_with(practice: Practice, budget: int) -> UUID:
    """Return a study of Fen's that Gül approved and gave a budget."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("With noise", "To look through the noise", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study(practice.fen.actor, plan)
    decide_study(practice.gul.actor, study_id, approves=True)
    give_budget(practice.gul.actor, study_id, budget)
    return study_id


def asked(who: Colleague, study_id: UUID, *, cohort: str, cost: int) -> int:
    """Ask how many, in their browser, and let the server answer; returns the status."""
    typed = {"measure": "count", "cohort": cohort, "cost": str(cost), "act": "ask"}
    status = who.browser.post(f"/research/{study_id}/answers/", typed).status_code
    answer_what_waits()
    return status


def told(practice: Practice, study_id: UUID) -> tuple[Budgets, list[AnswerView]]:
    """Return what a study has spent, and what it was told."""
    _, budgets, answers = see_answers(practice.fen.actor, study_id)
    return budgets, answers


def noisy(count: int, cost: int) -> list[int]:
    """Draw the noisy answer to one count over and over, as the installation does."""
    mechanisms.noised(Question(Measure.COUNT), [], cost)
    return mechanisms._counted([cell for cell in range(TRIALS) for _ in range(count)], TRIALS, 1, cost / THOUSANDTHS)
