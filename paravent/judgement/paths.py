"""Paths from a person to a patient, as joins over the frames: what a template of an explanation is made of.

A hop leads from a node to a node (person, team, house, patient) for a time. A path holds at an instant if all its hops do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from paravent.judgement.frames import WHO, Frames

HOUSE = pl.lit(0, WHO)
"""The one node that stands for the practice as a whole."""

STILL = pl.datetime(9999, 1, 1, time_unit="us", time_zone="UTC")
BEFORE_VISIT = timedelta(days=7)
AFTER_VISIT = timedelta(days=30)
AROUND_DUTY = timedelta(hours=2)
AROUND_DAY = timedelta(days=1)
AFTER_BILLED = timedelta(days=120)
KNOWN_FOR = timedelta(days=400)
AFTER_GLASS = timedelta(days=14)

NUMBERS = ("visit", "team", "colleague")
"""What evidence may quote, beside the instants from when until when the path held."""

FACT = ("left", "right", "starts", "ends", *NUMBERS)


@dataclass(frozen=True, slots=True)
class Hop:
    """One join: where it leads from and to, and its rows."""

    name: str
    source: str
    target: str
    rows: Callable[[Frames], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Path:
    """A template as joins: the names of its hops, and for which roles, purposes or acts alone it holds."""

    name: str
    hops: tuple[str, ...]
    sentence: str
    purposes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def _hop(
    rows: pl.LazyFrame, left: pl.Expr, right: pl.Expr, starts: pl.Expr, ends: pl.Expr, **numbers: pl.Expr
) -> pl.LazyFrame:
    told = [numbers.get(name, pl.lit(None, WHO)).cast(WHO).alias(name) for name in NUMBERS]
    chosen = rows.select(
        left.cast(WHO).alias("left"),
        right.cast(WHO).alias("right"),
        starts.alias("starts"),
        ends.fill_null(STILL).alias("ends"),
        *told,
    )
    return chosen.drop_nulls(["left", "right", "starts"])


def horizon(frames: Frames) -> pl.Expr:
    """Return the last instant that the log knows: what has not happened by then is not held against anybody."""
    return pl.lit(frames.accesses["at"].max(), pl.Datetime("us", "UTC"))


OWN = (pl.col("made_by") == pl.col("clinician")).fill_null(value=False)
NEVER_MET = pl.col("joined_at").is_null()
CANCELLED_OWN = (OWN & NEVER_MET & (pl.col("cancelled_by") == pl.col("made_by"))).fill_null(value=False)


def over(frames: Frames) -> pl.Expr:
    """Tell whether a visit is over at the log's end."""
    return pl.col("ended_at").is_not_null() | (pl.col("ends_at") < horizon(frames))


def nobody_came(frames: Frames) -> pl.Expr:
    """Tell whether a visit that somebody booked for themselves passed without a second party."""
    return OWN & NEVER_MET & pl.col("cancelled_at").is_null() & over(frames)


def _window() -> tuple[pl.Expr, pl.Expr]:
    """Return from when until when a visit explains: prepared the days before, followed up the weeks after; not after a cancellation."""
    starts = pl.max_horizontal(pl.col("starts_at") - BEFORE_VISIT, pl.min_horizontal("made_at", "starts_at"))
    ends = pl.max_horizontal("ended_at", "ends_at") + AFTER_VISIT
    return starts, pl.min_horizontal(ends, pl.col("cancelled_at") + AROUND_DAY)


def _visits(frames: Frames) -> pl.LazyFrame:
    return frames.visits.lazy().filter(~CANCELLED_OWN & ~nobody_came(frames))


def _treats(frames: Frames) -> pl.LazyFrame:
    return _hop(_visits(frames), pl.col("clinician"), pl.col("patient"), *_window(), visit=pl.col("visit"))


def _booked(frames: Frames) -> pl.LazyFrame:
    """Return whose visit somebody else made or cancelled, around that act."""
    rows = frames.visits.lazy().filter(~OWN)
    made = _around(rows, "made_by", "made_at")
    return pl.concat([made, _around(rows, "cancelled_by", "cancelled_at")])


def _around(rows: pl.LazyFrame, who: str, at: str) -> pl.LazyFrame:
    starts, ends = pl.col(at) - AROUND_DUTY, pl.col(at) + AROUND_DAY
    return _hop(
        rows.filter(pl.col(who).is_not_null()), pl.col(who), pl.col("patient"), starts, ends, visit=pl.col("visit")
    )


def _related(frames: Frames) -> pl.LazyFrame:
    """Return relations that somebody else made. What came of a visit or a broken glass is judged by the visit or the glass."""
    rows = frames.relations.lazy().filter(pl.col("person").is_not_null(), ~pl.col("why").is_in(["visit", "emergency"]))
    rows = rows.filter(pl.col("made_by").ne_missing(pl.col("person")))
    return _hop(
        rows, pl.col("person"), pl.col("patient"), pl.col("starts_at"), pl.col("ends_at"), colleague=pl.col("made_by")
    )


def _cared(frames: Frames) -> pl.LazyFrame:
    rows = frames.relations.lazy().filter(pl.col("team").is_not_null())
    return _hop(rows, pl.col("team"), pl.col("patient"), pl.col("starts_at"), pl.col("ends_at"), team=pl.col("team"))


def _member(frames: Frames) -> pl.LazyFrame:
    rows = frames.memberships.lazy()
    return _hop(rows, pl.col("person"), pl.col("team"), pl.col("starts_at"), pl.col("ends_at"), team=pl.col("team"))


def _members(frames: Frames) -> pl.LazyFrame:
    return _turned(_member(frames))


def _on_duty(frames: Frames) -> pl.LazyFrame:
    rows = frames.duties.lazy().filter(pl.col("team").is_not_null())
    starts, ends = pl.col("starts_at") - AROUND_DUTY, pl.col("ends_at") + AROUND_DUTY
    return _hop(rows, pl.col("person"), pl.col("team"), starts, ends, team=pl.col("team"))


def _duty_of(frames: Frames) -> pl.LazyFrame:
    return _turned(_on_duty(frames))


def _turned(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return a hop from a person to a team as one from the team to the person."""
    turned = rows.select("right", "left", "starts", "ends", *NUMBERS)
    return turned.rename({"right": "left", "left": "right"}).with_columns(colleague=pl.col("right"))


def _on_call(frames: Frames) -> pl.LazyFrame:
    rows = frames.duties.lazy().filter(pl.col("team").is_null())
    return _hop(rows, pl.col("person"), HOUSE, pl.col("starts_at") - AROUND_DUTY, pl.col("ends_at") + AROUND_DUTY)


def _holds(*roles: str) -> Callable[[Frames], pl.LazyFrame]:
    def rows(frames: Frames) -> pl.LazyFrame:
        held = frames.roles.lazy().filter(pl.col("role").is_in(roles))
        held = held.filter(~brief())
        return _hop(held, pl.col("person"), HOUSE, pl.col("starts_at"), pl.col("ends_at"))

    return rows


def brief() -> pl.Expr:
    """Tell whether a role was held for a moment only, which explains nothing."""
    return (pl.col("ends_at") - pl.col("starts_at") < timedelta(days=1)).fill_null(value=False)


def _unannounced(frames: Frames) -> pl.LazyFrame:
    rows = frames.visits.lazy().filter(pl.col("is_spontaneous").fill_null(value=False), ~nobody_came(frames))
    starts, ends = pl.col("starts_at") - AROUND_DUTY, pl.max_horizontal("ended_at", "ends_at") + AROUND_DAY
    return _hop(rows, HOUSE, pl.col("patient"), starts, ends, visit=pl.col("visit"))


def _expected(frames: Frames) -> pl.LazyFrame:
    starts, ends = pl.col("starts_at") - AROUND_DAY, pl.max_horizontal("ended_at", "ends_at") + AROUND_DAY
    return _hop(_visits(frames), HOUSE, pl.col("patient"), starts, ends, visit=pl.col("visit"))


def _seen(frames: Frames) -> pl.LazyFrame:
    """Return visits that took place, for as long as they are billed and asked about."""
    rows = _visits(frames).filter(pl.col("cancelled_at").is_null(), over(frames))
    return _hop(
        rows, HOUSE, pl.col("patient"), pl.col("starts_at"), pl.col("ends_at") + AFTER_BILLED, visit=pl.col("visit")
    )


def _known(frames: Frames) -> pl.LazyFrame:
    """Return patients of the house: who has a visit, had one within a year or so, or whom somebody cares for."""
    visits = _visits(frames)
    came = _hop(
        visits, HOUSE, pl.col("patient"), pl.col("made_at"), pl.col("ends_at") + KNOWN_FOR, visit=pl.col("visit")
    )
    cared = frames.relations.lazy().filter(~pl.col("why").is_in(["visit", "emergency"]))
    return pl.concat(
        [came, _hop(cared, HOUSE, pl.col("patient"), pl.col("starts_at"), pl.col("ends_at"), team=pl.col("team"))]
    )


def _broken(frames: Frames) -> pl.LazyFrame:
    rows = frames.glasses.lazy()
    return _hop(
        rows,
        HOUSE,
        pl.col("patient"),
        pl.col("opened_at"),
        pl.col("opened_at") + AFTER_GLASS,
        colleague=pl.col("person"),
    )


HOPS = {
    hop.name: hop
    for hop in (
        Hop("treats", "person", "patient", _treats),
        Hop("booked", "person", "patient", _booked),
        Hop("related", "person", "patient", _related),
        Hop("member", "person", "team", _member),
        Hop("on-duty", "person", "team", _on_duty),
        Hop("members", "team", "person", _members),
        Hop("duty-of", "team", "person", _duty_of),
        Hop("cared", "team", "patient", _cared),
        Hop("on-call", "person", "house", _on_call),
        Hop("reception", "person", "house", _holds("reception")),
        Hop("dpo", "person", "house", _holds("dpo")),
        Hop("program", "person", "house", _holds("program")),
        Hop("known", "house", "patient", _known),
        Hop("any-role", "person", "house", _holds("reception", "administrator", "clinician", "dpo")),
        Hop("unannounced", "house", "patient", _unannounced),
        Hop("expected", "house", "patient", _expected),
        Hop("seen", "house", "patient", _seen),
        Hop("broken", "house", "patient", _broken),
    )
}
"""Every way that a path may go. A path that is mined and one that is written go the same."""


def key(actor: str = "actor", patient: str = "patient") -> pl.Expr:
    """Return a person and a patient as one number."""
    return (pl.col(actor).cast(pl.Int64) * 2**32 + pl.col(patient).cast(pl.Int64)).alias("key")


def facts(path: Path, frames: Frames, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Return from when until when the path leads from each of the pairs' actors to its patient."""
    last = HOPS[path.hops[-1]].rows(frames)
    if len(path.hops) == 1:
        found = last.with_columns(key("left", "right")).join(pairs.select("key"), on="key", how="semi")
        return found.select("key", "starts", "ends", *NUMBERS)
    ways = _ways(path.hops[:-1], frames).join(pairs.select(left="actor"), on="left", how="semi")
    wanted = pairs.select("key", "actor", "patient").join(last, left_on="patient", right_on="right")
    met = wanted.join(ways, left_on=["actor", "left"], right_on=["left", "right"], suffix="_way")
    return _overlapping(met).select("key", "starts", "ends", *NUMBERS)


def _ways(hops: Sequence[str], frames: Frames) -> pl.LazyFrame:
    """Return where a path's first hops lead, all but the last; nobody is their own colleague."""
    ways = HOPS[hops[0]].rows(frames)
    for name in hops[1:]:
        onward = HOPS[name].rows(frames)
        met = onward.join(ways, left_on="left", right_on="right", suffix="_way")
        met = met.filter(pl.col("left_way") != pl.col("right")) if HOPS[name].target == "person" else met
        ways = _overlapping(met.drop("left")).select(
            pl.col("left_way").alias("left"), "right", "starts", "ends", *NUMBERS
        )
    return ways


def _overlapping(met: pl.LazyFrame) -> pl.LazyFrame:
    """Return where two hops hold at the same time, with what the nearer to the patient says first."""
    both = met.with_columns(
        starts=pl.max_horizontal("starts", "starts_way"),
        ends=pl.min_horizontal("ends", "ends_way"),
        **{name: pl.coalesce(name, f"{name}_way") for name in NUMBERS},
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
