"""What is usual: a person's own past, and what others of their role did in the same week."""

import polars as pl

from paravent.judgement.frames import Frames

PAST = 8
"""Weeks of the past that a week is held against."""
LEAST_PAST = 3

MANY = 12
"""Of so many of a role nobody moves the middle by more than a place. Of fewer each is held against the others alone: of three, one who does much would be half of what is usual."""

OF_ONE_WEEK = ["role", "week"]


def main_roles(frames: Frames) -> pl.DataFrame:
    """Return one role of each person, the one held first: whose peers they are."""
    return (
        frames.roles.sort("person", "starts_at", "role")
        .unique("person", keep="first", maintain_order=True)
        .select("person", "role")
    )


def held_against(weeks: pl.DataFrame, counted: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Return each week's count with the middle and the spread of the person's past and of their peers, robustly; who has no peers has null for theirs."""
    full = (
        weeks.join(counted, on=["person", "week"], how="left")
        .join(roles, on="person", how="left")
        .with_columns(pl.col("n").fill_null(0))
    )
    is_among_many = pl.len().over(OF_ONE_WEEK) >= MANY
    full = pl.concat([_among_many(full.filter(is_among_many)), _among_few(full.filter(~is_among_many))])
    full = full.sort("person", "week").with_columns(
        past=pl.col("n").shift(1).rolling_median(PAST, min_samples=LEAST_PAST).over("person"), past_doubt=1.0
    )
    off = (pl.col("n") - pl.col("past")).abs()
    spread = off.shift(1).rolling_median(PAST, min_samples=LEAST_PAST).over("person")
    return full.with_columns(past_spread=spread.fill_null(0))


def _among_many(rows: pl.DataFrame) -> pl.DataFrame:
    others = ((pl.col("n").sum() - pl.col("n")) / (pl.len() - 1)).over(OF_ONE_WEEK)
    held = rows.with_columns(peers=_usual(pl.col("n").median().over(OF_ONE_WEEK), others))
    spread = (pl.col("n") - pl.col("peers")).abs().median().over(OF_ONE_WEEK)
    return held.with_columns(peers_spread=spread, peers_doubt=1.0)


def _among_few(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each with the middle and the spread of the others, in pairs; of few, what is usual is itself in doubt, as of a mean of so many."""
    other = rows.select(*OF_ONE_WEEK, other="person", theirs="n")
    pairs = rows.join(other, on=OF_ONE_WEEK, nulls_equal=True).filter(pl.col("person") != pl.col("other"))
    one = pairs.group_by("person", "week")
    usual = one.agg(peers=_usual(pl.col("theirs").median(), pl.col("theirs").mean()), peers_doubt=1 + 1 / pl.len())
    met = pairs.join(usual, on=["person", "week"])
    spread = met.group_by("person", "week").agg(peers_spread=(pl.col("theirs") - pl.col("peers")).abs().median())
    held = rows.join(usual, on=["person", "week"], how="left").join(spread, on=["person", "week"], how="left")
    return held.select(*rows.columns, "peers", "peers_spread", "peers_doubt")


def _usual(middle: pl.Expr, mean: pl.Expr) -> pl.Expr:
    """Return what is usual: what is rare has a middle of nothing, then the mean of the others says more. It is bounded, or one who does much would hide another."""
    return pl.max_horizontal(middle, pl.min_horizontal(mean, middle * 2 + 1))
