"""Judged on some evenings by what was known then: an alert comes when its week crosses the line and there is a place for it, or takes one of the next weeks' places."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from paravent.judgement.budget import DAY, WEEK, Filed
from paravent.judgement.explanations import explain
from paravent.judgement.frames import WEEKS, Frames
from paravent.judgement.scoring import judge_explained

Told = Callable[[str, float], None]
EVERY_DAY, TWICE_A_WEEK = frozenset(range(7)), frozenset({2, 6})
EVENINGS: dict[str, frozenset[int]] = {
    "at-the-end": frozenset(),
    "twice-a-week": TWICE_A_WEEK,
    "each-evening": EVERY_DAY,
}
"""On which evenings is judged, Monday being 0; on none, everything at once at the end. Sundays are among them: what is said of a week then stands."""
A_RUN = timedelta(hours=6)
"""So long after a week began the product has judged the whole log once more, and given its places to what waited."""

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


def nobody(_what: str, _share: float) -> None:
    """Hear how far a trial is, and tell nobody."""


def as_it_comes(
    frames: Frames, per_week: int, days: Collection[int] = EVERY_DAY, told: Told = nobody
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return each person's weeks as they stood on their last evening, and the queue as it was filed."""
    filed, last = Filed(per_week), {}
    for evening, monday, weeks in _evenings(frames, days, told):
        filed.file(weeks, (evening - DAY).date(), evening)
        if evening.weekday() == 0:
            filed.file(weeks.clear(), evening.date(), evening + A_RUN)
        last[monday] = weeks
    return pl.concat([pl.DataFrame(schema=WEEKS), *last.values()]), filed.queue()


def _judged_on(frames: Frames, days: Collection[int]) -> list[date]:
    """Return the days whose evenings are judged; the log's last is one of them."""
    every = frames.accesses.select(
        pl.date_range(pl.col("at").dt.date().min(), pl.col("at").dt.date().max())
    ).to_series()
    return [day for day in every if day.weekday() in days or day == every[-1]]


def _evenings(frames: Frames, days: Collection[int], told: Told) -> Iterator[tuple[datetime, date, pl.DataFrame]]:
    """Yield such midnights with the running week and its rows. What was said of the weeks before on their last evening stands."""
    before: list[pl.DataFrame] = []
    judged_on = _judged_on(frames, days)
    for nth, day in enumerate(judged_on):
        told(f"Judging the evening of {day}", 0.9 * nth / len(judged_on))
        evening, monday = datetime.combine(day, time(), UTC) + DAY, day - timedelta(days=day.weekday())
        known = as_of(frames, evening)
        this_week = explain(known, since=datetime.combine(monday, time(), UTC))
        judged = judge_explained(known, pl.concat([*before, this_week]).sort("entry"))
        yield evening, monday, judged.weeks.filter(week=monday)
        if evening.weekday() == 0:
            before.append(this_week)


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
