"""One score per access and per person and week, with its reasons: whole points, so that no order of adding shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from paravent.judgement import patterns, relations
from paravent.judgement.explanations import CARD, attempts, explain
from paravent.judgement.frames import JUDGED, WEEKS, WHO, Frames, columns
from paravent.judgement.paths import Path
from paravent.judgement.weights import RULES_ALONE, VERSION, WEEK, WEIGHTS

OWN_WORD = 40
"""Percent of its points that a reason keeps where the person's own word explains the access."""
CARD_ONLY = 20
"""As OWN_WORD, where only the card was seen, which shows no findings."""

ENTRIES = 50
"""How many accesses a week shows, the oddest first."""
MOST_BASE = 40
"""The points that each of the reasons of BASE makes in a week, at most: that there are many files is a pattern of its own."""


BASE = ["unexplained", "refused", "standing", "old-place", "off-duty", "after-notice"]
RULES = [weight.name for weight in WEEK if not weight.is_missing]
NO_PATTERN = pl.DataFrame(
    schema=columns(person=WHO, week=pl.Date, name=pl.String, strength=pl.Int64, evidence=pl.String)
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The accesses that are worth a word, and every person's weeks."""

    accesses: pl.DataFrame
    weeks: pl.DataFrame
    version: str = VERSION


def judge(frames: Frames, adopted: Sequence[Path] = ()) -> Judged:
    """Judge every access and every person's week."""
    return judge_explained(frames, explain(frames, adopted))


def judge_explained(frames: Frames, explained: pl.DataFrame) -> Judged:
    """Judge accesses whose explanations are known, and what was refused."""
    bare, reasons = _found(frames, explained)
    found = _pointed(patterns.findings(frames, bare), "person", "week")
    return Judged(_accesses(bare, reasons), _weeks(frames, bare, reasons, found))


def judge_files(frames: Frames, adopted: Sequence[Path] = ()) -> Judged:
    """Judge accesses, and of a week the files alone: what it is beside the past and beside peers needs everybody's lines.

    A week scores no more by its files than as a whole.
    """
    bare, reasons = _found(frames, explain(frames, adopted))
    return Judged(_accesses(bare, reasons), _weeks(frames, bare, reasons, _pointed(NO_PATTERN, "person", "week")))


def _found(frames: Frames, explained: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the accesses without a sound explanation, and every reason of each."""
    bare = patterns.with_sittings(_bare(pl.concat([explained, attempts(frames)])), frames)
    return bare, _reasons_of_accesses(bare, relations.findings(bare, frames))


def _bare(explained: pl.DataFrame) -> pl.DataFrame:
    """Return the accesses without a sound explanation, and how much a rule counts for them, in percent.

    is_bare: nothing holds, or only what is too convenient. is_idle: the same, or a door that stood open.
    """
    rows = explained.filter(pl.col("kind").ne_missing(pl.lit("sound"))).with_columns(pl.col("kind").fill_null("none"))
    is_card = (pl.col("explanation") == CARD.name).fill_null(value=False)
    return rows.sort("entry").with_columns(
        is_bare=pl.col("kind").is_in(["none", "convenient"]),
        is_idle=pl.col("kind").is_in(["none", "convenient", "thin"]),
        bareness=pl.when(is_card).then(CARD_ONLY).when(pl.col("kind") == "own-word").then(OWN_WORD).otherwise(100),
    )


def _pointed(found: pl.DataFrame, *of: str) -> pl.DataFrame:
    points = {name: weight.points for name, weight in WEIGHTS.items()}
    weighed = found.with_columns(
        points=pl.col("name").replace_strict(points, return_dtype=pl.Int64) * pl.col("strength") // 100
    )
    return weighed.filter(pl.col("points") > 0).sort(
        *of, "points", "name", descending=[*(False for _ in of), True, False]
    )


def _reasons_of_accesses(bare: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return every reason of every access: what is missing, and what makes that suspicious, milder where their own word stands for it."""
    kind = pl.col("kind")
    is_standing = pl.col("explanation").is_in(["standing", "standing-duty"])
    plain = pl.when(kind == "none").then(pl.lit("unexplained")).when(kind == "refused").then(kind)
    name = plain.when(is_standing).then(pl.lit("standing")).otherwise(pl.col("explanation"))
    missing = bare.filter(kind != "own-word", ~pl.col("is_swept"))
    own = relations.found(missing, name, relations.json(patient=pl.col("patient"), visit=pl.col("visit")))
    scaled = found.join(bare.select("entry", "bareness"), on="entry").with_columns(
        strength=pl.col("strength") * pl.col("bareness") // 100
    )
    both = pl.concat([own, scaled.select(relations.FINDING)])
    return _pointed(both, "entry")


def reason() -> pl.Expr:
    """Return a row's reason as results hold it."""
    return pl.struct(name=pl.col("name"), weight=(pl.col("points") / 100).round(2), evidence=pl.col("evidence")).alias(
        "reasons"
    )


def _accesses(bare: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    summed = reasons.group_by("entry", maintain_order=True).agg(score=pl.col("points").sum() / 100, reasons=reason())
    told = (
        bare.join(summed, on="entry", how="left")
        .sort("entry")
        .with_columns(
            pl.col("score").fill_null(0.0),
            pl.col("reasons").fill_null([]),
            evidence=relations.json(visit=pl.col("visit"), team=pl.col("team"), colleague=pl.col("colleague")),
        )
    )
    return told.select(JUDGED.names()).cast(JUDGED)


def _weeks(frames: Frames, bare: pl.DataFrame, reasons: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return every person's weeks with the reasons of the files they opened and of the week itself."""
    summed = _summed(_of_files(bare, reasons), found)
    weeks = _counted(frames, bare).join(summed, on=["person", "week"], how="left")
    weeks = weeks.join(_entries(bare, reasons), on=["person", "week"], how="left")
    weeks = weeks.join(_crowds(bare, reasons, found), on=["person", "week"], how="left")
    full = weeks.with_columns(pl.col("reasons", "entries", "crowds").fill_null([]), pl.col("score").fill_null(0.0))
    full = full.with_columns(pl.col("apart").fill_null(pl.col("score")))
    return full.select(WEEKS.names()).cast(WEEKS).sort("person", "week")


def _summed(of_files: pl.DataFrame, of_weeks: pl.DataFrame) -> pl.DataFrame:
    """Return each person's week with its score and its reasons, the heaviest first."""
    both = pl.concat([of_files, of_weeks.select(of_files.columns)])
    both = both.sort("person", "week", "points", "name", "evidence", descending=[False, False, True, False, False])
    is_rule = pl.col("name").is_in(RULES)
    rules, rest = pl.col("points").filter(is_rule).sum(), pl.col("points").filter(~is_rule).sum()
    summed = both.group_by("person", "week", maintain_order=True).agg(rules=rules, rest=rest, reasons=reason())
    # Rules alone stay below the line; beside what is missing they weigh as much as that at most.
    most = pl.max_horizontal(RULES_ALONE - pl.col("rest"), pl.col("rest"))
    return summed.with_columns(score=(pl.col("rest") + pl.min_horizontal("rules", most)) / 100)


def _crowds(bare: pl.DataFrame, reasons: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return, of the weeks in which somebody was one of a crowd, at whose files, and what the week scores without them."""
    whose = bare.select("entry", "patient", person="actor", week=patterns.week_of())
    at = reasons.filter(name="crowd").join(whose, on="entry").select("person", "week", "patient").unique()
    rest = bare.join(
        whose.join(at, on=["person", "week"], how="semi")
        .join(at, on=["person", "week", "patient"], how="anti")
        .select("entry"),
        on="entry",
        how="semi",
    )
    of_weeks = found.join(at, on=["person", "week"], how="semi")
    apart = _summed(_of_files(rest, reasons), of_weeks).select("person", "week", apart="score")
    met = at.group_by("person", "week").agg(crowds=pl.col("patient").sort())
    return met.join(apart, on=["person", "week"], how="left").with_columns(pl.col("apart").fill_null(0.0))


def _of_files(bare: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Return the reasons of a person's week that come of single files: each reason once a patient, those of the same name added."""
    whose = bare.select("entry", person="actor", week=patterns.week_of(), patient="patient")
    met = reasons.join(whose, on="entry").sort(
        "person", "week", "patient", "name", "points", "entry", descending=[False, False, False, False, True, False]
    )
    once = met.unique(["person", "week", "patient", "name"], keep="first", maintain_order=True)
    summed = once.group_by("person", "week", "name", maintain_order=True).agg(
        points=pl.col("points").sum(), files=pl.len()
    )
    most = pl.when(pl.col("name").is_in(BASE)).then(pl.min_horizontal("points", MOST_BASE)).otherwise(pl.col("points"))
    evidence = relations.json(files=pl.col("files"))
    return summed.select("person", "week", "name", most.alias("points"), evidence.alias("evidence"))


def _counted(frames: Frames, bare: pl.DataFrame) -> pl.DataFrame:
    done = frames.accesses.lazy().filter(pl.col("actor").is_not_null())
    all_weeks = done.group_by(person="actor", week=patterns.week_of()).agg(accesses=pl.len())
    strangers = bare.lazy().filter("is_bare")
    missing = strangers.group_by(person="actor", week=patterns.week_of()).agg(unexplained=pl.len())
    return (
        all_weeks.join(missing, on=["person", "week"], how="left")
        .with_columns(pl.col("unexplained").fill_null(0))
        .collect()
    )


def _entries(bare: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    points = reasons.group_by("entry").agg(pl.col("points").sum())
    rows = bare.join(points, on="entry", how="left").with_columns(
        pl.col("points").fill_null(0), week=patterns.week_of(), person=pl.col("actor")
    )
    rows = rows.sort("person", "week", "points", "entry", descending=[False, False, True, False])
    return rows.group_by("person", "week", maintain_order=True).agg(entries=pl.col("entry").head(ENTRIES))
