"""In a small practice a person is held against the others: their own count is no part of what is usual."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from paravent.judgement.frames import WHO
from paravent.judgement.peers import MANY, held_against
from paravent.judgement.scoring import judge
from paravent.judgement.tests.cast import BEA, CEM, DUA, frames, look, many

MONDAY = date(2026, 3, 2)


def held(*counts: int) -> pl.DataFrame:
    """Return what the counts of as many clinicians in one week are held against, the first of them number 1."""
    people = pl.DataFrame({"person": range(1, len(counts) + 1)}, schema={"person": WHO})
    weeks = people.with_columns(week=pl.lit(MONDAY))
    roles = people.with_columns(role=pl.lit("clinician"))
    return held_against(weeks, weeks.with_columns(n=pl.Series(counts, dtype=pl.Int64)), roles)


def usual(*counts: int) -> float | None:
    """Return what the first one's count is held against."""
    found: float | None = held(*counts)["peers"][0]
    return found


@pytest.mark.parametrize("others", [(4,), (0, 8), (3, 3, 9), tuple(range(MANY - 2))])
def test_of_few_ones_own_count_moves_nothing_that_one_is_held_against(others: tuple[int, ...]) -> None:
    little, much = held(0, *others), held(500, *others)
    compared = ["peers", "peers_spread", "peers_doubt"]
    assert little[0].select(compared).equals(much[0].select(compared))
    assert usual(500, *others) == pytest.approx(sum(others) / len(others), abs=2)


def test_of_many_all_are_the_middle_which_nobody_moves_far() -> None:
    assert [usual(own, *range(MANY - 1)) for own in (0, 500)] == [5.0, 5.5]


def test_fewer_others_are_more_in_doubt() -> None:
    doubts = [held(9, *others)["peers_doubt"][0] for others in ((4,), (4, 4), (4, 4, 4), (4,) * (MANY - 1))]
    assert doubts == [2.0, 1.5, 1 + 1 / 3, 1.0]


def test_who_is_alone_in_a_role_is_held_against_nobody() -> None:
    assert usual(500) is None
    assert reasons_of([many(12)]) == set()


def test_the_order_of_rows_makes_no_difference_among_few() -> None:
    counts = (3, 0, 9, 4)
    assert_frame_equal(held(*counts), held(*counts).sample(fraction=1, shuffle=True, seed=1).sort("person"))


def reasons_of(looks: list[list[dict[str, Any]]]) -> set[str]:
    """Return the reasons of Bea's week, among clinicians who each have some looks that nothing explains."""
    people = (BEA, CEM, DUA)[: len(looks)]
    lines = [{**one, "actor": who} for who, theirs in zip(people, looks, strict=True) for one in theirs]
    weeks = judge(frames(roles=[{"person": one} for one in people], accesses=lines)).weeks
    found = weeks.filter(pl.col("person") == BEA)["reasons"]
    return {reason["name"] for of_week in found for reason in of_week if reason["name"] != "unexplained"}


WORKS = look(9, act="visit.list-day", patient=None)


@pytest.mark.parametrize("others", [[[WORKS]], [[WORKS], many(4)]])
def test_of_two_or_three_the_one_who_opens_far_more_is_found(others: list[list[dict[str, Any]]]) -> None:
    """With their own twelve among them the middle would be six of two, and four of three, and they as far from it as usual: nothing would be odd."""
    assert "many-unexplained" in reasons_of([many(12), *others])


def test_of_two_who_do_alike_neither_is_found() -> None:
    assert reasons_of([many(3), many(2)]) == set()
