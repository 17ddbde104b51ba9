"""Hops: each leads from a node to a node (person, team, house, patient) for a time, read from one frame."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from paravent.judgement.frames import WHO, Frames

HOUSE = pl.lit(0, WHO)
"""The one node that stands for the practice as a whole."""

STILL = pl.datetime(9999, 1, 1, time_unit="us", time_zone="UTC")
MOVED_WITHIN = timedelta(days=1)
SHORT_NOTICE = timedelta(hours=12)
BEFORE_VISIT = timedelta(days=7)
AFTER_VISIT = timedelta(days=30)
AROUND_DUTY = timedelta(hours=2)
AROUND_DAY = timedelta(days=1)
NEAR_BEFORE = timedelta(days=1)
NEAR_AFTER = timedelta(days=3)
FRESH = timedelta(days=21)
FILED = timedelta(days=7)
RANG = timedelta(days=1)
IDLE = timedelta(days=45)
JUST_JOINED = timedelta(days=14)
AFTER_BILLED = timedelta(days=120)
KNOWN_FOR = timedelta(days=400)
AFTER_GLASS = timedelta(days=14)

FILES = ("fhir.create", "fhir.update", "fhir.transaction")
CARD = "patient.see"

NUMBERS = ("visit", "team", "colleague")
"""What evidence may quote, beside the instants from when until when the path held."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One join: where it leads from and to, and its rows."""

    name: str
    source: str
    target: str
    rows: Callable[[Frames], pl.LazyFrame]


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


PAIR = (pl.col("clinician"), pl.col("patient"))
OWN = (pl.col("made_by") == pl.col("clinician")).fill_null(value=False)
NEVER_MET = pl.col("joined_at").is_null()
CANCELLED_OWN = (OWN & NEVER_MET & (pl.col("cancelled_by") == pl.col("made_by"))).fill_null(value=False)


def over(frames: Frames) -> pl.Expr:
    """Tell whether a visit is over at the log's end."""
    return pl.col("ended_at").is_not_null() | (pl.col("ends_at") < horizon(frames))


def nobody_came(frames: Frames) -> pl.Expr:
    """Tell whether a visit that somebody made for themselves at short notice passed without a second party. Who did not come to an appointment of long ago is a no-show."""
    at_once = pl.col("starts_at") - pl.col("made_at") < SHORT_NOTICE
    return OWN & NEVER_MET & at_once & pl.col("cancelled_at").is_null() & over(frames)


def _window() -> tuple[pl.Expr, pl.Expr]:
    """Return from when until when a visit explains: prepared the days before, followed up the weeks after; not after a cancellation."""
    # Who looks in the morning and books by noon has seen the patient by evening: a visit that took place explains that too.
    ahead = pl.when(pl.col("joined_at").is_not_null()).then(pl.lit(SHORT_NOTICE)).otherwise(pl.lit(AROUND_DUTY))
    made = pl.min_horizontal("made_at", "starts_at") - ahead
    starts = pl.max_horizontal(pl.col("starts_at") - BEFORE_VISIT, made)
    ends = pl.max_horizontal("ended_at", "ends_at") + AFTER_VISIT
    return starts, pl.min_horizontal(ends, pl.col("cancelled_at") + AROUND_DAY)


def phantoms(frames: Frames) -> pl.LazyFrame:
    """Return visits that somebody made for themselves and cancelled before anybody came, but for those they only moved."""
    visits = frames.visits.lazy()
    kept = visits.filter(~CANCELLED_OWN & ~nobody_came(frames)).select("patient", "clinician", kept_at="made_at")
    made = visits.filter(CANCELLED_OWN)
    met = made.join(kept, on=["patient", "clinician"])
    moved = met.filter((pl.col("kept_at") - pl.col("made_at")).dt.total_seconds().abs() <= MOVED_WITHIN.total_seconds())
    return made.join(moved.select("visit"), on="visit", how="anti")


def _visits(frames: Frames) -> pl.LazyFrame:
    sound = frames.visits.lazy().filter(~nobody_came(frames))
    return sound.join(phantoms(frames).select("visit"), on="visit", how="anti")


def _treats(frames: Frames) -> pl.LazyFrame:
    """Return whose visits somebody has, from the preparation on; one's own booking begins with a look too."""
    visits = _visits(frames)
    own = visits.filter(OWN)
    booking = _hop(own, *PAIR, pl.col("made_at") - AROUND_DUTY, pl.col("made_at") + AROUND_DUTY, visit=pl.col("visit"))
    return pl.concat([_hop(visits, *PAIR, *_window(), visit=pl.col("visit")), booking])


def known_before(rows: pl.LazyFrame, frames: Frames, who: str, at: str) -> pl.LazyFrame:
    """Return those of the rows whose patient had a visit before then with that person, or with a colleague of a team of theirs."""
    held = frames.visits.lazy().filter(pl.col("joined_at").is_not_null()).select("patient", "clinician", "joined_at")
    places = frames.memberships.lazy().select("person", "team").unique()
    mates = places.join(places, on="team", suffix="_mate").select("person", clinician="person_mate")
    own = frames.visits.lazy().select(person="clinician", clinician="clinician").unique()
    near = pl.concat([mates, own]).unique()
    met = rows.with_columns(person=pl.col(who)).join(held, on="patient", suffix="_held")
    clinician = "clinician_held" if "clinician" in rows.collect_schema().names() else "clinician"
    met = met.join(near, left_on=["person", clinician], right_on=["person", "clinician"], how="semi")
    joined = "joined_at_held" if "joined_at" in rows.collect_schema().names() else "joined_at"
    return met.filter(pl.col(joined) < pl.col(at))


def seen_before(visits: pl.LazyFrame, frames: Frames) -> pl.LazyFrame:
    """Return those of the visits whose patient anybody of the house had seen before they were made."""
    held = frames.visits.lazy().filter(pl.col("joined_at").is_not_null()).group_by("patient")
    met = visits.join(held.agg(first_seen=pl.col("joined_at").min()), on="patient")
    return met.filter(pl.col("first_seen") < pl.col("made_at"))


def _saw(frames: Frames) -> pl.LazyFrame:
    """Return visits as colleagues take them over: around the day, not for weeks."""
    ends = pl.min_horizontal(pl.max_horizontal("ended_at", "ends_at") + NEAR_AFTER, pl.col("cancelled_at"))
    return _hop(
        _visits(frames),
        pl.col("clinician"),
        pl.col("patient"),
        pl.col("starts_at") - NEAR_BEFORE,
        ends,
        visit=pl.col("visit"),
    )


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


def _team_relations(frames: Frames) -> pl.LazyFrame:
    return frames.relations.lazy().filter(pl.col("team").is_not_null()).with_columns(pl.col("ends_at").fill_null(STILL))


def _cared(frames: Frames) -> pl.LazyFrame:
    rows = _team_relations(frames)
    return _hop(rows, pl.col("team"), pl.col("patient"), pl.col("starts_at"), pl.col("ends_at"), team=pl.col("team"))


def _fresh(frames: Frames) -> pl.LazyFrame:
    """Return a team's patients of these weeks: who lies in its ward, or was just handed to it."""
    rows = _team_relations(frames)
    ends = pl.min_horizontal("ends_at", pl.col("starts_at") + FRESH)
    return _hop(rows, pl.col("team"), pl.col("patient"), pl.col("starts_at"), ends, team=pl.col("team"))


def _asked(frames: Frames) -> pl.LazyFrame:
    """Return a team's patients of whom something came in: a program filed a result, or reception looked their card up for them."""
    met = _team_relations(frames).join(_occasions(frames), on="patient")
    both = met.with_columns(starts=pl.max_horizontal("starts_at", "from"), ends=pl.min_horizontal("ends_at", "until"))
    both = both.filter(pl.col("starts") <= pl.col("ends"))
    return _hop(both, pl.col("team"), pl.col("patient"), pl.col("starts"), pl.col("ends"), team=pl.col("team"))


def _occasions(frames: Frames) -> pl.LazyFrame:
    lines = frames.accesses.lazy().filter(pl.col("outcome") == "done", pl.col("patient").is_not_null())
    by = (
        frames.roles.lazy()
        .filter(pl.col("role").is_in(["program", "reception"]), ~brief())
        .select("role", actor="person")
        .unique()
    )
    lines = lines.filter(pl.col("act").is_in([*FILES, CARD])).join(by, on="actor")
    filed = lines.filter(pl.col("role") == "program", pl.col("act").is_in(FILES)).with_columns(
        until=pl.col("at") + FILED
    )
    rang = lines.filter(pl.col("role") == "reception", pl.col("act") == CARD).with_columns(until=pl.col("at") + RANG)
    return pl.concat([filed, rang]).select("patient", pl.col("at").alias("from"), "until")


def _member(frames: Frames) -> pl.LazyFrame:
    """Return memberships that are lived: a place that nobody ended, in a team where somebody has not worked for weeks, is none."""
    rows = frames.memberships.lazy().filter(~brief()).with_columns(pl.col("ends_at").fill_null(STILL))
    duties = frames.duties.lazy().filter(pl.col("team").is_not_null())
    lived = _merged(duties.with_columns(pl.col("starts_at") - IDLE, pl.col("ends_at") + IDLE))
    rostered = rows.join(lived, on=["person", "team"], suffix="_lived").with_columns(
        starts_at=pl.max_horizontal("starts_at", "starts_at_lived"),
        ends_at=pl.min_horizontal("ends_at", "ends_at_lived"),
    )
    rostered = rostered.filter(pl.col("starts_at") <= pl.col("ends_at")).select(rows.collect_schema().names())
    unrostered = rows.join(frames.duties.lazy().select("person").unique(), on="person", how="anti")
    # Who was just put into a team works there, whatever the roster says yet.
    new = rows.with_columns(ends_at=pl.min_horizontal("ends_at", pl.col("starts_at") + JUST_JOINED))
    return _membership(pl.concat([rostered, unrostered, new]))


def _listed(frames: Frames) -> pl.LazyFrame:
    return _membership(frames.memberships.lazy().filter(~brief()))


def _membership(rows: pl.LazyFrame) -> pl.LazyFrame:
    return _hop(rows, pl.col("person"), pl.col("team"), pl.col("starts_at"), pl.col("ends_at"), team=pl.col("team"))


def _merged(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return somebody's hours in a team as few long spans, without the gaps that padding has closed."""
    ordered = rows.sort("person", "team", "starts_at", "ends_at")
    before = pl.col("ends_at").cum_max().shift(1).over("person", "team")
    span = (pl.col("starts_at") > before).fill_null(value=False).cum_sum().over("person", "team")
    spans = ordered.with_columns(span=span).group_by("person", "team", "span")
    return spans.agg(pl.col("starts_at").min(), pl.col("ends_at").max()).drop("span")


def _members(frames: Frames) -> pl.LazyFrame:
    return _turned(_member(frames))


def _on_duty(frames: Frames) -> pl.LazyFrame:
    rows = frames.duties.lazy().filter(pl.col("team").is_not_null())
    starts, ends = pl.col("starts_at") - AROUND_DUTY, pl.col("ends_at") + AROUND_DUTY
    return _hop(rows, pl.col("person"), pl.col("team"), starts, ends, team=pl.col("team"))


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
        Hop("saw", "person", "patient", _saw),
        Hop("booked", "person", "patient", _booked),
        Hop("related", "person", "patient", _related),
        Hop("member", "person", "team", _member),
        Hop("on-duty", "person", "team", _on_duty),
        Hop("members", "team", "person", _members),
        Hop("listed", "person", "team", _listed),
        Hop("cared", "team", "patient", _cared),
        Hop("fresh", "team", "patient", _fresh),
        Hop("asked", "team", "patient", _asked),
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
