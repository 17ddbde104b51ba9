"""Who asks and answers, and when there is no budget left: a row for each role."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.answers import policy
from paravent.answers.queries import kinds_of
from paravent.answers.terms import COSTS
from paravent.kernel.ids import PersonId
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.research.terms import STUDY_BUDGETS, YEAR_BUDGET, Budgets, Plan, StudyView
from paravent.uses.terms import Kind

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
FRESH = Budgets(1000, 0, 0)


def a(role: Role) -> Actor:
    return Actor(PersonId(uuid4()), frozenset({role}))


def a_view(*, is_own: bool = True, is_approved: bool | None = True, is_open: bool = True) -> StudyView:
    plan = Plan("Title", "Why", "Fulda", (), date(2026, 4, 1))
    return StudyView(uuid4(), plan, "Fen", NOW, "Gül", NOW, is_approved, is_open, None, is_own)


@pytest.mark.parametrize("role", list(Role))
def test_a_row_for_each_role(role: Role) -> None:
    own, others = a_view(), a_view(is_own=False)

    assert policy.may_see(a(role), own).allowed is (role in {Role.DPO, Role.RESEARCHER})
    assert policy.may_see(a(role), others).allowed is (role == Role.DPO)
    assert policy.may_ask(a(role), own, (), FRESH, 200, is_known=False).allowed is (role == Role.RESEARCHER)
    assert policy.may_ask(a(role), others, (), FRESH, 200, is_known=True).reason == "not-your-study"
    assert policy.may_give(a(role), others, FRESH, 200, is_answered=False).allowed is (role == Role.SYSTEM)


def test_asked_and_answered_is_while_the_study_runs() -> None:
    fen, system, over = a(Role.RESEARCHER), a(Role.SYSTEM), a_view(is_open=False)

    assert policy.may_ask(fen, over, (), FRESH, 200, is_known=True).reason == "study-is-over"
    assert policy.may_give(system, over, FRESH, 200, is_answered=False).reason == "study-is-over"
    assert policy.may_give(system, over, FRESH, 200, is_answered=True).reason == "asked-before"


@pytest.mark.parametrize(
    ("budgets", "cost", "reason"),
    [
        (FRESH, 1000, "within-budget"),
        (Budgets(1000, 800, 800), 200, "within-budget"),
        (Budgets(1000, 900, 900), 200, "study-budget-is-spent"),
        (Budgets(None, 0, 0), 100, "no-budget"),
        (Budgets(1000, 0, YEAR_BUDGET - 100), 200, "year-budget-is-spent"),
        (Budgets(1000, 0, YEAR_BUDGET - 100), 100, "within-budget"),
        (FRESH, 1, "no-such-cost"),
        (FRESH, -1000, "no-such-cost"),
    ],
)
def test_what_is_spent_is_spent(budgets: Budgets, cost: int, reason: str) -> None:
    decision = policy.may_ask(a(Role.RESEARCHER), a_view(), (), budgets, cost, is_known=False)

    assert decision.reason == policy.may_cost(budgets, cost).reason == reason
    assert policy.may_ask(a(Role.RESEARCHER), a_view(), (), budgets, cost, is_known=True).reason == "asked-before"


def test_an_answer_is_of_what_the_study_was_approved_for() -> None:
    fen, view = a(Role.RESEARCHER), a_view()
    narrow = replace(view, plan=replace(view.plan, kinds=("Condition",)))
    closed = replace(view, plan=replace(view.plan, exits=(Kind.RELEASE, Kind.ROUND)))

    assert policy.may_ask(fen, narrow, {"Condition"}, FRESH, 200, is_known=False).reason == "within-budget"
    assert policy.may_ask(fen, narrow, {"Observation"}, FRESH, 200, is_known=True).reason == "data-not-approved"
    assert policy.may_ask(fen, closed, (), FRESH, 200, is_known=True).reason == "exit-not-approved"
    assert policy.may_be_of(narrow.plan, {"Condition"}).allowed
    mean = question(Measure.MEAN, "Condition?code=A", sign="pulse", marks="40 200")
    features = question(Measure.FEATURES, features=["Procedure?code=A", "Patient?gender=female"])
    assert (kinds_of(mean), kinds_of(features)) == ({"Condition", "Observation"}, {"Procedure"})


def test_no_question_costs_more_than_a_study_may_have() -> None:
    assert max(COSTS) <= max(STUDY_BUDGETS)
