"""One hospital judged: what was explained, what the queue held, and how every person's week was scored."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta

import polars as pl

from paravent.judgement.budget import alerts
from paravent.judgement.explanations import explain
from paravent.judgement.frames import WEEKS, Frames
from paravent.judgement.scoring import judge_explained
from paravent.proving.baselines import BY, week, with_baselines

PER_THOUSAND = 5
"""Alerts a week for a thousand people: the budget that issue and figures speak of."""

WEEK = timedelta(days=7)
EXPLAINED = ("sound", "own-word")
"""Kinds of explanations that stand. One that came too conveniently explains nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found in one hospital. `weeks`: person, week, score, each baseline's score, is_insider."""

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


def try_on(name: str, frames: Frames, truth: pl.DataFrame, *, is_week_by_week: bool = False) -> Trial:
    """Judge a hospital and hold the judgement against the truth, which the judgement never sees."""
    budget = budget_of(frames.roles.filter(pl.col("role") != "program")["person"].n_unique())
    explained = explain(frames)
    judged = week_by_week(frames) if is_week_by_week else judge_explained(frames, explained).weeks
    queue, _ = alerts(judged, budget)
    weeks, asked = with_baselines(judged.select(*BY, "score"), frames)
    incidents = incidents_of(frames.accesses, truth)
    marked = incidents.select(*BY).unique().with_columns(is_insider=pl.lit(value=True))
    weeks = weeks.join(marked, on=BY, how="left").with_columns(pl.col("is_insider").fill_null(value=False))
    return Trial(name, budget, weeks, queue.select(BY), incidents, _explained(explained, truth), tuple(asked))


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


def week_by_week(frames: Frames) -> pl.DataFrame:
    """Return every week as it would have been judged on its last evening, without anything that came afterwards."""
    mondays = frames.accesses.select(week().alias("week")).unique().sort("week")["week"]
    found = []
    for monday in mondays:
        known = as_of(frames, datetime.combine(monday, time(), UTC) + WEEK)
        judged = judge_explained(known, explain(known)).weeks
        found.append(judged.filter(pl.col("week") == monday))
    return pl.concat(found) if found else pl.DataFrame(schema=WEEKS)


BEGINS = {
    "accesses": "at",
    "roles": "starts_at",
    "memberships": "starts_at",
    "notices": "given_at",
    "visits": "made_at",
    "relations": "starts_at",
    "glasses": "opened_at",
    "notables": "starts_at",
}
"""The instant from which a row is known. Duties are planned ahead, and kinships are."""

BECOMES = ("opened_at", "joined_at", "ended_at", "cancelled_at")


def as_of(frames: Frames, until: datetime) -> Frames:
    """Return what was known at an instant."""
    kept = {name: getattr(frames, name).filter(pl.col(column) < until) for name, column in BEGINS.items()}
    later = [pl.when(pl.col(column) < until).then(pl.col(column)).alias(column) for column in BECOMES]
    by = pl.when(pl.col("cancelled_at") < until).then(pl.col("cancelled_by")).alias("cancelled_by")
    kept["visits"] = kept["visits"].with_columns(*later, by)
    # What a review found is known some days later; the frame does not say when, so that here it is never early.
    is_old = pl.col("opened_at") < until - WEEK
    kept["glasses"] = kept["glasses"].with_columns(pl.when(is_old).then(pl.col("verdict")).alias("verdict"))
    for name in ("roles", "memberships"):
        is_over = pl.col("ends_at") < until
        kept[name] = kept[name].with_columns(pl.when(is_over).then(pl.col("ends_at")).alias("ends_at"))
    return replace(frames, **{field.name: kept[field.name] for field in fields(Frames) if field.name in kept})
