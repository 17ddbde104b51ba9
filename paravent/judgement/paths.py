"""Paths from a person to a patient, as joins over the frames: what a template of an explanation is made of.

A path holds at an instant if all its hops do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from paravent.judgement.frames import Frames
from paravent.judgement.hops import HOPS, NUMBERS


@dataclass(frozen=True, slots=True)
class Path:
    """A template as joins: the names of its hops, and for which roles, purposes or acts alone it holds."""

    name: str
    hops: tuple[str, ...]
    sentence: str
    kind: str = "sound"
    purposes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def key(actor: str = "actor", patient: str = "patient") -> pl.Expr:
    """Return a person and a patient as one number."""
    return (pl.col(actor).cast(pl.Int64) * 2**32 + pl.col(patient).cast(pl.Int64)).alias("key")


def facts(path: Path, frames: Frames, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Return from when until when the path leads from each of the pairs' actors to its patient."""
    last = HOPS[path.hops[-1]].rows(frames)
    if len(path.hops) == 1:
        found = last.with_columns(key("left", "right")).join(pairs.select("key"), on="key", how="semi")
        return found.select("key", "starts", "ends", *NUMBERS)
    ways = _ways(path.hops[:-1], frames, pairs.select(left="actor").unique())
    wanted = pairs.select("key", "actor", "patient").join(last, left_on="patient", right_on="right")
    met = wanted.join(ways, left_on=["actor", "left"], right_on=["left", "right"], suffix="_way")
    return _overlapping(met).select("key", "starts", "ends", *NUMBERS)


def _ways(hops: Sequence[str], frames: Frames, actors: pl.LazyFrame) -> pl.LazyFrame:
    """Return where a path's first hops lead, all but the last; nobody is their own colleague."""
    ways = HOPS[hops[0]].rows(frames).join(actors, on="left", how="semi")
    for name in hops[1:]:
        onward = HOPS[name].rows(frames)
        met = onward.join(ways, left_on="left", right_on="right", suffix="_way")
        met = met.filter(pl.col("left_way") != pl.col("right")) if HOPS[name].target == "person" else met
        ways = _overlapping(met.drop("left")).select(
            pl.col("left_way").alias("left"), "right", "starts", "ends", *NUMBERS
        )
    return ways


def _overlapping(met: pl.LazyFrame) -> pl.LazyFrame:
    """Return where two hops hold at the same time: the colleague whom the path meets, the team and visit nearest to the patient."""
    both = met.with_columns(
        starts=pl.max_horizontal("starts", "starts_way"),
        ends=pl.min_horizontal("ends", "ends_way"),
        visit=pl.coalesce("visit", "visit_way"),
        team=pl.coalesce("team", "team_way"),
        colleague=pl.coalesce("colleague_way", "colleague"),
    )
    return both.filter(pl.col("starts") <= pl.col("ends"))


def furthest(held: pl.LazyFrame) -> pl.LazyFrame:
    """Return, of the facts of each pair, those that reach further than all before: the last to start then covers whatever any covers."""
    ordered = held.sort(
        "key", "starts", "ends", *NUMBERS, descending=[False, False, True, False, False, False], nulls_last=True
    )
    reach = ordered.with_columns(before=pl.col("ends").cum_max().shift(1).over("key"))
    further = reach.filter(pl.col("before").is_null() | (pl.col("ends") > pl.col("before")))
    return further.drop("before").sort("starts", "key")


def covered(looks: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    """Return the looks, in their order, with the fact that covers each; nulls where none does. Looks are sorted by their instant."""
    met = looks.join_asof(
        furthest(held),
        left_on="at",
        right_on="starts",
        by="key",
        strategy="backward",
        check_sortedness=False,
        coalesce=False,
    )
    return met.with_columns(holds=(pl.col("ends") >= pl.col("at")).fill_null(value=False))
