"""Why somebody may have opened a file: templates, each a sentence with its evidence, and explanations that are too convenient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import polars as pl

from paravent.judgement import paths
from paravent.judgement.frames import Frames
from paravent.judgement.paths import NUMBERS, Path, covered, facts, key

MOMENT = timedelta(hours=1)
AROUND = timedelta(hours=1)
AROUND_DUTY = timedelta(hours=2)

OWN_ACTS = (
    "visit.book",
    "visit.cancel",
    "visit.start-now",
    "visit.assign-patient",
    "invitation.make",
    "invitation.send",
    "invitation.revoke",
    "patient.register",
    "patient.verify",
    "patient.mark",
    "block.set",
    "block.lift",
    "glass.consider",
    "glass.break",
    "glass.review",
)
"""Acts that are their own reason: they arrange something and show no file."""

PATHS = (
    Path(
        "visit",
        ("treats",),
        "They had visit {visit} with the patient, or prepared or followed it up, from {from} until {until}.",
    ),
    Path("referral", ("related",), "Colleague {colleague} asked them in, from {from} until {until}."),
    Path("booking", ("booked",), "They booked or cancelled visit {visit} for a colleague."),
    Path(
        "team",
        ("member", "cared"),
        "Team {team}, which they belong to, cares for the patient from {from} until {until}.",
    ),
    Path("duty", ("on-duty", "cared"), "They were on duty for team {team}, which cares for the patient."),
    Path(
        "on-call",
        ("on-call", "unannounced"),
        "They were on emergency duty when the patient came unannounced, in visit {visit}.",
    ),
    Path(
        "day-list", ("reception", "expected"), "They were at reception when the patient was expected for visit {visit}."
    ),
    Path(
        "desk-call",
        ("reception", "known"),
        "Reception looked at the card, which shows no findings, of a patient of the house.",
        acts=("patient.see",),
    ),
    Path(
        "result",
        ("program", "known"),
        "A program filed a result for a patient of the house.",
        acts=("fhir.create", "fhir.update", "fhir.transaction"),
    ),
    Path("billing", ("any-role", "seen"), "Visit {visit} was being billed.", purposes=("HPAYMT",)),
    Path(
        "own-request",
        ("any-role", "seen"),
        "The patient, who came for visit {visit}, asked for it.",
        purposes=("PATRQT",),
    ),
    Path("review", ("dpo", "broken"), "They reviewed why colleague {colleague} had broken the glass."),
    Path(
        "handover",
        ("member", "members", "treats"),
        "Colleague {colleague} of their team {team} had visit {visit} with the patient.",
    ),
    Path(
        "substitution",
        ("on-duty", "members", "treats"),
        "They were on duty for team {team}, whose member {colleague} had visit {visit} with the patient.",
    ),
    Path(
        "shift",
        ("on-duty", "duty-of", "treats"),
        "They were on duty in team {team} together with colleague {colleague}, who had visit {visit} with the patient.",
    ),
)
"""The written templates, the shortest first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An explanation that rests on the person's own word, or that came too conveniently."""

    name: str
    kind: str
    sentence: str


CLAIMS = (
    Claim("phantom-visit", "convenient", "They booked visit {visit} and cancelled it themselves; nobody came."),
    Claim("visit-alone", "convenient", "They booked visit {visit} for themselves, and no second party ever came."),
    Claim(
        "own-relation",
        "convenient",
        "They opened a relation of care to the patient themselves, for a moment: from {from} until {until}.",
    ),
    Claim("glass-off-duty", "convenient", "They broke the glass outside any duty."),
    Claim(
        "self-assigned",
        "own-word",
        "They opened the relation of care to the patient themselves, from {from} until {until}.",
    ),
    Claim("break-glass", "own-word", "They broke the glass, and were on duty or no roster is kept."),
)
"""Tried after the templates: only an access that nothing sounder explains rests on these."""

LOOK = ("entry", "key", "at", "actor", "patient", "act", "purpose", "is_first")
TOLD = (*LOOK, "explanation", "kind", *NUMBERS, "starts", "ends")
"""The columns of an explained access. kind: sound, own-word, convenient; null where nothing explains it."""


def looks(frames: Frames) -> pl.DataFrame:
    """Return the accesses that touched somebody's file, by their instant; whether it was the person's first to that patient."""
    rows = frames.accesses.lazy().filter(
        (pl.col("outcome") == "done") & pl.col("patient").is_not_null() & pl.col("actor").is_not_null()
    )
    rows = rows.select("entry", key(), "at", "actor", "patient", "act", "purpose").sort("at", "entry")
    return rows.with_columns(is_first=pl.int_range(pl.len()).over("key") == 0).collect()


def explain(frames: Frames, adopted: Sequence[Path] = ()) -> pl.DataFrame:
    """Return every access to a file with the shortest explanation that holds; adopted paths join the written ones."""
    left = looks(frames)
    own = pl.col("act").is_in(OWN_ACTS)
    told = [_told(left.lazy().filter(own), "own-act", "sound").collect()]
    left = left.filter(~own)
    for path in sorted((*PATHS, *adopted), key=lambda one: len(one.hops)):
        held, left = _tried(left, path.name, "sound", facts(path, frames, _pairs(left)), _fits(path))
        told.append(held)
    for claim in CLAIMS:
        held, left = _tried(left, claim.name, claim.kind, _claimed(claim.name, frames), pl.lit(value=True))
        told.append(held)
    told.append(_told(left.lazy(), None, None).collect())
    return pl.concat(told).sort("entry")


def _pairs(left: pl.DataFrame) -> pl.LazyFrame:
    return left.lazy().unique("key").select("key", "actor", "patient")


def _fits(path: Path) -> pl.Expr:
    """Tell whether an access is of the purposes and acts that a path is for."""
    fits = pl.lit(value=True)
    if path.purposes:
        fits &= pl.col("purpose").is_in(path.purposes)
    if path.acts:
        fits &= pl.col("act").is_in(path.acts)
    return fits.fill_null(value=False)


def _tried(
    left: pl.DataFrame, name: str, kind: str, held: pl.LazyFrame, fits: pl.Expr
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what a template explains, and what it leaves."""
    met = covered(left.lazy(), held).with_columns(holds=pl.col("holds") & fits).collect()
    told = _told(met.lazy().filter("holds"), name, kind).collect()
    return told, met.filter(~pl.col("holds")).select(LOOK)


def _told(rows: pl.LazyFrame, name: str | None, kind: str | None) -> pl.LazyFrame:
    known = rows.collect_schema().names()
    absent = {column: pl.lit(None, pl.Int32) for column in NUMBERS if column not in known}
    instants = {column: pl.lit(None, pl.Datetime("us", "UTC")) for column in ("starts", "ends") if column not in known}
    named = {"explanation": pl.lit(name, pl.String), "kind": pl.lit(kind, pl.String)}
    return rows.with_columns(**absent, **instants, **named).select(TOLD)


def _claimed(name: str, frames: Frames) -> pl.LazyFrame:
    claims: dict[str, Callable[[Frames], pl.LazyFrame]] = {
        "phantom-visit": _phantoms,
        "visit-alone": _alone,
        "own-relation": partial(_own_relations, moment=True),
        "self-assigned": partial(_own_relations, moment=False),
        "glass-off-duty": partial(_glasses, on_duty=False),
        "break-glass": partial(_glasses, on_duty=True),
    }
    return claims[name](frames)


def _claim(rows: pl.LazyFrame, who: str, starts: pl.Expr, ends: pl.Expr, **numbers: pl.Expr) -> pl.LazyFrame:
    rows = rows.drop_nulls([who, "patient"])
    told = [numbers.get(name, pl.lit(None, pl.Int32)).alias(name) for name in NUMBERS]
    return rows.select(key(who), starts.alias("starts"), ends.fill_null(paths.STILL).alias("ends"), *told)


def _phantoms(frames: Frames) -> pl.LazyFrame:
    """Return visits that their maker cancelled, around their short life."""
    rows = frames.visits.lazy().filter(paths.CANCELLED_OWN)
    ends = pl.max_horizontal(pl.col("cancelled_at") + AROUND, pl.min_horizontal("cancelled_at", "starts_at"))
    return _claim(rows, "made_by", pl.col("made_at") - AROUND, ends, visit=pl.col("visit"))


def _alone(frames: Frames) -> pl.LazyFrame:
    rows = frames.visits.lazy().filter(paths.nobody_came(frames))
    ends = pl.max_horizontal("ended_at", "ends_at") + paths.AFTER_VISIT
    return _claim(rows, "clinician", pl.col("made_at") - AROUND, ends, visit=pl.col("visit"))


def _own_relations(frames: Frames, *, moment: bool) -> pl.LazyFrame:
    """Return relations that somebody made for themselves, by whether for a moment only."""
    brief = (pl.col("ends_at") - pl.col("starts_at") <= MOMENT).fill_null(value=False)
    rows = frames.relations.lazy().filter(
        ~pl.col("why").is_in(["visit", "emergency"]), pl.col("made_by") == pl.col("person"), brief == moment
    )
    return _claim(rows, "person", pl.col("starts_at"), pl.col("ends_at"))


def _glasses(frames: Frames, *, on_duty: bool) -> pl.LazyFrame:
    """Return broken glasses, by whether their breaker was on duty. Without a roster everybody was."""
    rows = frames.glasses.lazy().filter(pl.col("verdict").ne_missing(pl.lit("not-justified")))
    if len(frames.duties):
        met = rows.join(frames.duties.lazy().select("person", "starts_at", "ends_at"), on="person")
        during = pl.col("opened_at").is_between(pl.col("starts_at") - AROUND_DUTY, pl.col("ends_at") + AROUND_DUTY)
        on = met.filter(during).select("person", "patient", "opened_at").unique()
        rows = rows.join(on, on=["person", "patient", "opened_at"], how="semi" if on_duty else "anti")
    elif not on_duty:
        rows = rows.filter(pl.lit(value=False))
    return _claim(rows, "person", pl.col("opened_at"), pl.col("closes_at"))
