"""What makes a look suspicious that nothing explains: who the patient is to the person, and when it was."""

from datetime import timedelta

import polars as pl

from paravent.judgement.frames import Frames
from paravent.judgement.hops import STILL

CROWD = 5
"""So many colleagues, each without an explanation, at one file within a day: it is not the work that draws them."""

A_DAY = timedelta(days=1)

OTHERS = 25
"""Percent that a crowd counts for those who came after its first."""

MISSED = 60
"""Percent that who the patient is counts for where the access was refused: nothing was seen, and a wrong file is soon clicked."""

FULL = pl.lit(100)
WHOSE = pl.when(pl.col("kind") == "refused").then(MISSED).otherwise(100)
AROUND_DUTY = timedelta(hours=2)
SET_BACK = timedelta(minutes=30)

FINDING = ("entry", "name", "strength", "evidence")

KIN = {
    "self": "own-file",
    "surname": "same-surname",
    "address": "same-address",
    "phone": "same-phone",
    "family": "family",
    "declared": "declared",
}
CLOSE = ("address", "phone", "family", "declared")
"""Of these, what makes a look without an occasion a question though the door was open: a surname alone is chance."""
NOTABLE = {"vip": "vip", "news": "news", "staff": "colleague"}


def findings(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return what speaks against accesses without a sound explanation: one row an access and reason."""
    rules = (_kin, _close, _notable, _noticed, _gone, _uninvited, _brief_role, _clock, _off_duty)
    found = [_crowd(bare), _after_refusal(bare), *(rule(bare, frames) for rule in rules)]
    return pl.concat(found).unique(["entry", "name"], keep="first", maintain_order=True)


def found(rows: pl.DataFrame, name: pl.Expr, evidence: pl.Expr, strength: pl.Expr = FULL) -> pl.DataFrame:
    """Return findings in the form that all have."""
    return rows.select(
        pl.col("entry"),
        name.alias("name"),
        strength.cast(pl.Int64).alias("strength"),
        evidence.cast(pl.String).alias("evidence"),
    )


def json(**numbers: pl.Expr) -> pl.Expr:
    """Return numbers as a line of JSON."""
    return pl.struct([value.alias(name) for name, value in numbers.items()]).struct.json_encode()


def _kin(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    # A list that was gone through was not gone through for one of its names.
    single = bare.filter(~pl.col("is_swept"))
    met = single.join(frames.kinships, left_on=["actor", "patient"], right_on=["person", "patient"]).sort(
        "entry", "kind_right"
    )
    known = met.filter(pl.col("kind_right").is_in(list(KIN)))
    return found(
        known, pl.col("kind_right").replace_strict(KIN, return_dtype=pl.String), json(patient=pl.col("patient")), WHOSE
    )


def _close(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return looks that a team's standing relation let through, at the file of somebody close: the team was not why."""
    near = frames.kinships.filter(pl.col("kind").is_in(CLOSE)).select("person", "patient").unique()
    thin = bare.filter(pl.col("kind") == "thin", ~pl.col("is_swept")).join(
        near, left_on=["actor", "patient"], right_on=["person", "patient"], how="semi"
    )
    return found(thin.sort("entry"), pl.lit("close"), json(patient=pl.col("patient")))


def _notable(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    met = bare.join(frames.notables, on="patient", suffix="_of").sort("entry", "kind_of")
    during = (pl.col("starts_at") <= pl.col("at")) & (pl.col("ends_at").is_null() | (pl.col("ends_at") >= pl.col("at")))
    known = met.filter(during, pl.col("kind_of").is_in(list(NOTABLE)))
    return found(
        known, pl.col("kind_of").replace_strict(NOTABLE, return_dtype=pl.String), json(patient=pl.col("patient")), WHOSE
    )


def _crowd(bare: pl.DataFrame) -> pl.DataFrame:
    """Return looks at a file that drew a crowd. The first of them stands for all: one matter is one question, and the case shows the others."""
    met = _crowded(bare.filter(~pl.col("kind").is_in(["own-word", "thin"])))
    apart = (pl.col("at") - pl.col("at").shift(1) > A_DAY) | (pl.col("patient") != pl.col("patient").shift(1))
    met = met.with_columns(crowd=apart.fill_null(value=True).cum_sum()).with_columns(
        colleagues=pl.col("actor").n_unique().over("crowd"), first=pl.col("actor").first().over("crowd")
    )
    is_first = pl.col("actor") == pl.col("first")
    return found(
        met.sort("entry"),
        pl.lit("crowd"),
        json(colleagues=pl.col("colleagues")),
        pl.when(is_first).then(100).otherwise(OTHERS),
    )


def _crowded(looks: pl.DataFrame) -> pl.DataFrame:
    """Return the looks with which so many colleagues came to one file within a day, whenever that began: a midnight between them is no end of it."""
    ordered = looks.filter(pl.col("actor").n_unique().over("patient") >= CROWD).sort("patient", "at", "entry")
    within = ordered.rolling("at", period=A_DAY, group_by="patient").agg(colleagues=pl.col("actor").n_unique())
    full = within.filter(pl.col("colleagues") >= CROWD).select("patient", full_at="at").unique().sort("full_at")
    met = ordered.sort("at", "entry").join_asof(
        full,
        left_on="at",
        right_on="full_at",
        by="patient",
        strategy="forward",
        tolerance=A_DAY,
        check_sortedness=False,
    )
    return met.filter(pl.col("full_at").is_not_null()).sort("patient", "at", "entry")


def _noticed(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    given = frames.notices.group_by("person").agg(pl.col("given_at").min())
    met = bare.join(given, left_on="actor", right_on="person").filter(pl.col("at") >= pl.col("given_at")).sort("entry")
    return found(met, pl.lit("after-notice"), json(days=(pl.col("at") - pl.col("given_at")).dt.total_days()))


def _gone(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return what was refused to somebody who holds no role any more."""
    last = frames.roles.group_by("person").agg(left_at=pl.col("ends_at").fill_null(STILL).max())
    refused = bare.filter(pl.col("kind") == "refused").join(last, left_on="actor", right_on="person")
    late = refused.filter(pl.col("at") >= pl.col("left_at")).sort("entry")
    return found(late, pl.lit("gone"), json(days=(pl.col("at") - pl.col("left_at")).dt.total_days()))


def _uninvited(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return what was refused of somebody else's visit while it was being held."""
    of_visit = frames.accesses.lazy().filter(pl.col("outcome") == "refused").select("entry", "at", "actor", "visit")
    met = of_visit.join(frames.visits.lazy().filter(pl.col("clinician").is_not_null()), on="visit")
    held = pl.col("at").is_between(pl.col("opened_at"), pl.col("ended_at").fill_null(pl.col("ends_at")))
    tried = met.filter(held, pl.col("actor") != pl.col("clinician")).select("entry", tried="visit").collect()
    return found(bare.join(tried, on="entry").sort("entry"), pl.lit("uninvited"), json(visit=pl.col("tried")))


def _brief_role(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    brief = frames.roles.filter(pl.col("ends_at") - pl.col("starts_at") < timedelta(days=1))
    met = (
        bare.join(brief, left_on="actor", right_on="person")
        .filter(pl.col("at").is_between("starts_at", "ends_at"))
        .sort("entry", "role")
    )
    minutes = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    return found(met, pl.lit("brief-role"), json(minutes=minutes))


def off_duty(rows: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the accesses outside any duty of those who are on the roster; none where the practice keeps no roster."""
    duties = frames.duties.select(
        actor="person", starts_at=pl.col("starts_at") - AROUND_DUTY, ends_at=pl.col("ends_at") + AROUND_DUTY
    )
    rostered = rows.join(duties.select("actor").unique(), on="actor", how="semi").sort("at", "entry")
    reach = (
        duties.sort("actor", "starts_at", "ends_at")
        .with_columns(pl.col("ends_at").cum_max().over("actor"))
        .sort("starts_at", "actor")
    )
    met = rostered.join_asof(
        reach, left_on="at", right_on="starts_at", by="actor", check_sortedness=False, coalesce=False
    )
    return met.filter(~(pl.col("ends_at") >= pl.col("at")).fill_null(value=False)).drop("starts_at", "ends_at")


def _off_duty(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    outside = off_duty(bare.filter(~pl.col("is_swept")).drop("starts", "ends"), frames)
    return found(
        outside.sort("entry"),
        pl.lit("off-duty"),
        json(hour=pl.col("at").dt.hour()),
    )


def _after_refusal(bare: pl.DataFrame) -> pl.DataFrame:
    """Return ways of one's own making into a file that had been refused within the day before."""
    refused = bare.filter(pl.col("kind") == "refused").select("key", refused_at="at").sort("refused_at", "key")
    made = bare.filter(pl.col("kind").is_in(["own-word", "convenient"])).sort("at", "entry")
    met = made.join_asof(
        refused, left_on="at", right_on="refused_at", by="key", tolerance=timedelta(days=1), check_sortedness=False
    )
    minutes = (pl.col("at") - pl.col("refused_at")).dt.total_minutes()
    return found(
        met.filter(pl.col("refused_at").is_not_null()).sort("entry"), pl.lit("after-refusal"), json(minutes=minutes)
    )


def _clock(bare: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return accesses whose instant lies before that of an earlier line: the clock had been set back."""
    ordered = frames.accesses.lazy().sort("entry").with_columns(latest=pl.col("at").cum_max())
    back = ordered.filter(pl.col("latest") - pl.col("at") > SET_BACK).select("entry", "latest").collect()
    met = bare.join(back, on="entry").sort("entry")
    return found(met, pl.lit("clock-back"), json(minutes=(pl.col("latest") - pl.col("at")).dt.total_minutes()))
