"""The alert budget: how many weeks a data-protection officer is asked to look at, and what was just below."""

from datetime import date, timedelta

import polars as pl

from paravent.judgement.weights import LINE

BELOW = 5
"""How many weeks just below the line are told."""

FOLLOWS = timedelta(weeks=5)
WORSE = 2.0
"""For five weeks after an alert a person's next weeks belong to its case, unless they are twice as odd: one matter is asked about once."""


def alerts(weeks: pl.DataFrame, per_week: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the queue, of each week the highest above the line as far as the budget goes, and what came just below.

    Equal scores stand in the order of more unexplained accesses, then of the person's number: a fixed order, not a ranking of people.
    """
    order = {"week": False, "score": True, "unexplained": True, "person": False}
    ranked = weeks.filter(pl.col("score") > 0).sort(*order, descending=list(order.values()))
    in_queue, follows = _chosen(ranked, per_week)
    rest = ranked.filter(~in_queue & ~follows)
    return ranked.filter(in_queue), rest.filter(pl.int_range(pl.len()).over("week") < BELOW)


def _chosen(ranked: pl.DataFrame, per_week: int) -> tuple[pl.Series, pl.Series]:
    """Return, for each row, whether it is in the queue, and whether it follows an alert that was."""
    known: dict[int, tuple[date, float]] = {}
    used: dict[date, int] = {}
    chosen, follows = [], []
    for person, week, score in ranked.select("person", "week", "score").iter_rows():
        before = known.get(person)
        is_same = before is not None and week - before[0] <= FOLLOWS and score < before[1] * WORSE
        is_in = not is_same and round(score * 100) >= LINE and used.get(week, 0) < per_week
        if is_in:
            known[person] = (week, score)
            used[week] = used.get(week, 0) + 1
        chosen.append(is_in)
        follows.append(is_same)
    return pl.Series(chosen, dtype=pl.Boolean), pl.Series(follows, dtype=pl.Boolean)
