"""The alert budget: how many weeks a data-protection officer is asked to look at, and what was just below."""

import polars as pl

from paravent.judgement.weights import LINE

BELOW = 5
"""How many weeks just below the line are told."""


def alerts(weeks: pl.DataFrame, per_week: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the queue, of each week the highest above the line as far as the budget goes, and what came just below.

    Equal scores stand in the order of more unexplained accesses, then of the person's number: a fixed order, not a ranking of people.
    """
    order = {"week": False, "score": True, "unexplained": True, "person": False}
    ranked = weeks.filter(pl.col("score") > 0).sort(*order, descending=list(order.values()))
    ranked = ranked.with_columns(place=pl.int_range(pl.len()).over("week"), above=pl.col("score") * 100 >= LINE)
    in_queue = pl.col("above") & (pl.col("place") < per_week)
    queue, rest = ranked.filter(in_queue), ranked.filter(~in_queue)
    below = rest.filter(pl.int_range(pl.len()).over("week") < BELOW)
    return queue.drop("place", "above"), below.drop("place", "above")
