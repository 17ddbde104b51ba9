"""Who proposes, decides, asks and counts: a row for each role."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.noise.meaning import LITTLE
from paravent.noise.terms import THOUSANDTHS
from paravent.research import policy
from paravent.research.models import Study
from paravent.research.terms import (
    CLOSE_AT_MOST,
    KINDS,
    MOST_PREVIEWS,
    STUDY_BUDGETS,
    YEAR,
    YEAR_BUDGET,
    Budgets,
    Plan,
    StudyView,
)
from paravent.uses.terms import Kind

NOW, TODAY = datetime(2026, 3, 31, 12, tzinfo=UTC), date(2026, 3, 31)
FEN = PersonId(uuid4())
PROPOSED = Study(kinds=list(KINDS), proposed_by=FEN, until=TODAY)
APPROVED = Study(kinds=list(KINDS), proposed_by=FEN, until=TODAY, is_approved=True, decided_at=NOW)
REFUSED = Study(kinds=list(KINDS), proposed_by=FEN, until=TODAY, is_approved=False, decided_at=NOW)
ENDED = Study(kinds=list(KINDS), proposed_by=FEN, until=TODAY, is_approved=True, decided_at=NOW, ended_at=NOW)
OVER = Study(kinds=list(KINDS), proposed_by=FEN, until=date(2026, 3, 30), is_approved=True, decided_at=NOW)
ASKED = "Condition?code=A"


def a(role: Role, person: PersonId | None = None) -> Actor:
    return Actor(person or PersonId(uuid4()), frozenset({role}))


@pytest.mark.parametrize("role", list(Role))
def test_researchers_propose_the_officer_decides_and_the_installation_counts(role: Role) -> None:
    assert policy.may_propose(a(role)).allowed is (role == Role.RESEARCHER)
    assert policy.may_list(a(role)).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_decide(a(role), PROPOSED).allowed is (role == Role.DPO)
    assert policy.may_count(a(role)).allowed is (role == Role.SYSTEM)


@pytest.mark.parametrize("role", list(Role))
def test_a_study_is_its_researchers_and_the_officers(role: Role) -> None:
    assert policy.may_see(a(role, FEN), PROPOSED).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_see(a(role), PROPOSED).allowed is (role == Role.DPO)
    assert policy.may_end(a(role), APPROVED).allowed is (role == Role.DPO)
    assert not policy.may_end(a(role, FEN), ENDED).allowed


def test_nobody_approves_their_own_and_nothing_is_decided_twice() -> None:
    assert policy.may_decide(a(Role.DPO, FEN), PROPOSED).reason == "nobody-approves-their-own"
    assert policy.may_decide(a(Role.DPO), REFUSED).reason == "decided-already"


@pytest.mark.parametrize("role", list(Role))
def test_only_its_researcher_asks_in_a_study(role: Role) -> None:
    assert policy.may_preview(a(role, FEN), APPROVED, TODAY, ASKED, (), ()).allowed is (role == Role.RESEARCHER)
    assert policy.may_preview(a(role), APPROVED, TODAY, ASKED, (), ()).reason == "not-your-study"


@pytest.mark.parametrize(
    ("study", "reason"),
    [
        (PROPOSED, "study-not-approved"),
        (REFUSED, "study-not-approved"),
        (ENDED, "study-is-over"),
        (OVER, "study-is-over"),
    ],
)
def test_a_study_asks_while_it_is_approved_and_runs(study: Study, reason: str) -> None:
    assert policy.may_preview(a(Role.RESEARCHER, FEN), study, TODAY, ASKED, (), ()).reason == reason


def a_view(*, is_own: bool = True, is_approved: bool | None = True, is_open: bool = True) -> StudyView:
    plan = Plan("Title", "Why", "Fulda", (), TODAY)
    return StudyView(uuid4(), plan, "Fen", NOW, "Gül", NOW, is_approved, is_open, None, is_own)


@pytest.mark.parametrize("role", list(Role))
def test_every_exit_of_a_study_is_its_researchers_and_is_seen_by_the_officer_too(role: Role) -> None:
    assert policy.may_ask_in(a(role), a_view()).allowed is (role == Role.RESEARCHER)
    assert policy.may_ask_in(a(role), a_view(is_own=False)).reason == "not-your-study"
    assert policy.may_see_what_left(a(role), a_view()).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_see_what_left(a(role), a_view(is_own=False)).allowed is (role == Role.DPO)


def test_no_exit_is_open_before_a_study_runs_nor_after() -> None:
    assert policy.runs(a_view()).reason == "approved-study"
    assert policy.runs(a_view(is_approved=None, is_open=False)).reason == "study-not-approved"
    assert policy.may_ask_in(a(Role.RESEARCHER), a_view(is_open=False)).reason == "study-is-over"


def asks(question: str, of_study: list[str], of_person: list[str] | None = None) -> str:
    fen = a(Role.RESEARCHER, FEN)
    return policy.may_preview(fen, APPROVED, TODAY, question, of_study, of_person or of_study).reason


def test_questions_are_counted_and_the_same_one_again_is_none() -> None:
    asked = [f"Condition?code={one}\nProcedure?code={one}" for one in range(MOST_PREVIEWS)]

    assert asks("Condition?code=X\nProcedure?code=X", asked[:-1]) == "approved-study"
    assert asks("Condition?code=X\nProcedure?code=X", asked) == "previews-are-spent"
    assert asks(asked[0], asked) == "asked-before"


def test_close_questions_are_stopped_over_all_studies_of_a_person() -> None:
    whole = ["Condition?code=A", *(f"Condition?code=A\nPatient?birthdate=ge19{year}" for year in (50, 60, 70))]

    assert CLOSE_AT_MOST == 6
    assert asks("Condition?code=A\nPatient?birthdate=ge1980", whole) == "previews-too-close"
    assert asks("Condition?code=A\nPatient?birthdate=ge1980", [], whole) == "previews-too-close"
    assert asks("Condition?code=B\nPatient?birthdate=ge1980", whole[1:], whole) == "approved-study"
    assert asks("Immunization?vaccine-code=1", whole) == "approved-study"


def test_a_study_asks_about_the_data_that_it_was_approved_for_and_lets_out_by_its_exits() -> None:
    fen, study = a(Role.RESEARCHER, FEN), Study(kinds=["Condition"], proposed_by=FEN, until=TODAY, is_approved=True)

    def asks(question: str) -> str:
        return policy.may_preview(fen, study, TODAY, question, (), ()).reason

    assert asks("Condition?code=A") == asks("Patient?gender=female") == "approved-study"
    assert asks("Condition?code=A\nProcedure?code=A") == "data-not-approved"
    plan = replace(a_view().plan, kinds=("Condition",), exits=(Kind.RELEASE,))
    assert policy.may_leave(plan, Kind.RELEASE, {"Condition"}).allowed
    assert policy.may_leave(plan, Kind.RELEASE, {"Condition", "Procedure"}).reason == "data-not-approved"
    assert policy.may_leave(plan, Kind.ANSWER, ()).reason == "exit-not-approved"
    rows_alone = replace(a_view(is_own=False), plan=plan)
    assert policy.may_give_budget(a(Role.DPO), rows_alone, 200, None).reason == "exit-not-approved"


# Budgets


@pytest.mark.parametrize("role", list(Role))
def test_only_data_protection_gives_and_lists_budgets(role: Role) -> None:
    assert policy.may_list_budgets(a(role)).allowed is (role == Role.DPO)
    assert policy.may_give_budget(a(role), a_view(is_own=False), 200, None).allowed is (role == Role.DPO)


def test_a_budget_is_given_once_for_an_open_study_of_somebody_else() -> None:
    gul, study = a(Role.DPO), a_view(is_own=False)

    assert policy.may_give_budget(gul, a_view(), 200, None).reason == "nobody-approves-their-own"
    assert policy.may_give_budget(gul, study, 200, 200).reason == "budget-given-already"
    assert policy.may_give_budget(gul, study, 100_000, None).reason == "no-such-budget"
    waits, over = a_view(is_own=False, is_approved=None, is_open=False), a_view(is_own=False, is_open=False)
    assert policy.may_give_budget(gul, waits, 200, None).reason == "study-not-approved"
    assert policy.may_give_budget(gul, over, 200, None).reason == "study-is-over"


@pytest.mark.parametrize(
    ("budgets", "cost", "reason"),
    [
        (Budgets(1000, 0, 0), 1000, "within-budget"),
        (Budgets(1000, 0, 0), 1001, "study-budget-is-spent"),
        (Budgets(None, 0, 0), 100, "no-budget"),
        (Budgets(1000, 0, YEAR_BUDGET - 100), 101, "year-budget-is-spent"),
        (Budgets(1000, 0, YEAR_BUDGET - 100), 100, "within-budget"),
    ],
)
def test_what_is_spent_is_spent(budgets: Budgets, cost: int, reason: str) -> None:
    assert policy.may_spend(budgets, cost).reason == reason


def test_the_database_holds_the_same_year() -> None:
    sql = (Path(policy.__file__).parent / "migrations" / "0004_budgets.sql").read_text()

    assert f"> {YEAR_BUDGET}\n" in sql
    assert f"interval '{YEAR.days * 24} hours'" in sql


def test_what_is_left_is_the_smaller_of_both() -> None:
    assert Budgets(1000, 300, 300).left == 700
    assert Budgets(1000, 300, YEAR_BUDGET - 50).left == 50
    assert Budgets(None, 0, 0).left == 0
    assert max(STUDY_BUDGETS) < YEAR_BUDGET == LITTLE * THOUSANDTHS
