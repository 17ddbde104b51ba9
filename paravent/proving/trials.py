"""One hospital judged: what was explained, what the queue held, and how every person's week was scored."""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from paravent.judgement.budget import WEEK, alerts
from paravent.judgement.explanations import explain
from paravent.judgement.frames import Frames
from paravent.judgement.scoring import judge_explained
from paravent.proving.baselines import BY, week, with_baselines
from paravent.proving.evenings import Told, as_it_comes, nobody

PER_THOUSAND = 5
"""Alerts a week for a thousand people: the budget that issue and figures speak of."""

EXPLAINED = ("sound", "own-word")
"""Kinds of explanations that stand. One that came too conveniently explains nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found in one hospital. `weeks`: person, week, score, each baseline's score, is_insider; `queue`: person, week, told_at, place."""

    name: str
    budget: int
    weeks: pl.DataFrame
    queue: pl.DataFrame
    incidents: pl.DataFrame
    explained: dict[str, tuple[int, int]]
    baselines: tuple[str, ...]


def budget_of(staff: int) -> int:
    """Return how many alerts a week a house of so many people can look into; never none."""
    return max(1, round(staff * PER_THOUSAND / 1000))


def week_over() -> pl.Expr:
    """Return when a week is over: as late as an alert about it can come."""
    return pl.col("week").cast(pl.Datetime("us")).dt.replace_time_zone("UTC") + WEEK


def try_on(
    name: str, frames: Frames, truth: pl.DataFrame, *, evenings: Collection[int] = (), told: Told = nobody
) -> Trial:
    """Judge a hospital and hold the judgement against the truth, which the judgement never sees: on some evenings of each week, or all at the end.

    `told` hears what is being done, and how much of all that is done.
    """
    budget = budget_of(frames.roles.filter(pl.col("role") != "program")["person"].n_unique())
    told("Explaining every look", 0.0)
    explained = explain(frames)
    if evenings:
        judged, queue = as_it_comes(frames, budget, evenings, told)
    else:
        told("Judging every week", 0.4)
        judged = judge_explained(frames, explained).weeks
        queue = alerts(judged, budget)
    told("Asking the baselines", 0.9)
    weeks, asked = with_baselines(judged.select(*BY, "score"), frames)
    incidents = incidents_of(frames.accesses, truth)
    marked = incidents.select(*BY).unique().with_columns(is_insider=pl.lit(value=True))
    weeks = weeks.join(marked, on=BY, how="left").with_columns(pl.col("is_insider").fill_null(value=False))
    return Trial(name, budget, weeks, queue, incidents, _explained(explained, truth), tuple(asked))


def incidents_of(accesses: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each incident, person and week, with the instant at which the incident began.

    The instant is the log's: where the clock lies, the latest time that was written before.
    """
    told = accesses.select("entry", at=pl.col("at").cum_max(), week=week())
    marked = truth.join(told, on="entry")
    began = pl.col("at").min().over("incident").alias("began_at")
    return marked.select("incident", "scenario", began, "week", person="actor").unique().sort("incident", *BY)


def _explained(explained: pl.DataFrame, truth: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Return, of honest accesses and of first ones among them, how many are explained."""
    honest = explained.join(truth, on="entry", how="anti")
    stands = pl.col("kind").is_in(EXPLAINED).fill_null(value=False)
    first = honest.filter("is_first")
    return {
        "all": (honest.filter(stands).height, honest.height),
        "first": (first.filter(stands).height, first.height),
        "sound": (honest.filter(pl.col("kind").eq_missing(pl.lit("sound"))).height, honest.height),
    }
