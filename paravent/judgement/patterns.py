"""What a person's week looks like against their own past and against peers of the role."""

from datetime import timedelta

import polars as pl

from paravent.judgement.frames import Frames
from paravent.judgement.hops import known_before
from paravent.judgement.peers import PAST, held_against, main_roles
from paravent.judgement.relations import json, off_duty

OPENED_WITHIN = timedelta(minutes=10)
TOGETHER = timedelta(hours=2)
"""So soon nobody is back from elsewhere."""
A_SHIFT, TWICE = timedelta(hours=8), 2
"""Within a shift one may be, who goes home at noon; twice nobody is."""
ONE_SITTING = timedelta(minutes=30)
"""Between two files of one sitting, at most: some of those between are explained."""
BROAD = 5
"""How many patients a search lists that goes through names rather than looks one up."""

STRIDE = 3
LONG_WALK = 6
SEVERAL = 3
"""On so many days of two weeks somebody looks at a file: it is the person that draws them."""

ONE_WEEK = 4
"""What one week adds to a drip, at most: a burst is not a drip."""

FORMERLY = "old-place"
COPIES = ("file.export", "file.print", "file.copy", "file.copy-by-hand", "fhir.everything")
SEARCHES = ("patient.search", "fhir.search")
CROSSINGS = ("document.send-anyway", "document.keep-anyway")
"""A document of one file went into a visit with somebody else, though whoever did it had been told (ADR 0102)."""
ANSWERED = 3
"""So many searches one file that is opened answers: a name is mistyped once or twice."""
ANY_WEEK = timedelta(days=7)
NEW_PLACE = timedelta(days=14)
"""For so long a place is new to somebody: a tablet that goes everywhere with its owner is not. So long it takes, too, until any place can be called new."""
ONCE, EACH = 1, 50
"""Of what happens to anybody now and then, once in a week says nothing; each time or day more adds so many percent."""
JAMMED = 2
"""So often a file is printed where the printer jams."""
MENDED, EACH_FILE = timedelta(minutes=15), 40
"""After so long a printer that jammed is mended. Of files that are copied again, each but the first adds so many percent."""
HELPED = 8
"""So many files of one day, at most, of a team in which somebody used to work: they were called to help, which is one occasion."""

ORDER = ("person", "at", "entry")
FINDING = ("person", "week", "name", "strength", "evidence")


def week_of(at: str = "at") -> pl.Expr:
    """Return the Monday of an instant's week."""
    return pl.col(at).dt.date().dt.truncate("1w")


def findings(frames: Frames, bare: pl.DataFrame) -> pl.DataFrame:
    """Return what stands out in each person's weeks: one row a person, week and reason."""
    active = _with_week(frames.accesses.filter(pl.col("actor").is_not_null()))
    ordered = active.select("person", "week", "at", "entry", "patient", "outcome", "device", "place").sort(ORDER)
    # What came too conveniently weighs by itself, and a sitting is one occasion.
    idle = _with_week(bare.filter(pl.col("kind").is_in(["none", "thin"]), ~pl.col("is_swept")))
    held = _held(frames, active, ordered, idle)
    found = [
        _odd(held["volume"], "volume-past", "past", 4, 12),
        _odd(held["volume"], "volume-peers", "peers", 5, 15),
        _odd(held["copies"], "copies", "both", 4, 12),
        _odd(held["searches"], "searches", "both", 4, 10),
        _odd(held["refusals"], "refusals", "both", 3, 12),
        _odd(held["idle"], "many-unexplained", "peers", 2, 4),
        _drip(held["idle"]),
        _sweeps(bare),
        _returns(idle),
        _walks(ordered, bare),
        _on_days(held["turns"], "two-places", 0),
        _wards(frames, bare),
        _hours(active, frames),
        _again(held["again"], held["again-files"]),
        _former_ward(idle),
        _crossed(held["crossed"]),
    ]
    return pl.concat(found).sort("person", "week", "name")


def _held(frames: Frames, active: pl.DataFrame, ordered: pl.DataFrame, idle: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return what is counted of each person's weeks, each count held against the past and against peers."""
    named = active.filter(pl.col("patient").is_not_null())
    done, refused = (named.filter(outcome=outcome) for outcome in ("done", "refused"))
    copied = active.filter(pl.col("act").is_in(COPIES), pl.col("outcome") == "done")
    again = _copied_again(copied)
    counts = {
        "volume": _count(done, pl.col("patient").n_unique()),
        "copies": _count(copied, pl.len()),
        "searches": _busiest_hour(_unopened(active)),
        "refusals": _count(_of_strangers(refused, frames), pl.col("patient").n_unique()),
        "turns": _days_of_late(_turns(ordered)),
        "again": _count(again, pl.col("day").n_unique()),
        "again-files": _count(again, pl.col("patient").n_unique()),
        "crossed": _busiest_days(_crossings(active)),
        "idle": _count(idle.filter(~_is_help()), pl.col("patient").n_unique()),
    }
    weeks, roles = active.select("person", "week").unique(), main_roles(frames)
    return {name: held_against(weeks, counted, roles) for name, counted in counts.items()}


def with_sittings(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Mark what was opened in one sitting, begun on duty, of one's own team's patients of long standing, without a copy: a list that is gone through is one occasion."""
    is_calm = pl.col("explanation").is_in(["standing", "standing-duty"]) & ~pl.col("act").is_in(COPIES)
    rows = bare.filter(is_calm).select("entry", "at", "actor", "patient").sort("actor", "at", "entry")
    is_next = (pl.col("at") - pl.col("at").shift(1) <= ONE_SITTING) & (pl.col("actor") == pl.col("actor").shift(1))
    rows = rows.with_columns(sitting=(~is_next).fill_null(value=True).cum_sum())
    rows = rows.with_columns(files=pl.col("patient").n_unique().over("sitting"))
    first = rows.filter(pl.col("files") >= LONG_WALK).group_by("sitting").agg(pl.all().first())
    on_duty = first.join(off_duty(first, frames).select("entry"), on="entry", how="anti").select("sitting")
    swept = rows.join(on_duty, on="sitting").select("entry", "sitting", "files")
    return bare.join(swept, on="entry", how="left", maintain_order="left").with_columns(
        is_swept=pl.col("sitting").is_not_null()
    )


def _sweeps(bare: pl.DataFrame) -> pl.DataFrame:
    """Return weeks with such a sitting: a quarter's review may be one; another within the weeks before is none."""
    rows = _with_week(bare.filter("is_swept"))
    weeks = rows.group_by("person", "week").agg(
        files=pl.col("patient").n_unique(), sittings=pl.col("sitting").n_unique()
    )
    weeks = weeks.sort("person", "week")
    recent = weeks.rolling("week", period=f"{PAST + 1}w", group_by="person").agg(recent=pl.col("sittings").sum())
    weeks = weeks.join(recent, on=["person", "week"]).with_columns(strength=pl.col("recent").cast(pl.Int64) * 150 - 50)
    return _found(weeks, "sweep", json(files=pl.col("files"), sittings=pl.col("recent")))


def _is_help() -> pl.Expr:
    """Tell whether a look is one of the few of a day at the files of a team in which somebody used to work, of which none was copied."""
    of_a_day = ("person", "explanation", pl.col("at").dt.date())
    is_few = pl.col("patient").n_unique().over(*of_a_day) <= HELPED
    is_copied = pl.col("act").is_in(COPIES).any().over(*of_a_day)
    return pl.col("explanation").eq_missing(pl.lit(FORMERLY)) & is_few & ~is_copied


def _former_ward(idle: pl.DataFrame) -> pl.DataFrame:
    """Return weeks in which somebody opened files of a team in which they used to work on yet another day of two weeks: who is called to help is called for a shift."""
    days = _days_of_late(idle.filter(explanation=FORMERLY))
    strength = ((pl.col("n") - ONCE) * 100).clip(0, 100)
    return _found(days.with_columns(strength=strength), "former-ward", json(days=pl.col("n")))


def _returns(idle: pl.DataFrame) -> pl.DataFrame:
    """Return weeks in which somebody came back to one file on yet another day of two weeks, each time without an occasion."""
    days = idle.select("person", "week", "patient", day=pl.col("at").dt.date()).unique()
    days = days.sort("person", "patient", "day")
    counted = days.rolling("day", period="14d", group_by=["person", "patient"]).agg(
        pl.col("week").last(), days=pl.len().cast(pl.Int64)
    )
    most = counted.sort("days", "patient", descending=[True, False])
    most = most.unique(["person", "week"], keep="first", maintain_order=True)
    strength = ((pl.col("days") - SEVERAL + 1) * 100).clip(0, 200)
    return _found(most.with_columns(strength=strength), "returns", json(patient=pl.col("patient"), days=pl.col("days")))


def _with_week(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(week=week_of(), person=pl.col("actor"))


def _count(rows: pl.DataFrame, what: pl.Expr) -> pl.DataFrame:
    return rows.group_by("person", "week").agg(what.cast(pl.Int64).alias("n"))


def _of_strangers(refused: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return refusals but those of patients who had been seen before by the person or their team: of these some are always on an old list."""
    known = known_before(refused.lazy(), frames, "actor", "at").select("entry").unique().collect()
    return refused.join(known, on="entry", how="anti")


def _busiest_hour(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the count of each week's busiest hour."""
    hours = rows.group_by("person", "week", hour=pl.col("at").dt.truncate("1h")).agg(n=pl.len())
    return hours.group_by("person", "week").agg(pl.col("n").max().cast(pl.Int64))


def _z(against: str) -> pl.Expr:
    """Return how many spreads a count lies above the middle; a spread is never less than chance alone would give, and chance does more where few are compared."""
    chance = (pl.max_horizontal(against, pl.lit(1.0)) * pl.col(f"{against}_doubt")).sqrt()
    return (pl.col("n") - pl.col(against)) / pl.max_horizontal(pl.col(f"{against}_spread") * 1.4826, chance)


def _odd(held: pl.DataFrame, name: str, against: str, low: float, high: float) -> pl.DataFrame:
    """Return the weeks that lie further than `low` above; fully so at `high`. Against both: what is odd in the light of either, the milder counts."""
    z = pl.min_horizontal(_z("past").fill_null(_z("peers")), _z("peers")) if against == "both" else _z(against)
    usual = pl.coalesce("peers", "past") if against == "both" else pl.col(against)
    strength = ((z - low) / (high - low) * 100).clip(0, 100).round().cast(pl.Int64)
    return _found(
        held.with_columns(strength=strength.fill_null(0)), name, json(count=pl.col("n"), usual=usual.round(1))
    )


def _found(rows: pl.DataFrame, name: str, evidence: pl.Expr) -> pl.DataFrame:
    told = rows.filter(pl.col("strength") > 0)
    return told.select(
        "person",
        "week",
        pl.lit(name).alias("name"),
        pl.col("strength").cast(pl.Int64),
        evidence.cast(pl.String).alias("evidence"),
    )


def _drip(held: pl.DataFrame) -> pl.DataFrame:
    """Return weeks in which unexplained first looks have added up, week by week, over what peers have (CUSUM)."""
    allowed = pl.col("peers") + pl.max_horizontal(
        pl.col("peers_spread") * 1.4826, ((pl.col("peers") + 1) * pl.col("peers_doubt")).sqrt()
    )
    walked = held.sort("person", "week").with_columns(
        sum=(pl.col("n") - allowed).clip(upper_bound=ONE_WEEK).cum_sum().over("person")
    )
    least = pl.min_horizontal(pl.col("sum").cum_min().shift(1).over("person").fill_null(0), pl.lit(0.0))
    over = walked.with_columns(over=pl.col("sum") - least).filter(pl.col("n") > 0)
    strength = ((pl.col("over") - 3) / 9 * 100).clip(0, 100).round().cast(pl.Int64)
    return _found(
        over.with_columns(strength=strength), "drip", json(over=pl.col("over").round().cast(pl.Int64), week=pl.col("n"))
    )


def _unopened(active: pl.DataFrame) -> pl.DataFrame:
    """Return broad searches after which the person opened no file soon: a file answers the last few before it. Who looks one name up finds one or few."""
    is_broad = pl.col("shown").is_null() | (pl.col("shown") >= BROAD)
    asked = active.filter(pl.col("act").is_in(SEARCHES), pl.col("outcome") == "done", is_broad).sort("at", "entry")
    opened = (
        active.filter(pl.col("patient").is_not_null(), pl.col("outcome") == "done")
        .select("person", "at", opened=pl.col("at"))
        .sort("at")
    )
    met = asked.join_asof(
        opened, on="at", by="person", strategy="forward", tolerance=OPENED_WITHIN, check_sortedness=False
    )
    before = pl.col("at").rank("ordinal", descending=True).over("person", "opened")
    return met.filter(pl.col("opened").is_null() | (before > ANSWERED))


def _walks(ordered: pl.DataFrame, bare: pl.DataFrame) -> pl.DataFrame:
    """Return weeks in which somebody went through files in the order of their numbers, most of them without an explanation."""
    looks = ordered.filter(pl.col("patient").is_not_null()).select(
        "person", "week", "at", "entry", "patient", "outcome"
    )
    is_new = (pl.col("patient") != pl.col("patient").shift(1)) | (pl.col("person") != pl.col("person").shift(1))
    new = looks.filter(is_new.fill_null(value=True))
    near = (pl.col("patient") - pl.col("patient").shift(1)).is_between(1, STRIDE) & (
        pl.col("person") == pl.col("person").shift(1)
    )
    near &= pl.col("at") - pl.col("at").shift(1) <= OPENED_WITHIN
    runs = new.with_columns(run=(~near).fill_null(value=True).cum_sum())
    long = runs.group_by("run").len().filter(pl.col("len") >= LONG_WALK).select("run", length="len")
    walked = runs.join(long, on="run").join(bare.select("entry", "is_idle"), on="entry", how="left")
    missing = pl.col("is_idle").fill_null(value=False) | (pl.col("outcome") == "refused")
    long = walked.group_by("run", "person", "week").agg(length=pl.len(), missing=missing.sum())
    long = long.filter(pl.col("length") >= LONG_WALK, pl.col("missing") * 2 >= pl.col("length"))
    best = long.group_by("person", "week").agg(length=pl.col("length").max())
    return _found(
        best.with_columns(strength=(pl.col("length") * 10).clip(0, 100)), "walk", json(files=pl.col("length"))
    )


def _turns(ordered: pl.DataFrame) -> pl.DataFrame:
    """Return when one account worked from two devices in two places by turns: there, elsewhere, and there again, within hours, or twice within a shift."""
    there = ["person", "device", "place"]
    seen = ordered.select(*there, "week", "at", "entry").drop_nulls(["device", "place"])
    first = seen.group_by("place", "person").agg(since=pl.col("at").min())
    first = first.with_columns(is_strange=pl.len().over("place") == 1, begins=pl.col("since").min())
    moved = pl.any_horizontal(pl.col(one) != pl.col(one).shift(1) for one in there).fill_null(value=True)
    turned = seen.filter(moved).join(first, on=["place", "person"], maintain_order="left")
    same = (pl.col("person") == pl.col("person").shift(1)) & (pl.col("person") == pl.col("person").shift(2))
    back = (pl.col("place") == pl.col("place").shift(2)) & (pl.col("device") == pl.col("device").shift(2))
    away = (pl.col("place") != pl.col("place").shift(1)) & (pl.col("device") != pl.col("device").shift(1))
    # A network from which colleagues work too, a mobile one or a branch, is no strange place.
    # What was there when it began to be kept from where lines come was there before.
    is_late = pl.col("since") - pl.col("begins") > NEW_PLACE
    is_new = is_late & (pl.col("at") - pl.col("since") <= NEW_PLACE)
    strange = (pl.col("is_strange") & is_new) | (pl.col("is_strange") & is_new).shift(1)
    took = pl.col("at") - pl.col("at").shift(2)
    turned = turned.with_columns(took=took).filter(same & back & away & strange & (took <= A_SHIFT))
    is_twice = pl.len().over("person", pl.col("at").dt.date()) >= TWICE
    return turned.filter((pl.col("took") <= TOGETHER) | is_twice)


def _crossings(active: pl.DataFrame) -> pl.DataFrame:
    return active.filter(pl.col("act").is_in(CROSSINGS), pl.col("outcome") == "done", pl.col("visit").is_not_null())


def _busiest_days(rows: pl.DataFrame) -> pl.DataFrame:
    """Return how many visits the busiest seven days have that end in each week: a Sunday between them is no end of it."""
    visits = rows.sort("at", "entry").unique(["person", "visit"], keep="first", maintain_order=True)
    days = visits.sort("person", "at").rolling("at", period=ANY_WEEK, group_by="person")
    counted = days.agg(pl.col("week").last(), n=pl.len().cast(pl.Int64))
    return counted.group_by("person", "week").agg(pl.col("n").max())


def _crossed(held: pl.DataFrame) -> pl.DataFrame:
    """Return weeks with more visits than colleagues have into which somebody else's documents went after a warning."""
    return _found(_more(held, ONCE), "crossed", json(visits=pl.col("n"), usual=pl.col("peers").round(1)))


def _copied_again(copied: pl.DataFrame) -> pl.DataFrame:
    """Return the files that somebody exported, printed or copied on a day more than twice, or again when a printer that had jammed would be mended."""
    of_files = copied.filter(pl.col("patient").is_not_null())
    days = of_files.group_by("person", "week", "patient", day=pl.col("at").dt.date()).agg(
        copies=pl.len(), took=pl.col("at").max() - pl.col("at").min()
    )
    return days.filter((pl.col("copies") > JAMMED) | (pl.col("took") >= MENDED))


def _again(on_days: pl.DataFrame, of_files: pl.DataFrame) -> pl.DataFrame:
    """Return weeks with more days than colleagues have on which files were copied again, or with more such files."""
    files = _more(of_files, ONCE, EACH_FILE).select("person", "week", files="n", more="strength")
    both = _more(on_days, ONCE).join(files, on=["person", "week"])
    told = json(days=pl.col("n"), files=pl.col("files"), usual=pl.col("peers").round(1))
    return _found(both.with_columns(strength=pl.max_horizontal("strength", "more")), "copied-again", told)


def _on_days(held: pl.DataFrame, name: str, once: int) -> pl.DataFrame:
    """Return weeks with more days on which something happened than it happens to anybody."""
    return _found(_more(held, once), name, json(days=pl.col("n"), usual=pl.col("peers").round(1)))


def _more(held: pl.DataFrame, once: int, each: int = EACH) -> pl.DataFrame:
    """Return weeks with how much more often than usual, and than so many times, something happened in them."""
    more = (pl.col("n") - pl.col("peers") - once) * each
    return held.with_columns(strength=more.clip(0, 100).round().cast(pl.Int64))


def _days_of_late(rows: pl.DataFrame) -> pl.DataFrame:
    """Return, for each week, on how many days of two weeks something happened: a Sunday between them is no end of it."""
    days = rows.select("person", "week", day=pl.col("at").dt.date()).unique().sort("person", "day")
    counted = days.rolling("day", period="14d", group_by="person").agg(pl.col("week").last(), n=pl.len().cast(pl.Int64))
    return counted.group_by("person", "week").agg(pl.col("n").max())


def _wards(frames: Frames, bare: pl.DataFrame) -> pl.DataFrame:
    """Return weeks of sudden interest in the patients of one team that is not one's own."""
    cared = frames.relations.filter(pl.col("team").is_not_null()).select("patient", "team").unique()
    looks = _with_week(bare.filter("is_idle")).select("person", "week", "patient").unique().join(cared, on="patient")
    own = (
        pl.concat([frames.memberships.select("person", "team"), frames.duties.select("person", "team")])
        .drop_nulls()
        .unique()
    )
    foreign = looks.join(own, on=["person", "team"], how="anti").group_by("person", "week", "team").agg(files=pl.len())
    top = foreign.sort("files", "team", descending=[True, False]).unique(
        ["person", "week"], keep="first", maintain_order=True
    )
    strength = ((pl.col("files").cast(pl.Int64) - 2) * 20).clip(0, 100)
    return _found(top.with_columns(strength=strength), "ward", json(team=pl.col("team"), files=pl.col("files")))


def _hours(active: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return weeks with many accesses outside duty."""
    rows = active.filter(pl.col("patient").is_not_null(), pl.col("outcome") == "done").select(
        "entry", "at", "actor", "person", "week"
    )
    outside = off_duty(rows, frames).group_by("person", "week").agg(outside=pl.len())
    strength = ((pl.col("outside").cast(pl.Int64) - 5) * 5).clip(0, 100)
    return _found(outside.with_columns(strength=strength), "hours", json(outside=pl.col("outside")))
