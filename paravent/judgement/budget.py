"""The alert budget: how many weeks a data-protection officer is asked to look at, and what was just below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import polars as pl

from paravent.judgement.weights import LINE, WEIGHTS

BELOW = 5
"""How many weeks just below the line are told."""

FOLLOWS = timedelta(weeks=5)
WORSE = 2.0
"""For five weeks after an alert a person's next weeks belong to its case, unless they are twice as odd or what is new in them reaches the line: one matter is asked about once."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """A week as an alert is about it: its score, and the points of each reason that was missing in it."""

    week: date
    score: float
    missing: dict[str, int]

    @classmethod
    def of(cls, week: date, score: float, reasons: Sequence[dict[str, Any]]) -> Self:
        """Return a week with its reasons as the result holds them."""
        names = {name for name, weight in WEIGHTS.items() if weight.is_missing}
        return cls(week, score, {one["name"]: round(one["weight"] * 100) for one in reasons if one["name"] in names})


def follows(before: Alerted | None, after: Alerted) -> bool:
    """Tell whether a week is of the matter of an earlier alert: soon after it, not much odder, and with nothing new that were an alert by itself."""
    if before is None or after.week - before.week > FOLLOWS or after.score >= before.score * WORSE:
        return False
    return sum(points for name, points in after.missing.items() if name not in before.missing) < LINE


def alerts(weeks: pl.DataFrame, per_week: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the queue, of each week the highest above the line as far as the budget goes, and what came just below.

    Equal scores stand in the order of more unexplained accesses, then of the person's number: a fixed order, not a ranking of people.
    """
    order = {"week": False, "score": True, "unexplained": True, "person": False}
    ranked = weeks.filter(pl.col("score") > 0).sort(*order, descending=list(order.values()))
    in_queue, is_known = _chosen(ranked, per_week)
    rest = ranked.filter(~in_queue & ~is_known)
    return ranked.filter(in_queue), rest.filter(pl.int_range(pl.len()).over("week") < BELOW)


def _chosen(ranked: pl.DataFrame, per_week: int) -> tuple[pl.Series, pl.Series]:
    """Return, for each row, whether it is in the queue, and whether it follows an alert that was."""
    known: dict[int, Alerted] = {}
    used: dict[date, int] = {}
    chosen, same = [], []
    for person, week, score, reasons in ranked.select("person", "week", "score", "reasons").iter_rows():
        alerted = Alerted.of(week, score, reasons)
        is_same = follows(known.get(person), alerted)
        is_in = not is_same and round(score * 100) >= LINE and used.get(week, 0) < per_week
        if is_in:
            known[person] = alerted
            used[week] = used.get(week, 0) + 1
        chosen.append(is_in)
        same.append(is_same)
    return pl.Series(chosen, dtype=pl.Boolean), pl.Series(same, dtype=pl.Boolean)
