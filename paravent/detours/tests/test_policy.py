"""Who may own up, who sees the trend, and what of a count is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.access.terms import Actor, Role
from paravent.detours.policy import may_own_up, may_see_trend, told
from paravent.kernel.crowds import FEWEST
from paravent.kernel.ids import PersonId

BEA, CEM = (PersonId(f"00000000-0000-4000-8000-00000000000{n}") for n in (1, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(role, role is Role.CLINICIAN) for role in Role],
)
def test_who_owns_up_is_the_clinician_of_the_visit(role: Role, *, allowed: bool) -> None:
    actor = Actor(BEA, frozenset({role}))

    assert may_own_up(actor, BEA, is_cancelled=False).allowed is allowed
    assert may_own_up(actor, CEM, is_cancelled=False).reason == "not-your-visit"
    assert not may_own_up(actor, BEA, is_cancelled=True).allowed


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(role, role in {Role.DPO, Role.ADMINISTRATOR}) for role in Role],
)
def test_who_sees_the_trend_runs_the_practice_or_answers_for_its_data(role: Role, *, allowed: bool) -> None:
    assert may_see_trend(Actor(BEA, frozenset({role}))).allowed is allowed


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 5}, {"a": 5}),
        ({"a": 4}, {"a": None}),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}),
        ({"a": 4, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 4, "b": 9, "c": 30}, {"a": None, "b": None, "c": 30}),
    ],
)
def test_what_is_small_is_not_told_nor_what_would_give_it_away(counts: dict[str, int], shown: dict[str, int]) -> None:
    assert told(counts) == shown


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 40), max_size=8))
def test_whoever_knows_the_sum_still_learns_no_small_count(counts: dict[str, int]) -> None:
    shown = told(counts)
    hidden = [counts[what] for what in counts if shown[what] is None]

    assert all(count == 0 or count >= FEWEST for count in shown.values() if count is not None)
    assert not hidden or sum(hidden) >= FEWEST or all(count == 0 for count in shown.values() if count is not None)
