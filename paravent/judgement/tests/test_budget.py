"""A budget is honoured, what was just below is told, and one matter is one alert."""

from datetime import timedelta

import polars as pl

from paravent.judgement.budget import alerts
from paravent.judgement.frames import WEEKS
from paravent.judgement.tests.cast import MONDAY


def weeks_of(*scores: float) -> pl.DataFrame:
    """Return as many people's weeks with these scores."""
    rows = [
        {
            "person": nth,
            "week": MONDAY.date(),
            "accesses": 9,
            "unexplained": 1,
            "score": one,
            "reasons": [],
            "entries": [],
        }
        for nth, one in enumerate(scores)
    ]
    return pl.DataFrame(rows, schema=dict(WEEKS))


def test_the_budget_is_honoured_and_what_was_just_below_is_told() -> None:
    queue, below = alerts(weeks_of(1.2, 3.0, 2.0, 0.9, 0.0), per_week=2)
    assert queue["person"].to_list() == [1, 2]
    assert below["person"].to_list() == [0, 3]


def test_a_budget_is_not_filled_with_what_lies_below_the_line() -> None:
    queue, below = alerts(weeks_of(0.99, 1.0), per_week=5)
    assert queue["person"].to_list() == [1]
    assert below["person"].to_list() == [0]


def test_equal_scores_stand_in_a_fixed_order() -> None:
    queue, _ = alerts(weeks_of(2.0, 2.0, 2.0), per_week=2)
    assert queue["person"].to_list() == [0, 1]


def test_one_matter_is_asked_about_once_unless_it_grows() -> None:
    weeks = pl.concat(
        weeks_of(score).with_columns(week=pl.lit(MONDAY.date()) + timedelta(weeks=nth))
        for nth, score in enumerate((1.5, 1.6, 3.2, 1.2))
    )
    queue, below = alerts(weeks, per_week=5)
    assert queue["score"].to_list() == [1.5, 3.2]
    assert below.is_empty()


def test_what_is_new_in_a_persons_week_and_were_an_alert_by_itself_is_another_matter() -> None:
    def one(week: int, **weights: float) -> pl.DataFrame:
        reasons = [{"name": name, "weight": weight, "evidence": None} for name, weight in weights.items()]
        row = weeks_of(sum(weights.values())).with_columns(week=pl.lit(MONDAY.date()) + timedelta(weeks=week))
        return row.with_columns(reasons=pl.Series([reasons], dtype=WEEKS["reasons"]))

    weeks = pl.concat([one(0, sweep=1.2), one(1, walk=1.1), one(2, drip=0.6, hours=0.9), one(3, walk=1.2)])
    assert alerts(weeks, per_week=5)[0]["score"].to_list() == [1.2, 1.1]


def test_a_matter_of_long_ago_is_asked_about_anew() -> None:
    weeks = pl.concat(weeks_of(1.5).with_columns(week=pl.lit(MONDAY.date()) + timedelta(weeks=nth)) for nth in (0, 6))
    assert len(alerts(weeks, per_week=5)[0]) == 2
