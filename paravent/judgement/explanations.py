"""Why somebody may have opened a file: templates, each a sentence with its evidence, and explanations that are too convenient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import polars as pl

from paravent.judgement import hops
from paravent.judgement.frames import Frames
from paravent.judgement.hops import NUMBERS
from paravent.judgement.paths import Path, covered, facts, key

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

CARE = ("TREAT",)
"""What a team's standing relation opens a file for. In an emergency the glass opened it, and is asked why (ADR 0040)."""

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
        ("member", "fresh"),
        "Team {team}, which they belong to, took the patient into its care, from {from} until {until}.",
    ),
    Path(
        "occasion",
        ("member", "asked"),
        "Something came in about the patient, whom their team {team} cares for, on {from}.",
    ),
    Path("duty", ("on-duty", "fresh"), "They were on duty for team {team}, which had taken the patient into its care."),
    Path(
        "duty-occasion",
        ("on-duty", "asked"),
        "They were on duty for team {team} when something came in about the patient, whom it cares for.",
    ),
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
        acts=(hops.CARD,),
    ),
    Path("result", ("program", "known"), "A program filed a result for a patient of the house.", acts=hops.FILES),
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
        ("member", "members", "saw"),
        "Colleague {colleague} of their team {team} had visit {visit} with the patient in these days.",
    ),
    Path(
        "substitution",
        ("on-duty", "members", "saw"),
        "They were on duty for team {team}, whose member {colleague} had visit {visit} with the patient in these days.",
    ),
    Path(
        "standing",
        ("member", "cared"),
        "Their team {team} has long cared for the patient; nothing says what for on that day.",
        kind="thin",
        purposes=CARE,
    ),
    Path(
        "standing-duty",
        ("on-duty", "cared"),
        "They were on duty for team {team}, which has long cared for the patient; nothing says what for on that day.",
        kind="thin",
        purposes=CARE,
    ),
    Path(
        "old-place",
        ("listed", "cared"),
        "They are on the list of team {team}, which cares for the patient, and have not worked there for weeks.",
        kind="thin",
        purposes=CARE,
    ),
)
"""The written templates, the shortest first. A thin one holds, and says no more than that the door was open."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An explanation that rests on the person's own word, or that came too conveniently."""

    name: str
    kind: str
    sentence: str


CLAIMS = (
    Claim("phantom-visit", "convenient", "They booked visit {visit} and cancelled it themselves; nobody came."),
    Claim(
        "visit-alone",
        "convenient",
        "They made visit {visit} for themselves at once with a patient who was not known; nobody was invited, nothing was noted, and nobody came.",
    ),
    Claim(
        "visit-alone-elsewhere",
        "convenient",
        "They made visit {visit} for themselves at once with a patient whom others of the house had seen and neither they nor their team; nobody was invited, nothing was noted, and nobody came.",
    ),
    Claim(
        "own-relation",
        "convenient",
        "They opened a relation of care to the patient themselves, for a moment: from {from} until {until}.",
    ),
    Claim("glass-off-duty", "convenient", "They broke the glass outside any duty."),
    Claim(
        "glass-beside-duty",
        "convenient",
        "They broke the glass while others had the emergency duty, and no visit followed.",
    ),
    Claim(
        "visit-missed",
        "own-word",
        "They made visit {visit} for themselves at short notice, and nobody came; the patient was known or invited, or a note was written.",
    ),
    Claim(
        "self-assigned",
        "own-word",
        "They opened the relation of care to the patient themselves, from {from} until {until}.",
    ),
    Claim("break-glass", "own-word", "They broke the glass while they had the emergency duty, or no roster is kept."),
)
CARD = Claim("card", "own-word", "They looked at the card, which shows no findings; nothing says what for.")
"""Tried after the templates: only an access that nothing sounder explains rests on these."""

LOOK = ("entry", "key", "at", "actor", "patient", "act", "purpose", "is_first")
TOLD = (*LOOK, "explanation", "kind", *NUMBERS, "starts", "ends")
"""The columns of an explained access. kind: sound, thin, own-word, convenient; null where nothing explains it."""


def looks(frames: Frames) -> pl.DataFrame:
    """Return the accesses that touched somebody's file, by their instant; whether it was the person's first to that patient."""
    return _looks(frames, "done")


def attempts(frames: Frames) -> pl.DataFrame:
    """Return what was refused about somebody's file, in the form of explained accesses."""
    return _told(_looks(frames, "refused").lazy(), None, "refused").collect()


def _looks(frames: Frames, outcome: str) -> pl.DataFrame:
    named = pl.col("patient").is_not_null() & pl.col("actor").is_not_null()
    rows = frames.accesses.lazy().filter((pl.col("outcome") == outcome) & named)
    rows = rows.select("entry", key(), "at", "actor", "patient", "act", "purpose").sort("at", "entry")
    return rows.with_columns(is_first=pl.col("key").is_first_distinct()).collect()


def explain(frames: Frames, adopted: Sequence[Path] = (), since: datetime | None = None) -> pl.DataFrame:
    """Return every access to a file, or every one since an instant, with the shortest explanation that holds; adopted paths join the written ones."""
    left = looks(frames) if since is None else looks(frames).filter(pl.col("at") >= since)
    own = pl.col("act").is_in(OWN_ACTS)
    told = [_told(left.lazy().filter(own), "own-act", "sound").collect()]
    left = left.filter(~own)
    for path in sorted((*PATHS, *adopted), key=lambda one: (one.kind != "sound", len(one.hops))):
        fits = _fits(path)
        # Of the few looks of a slice none may be of its purposes; to find that nothing leads there takes as long as for many.
        if left.is_empty() or not left.select(fits.any()).item():
            continue
        held, left = _tried(left, path.name, path.kind, facts(path, frames, _pairs(left)), fits)
        told.append(held)
    for claim in CLAIMS if left.height else ():
        held, left = _tried(left, claim.name, claim.kind, _claimed(claim.name, frames), pl.lit(value=True))
        told.append(held)
    is_card = pl.col("act") == hops.CARD
    told.append(_told(left.lazy().filter(is_card), CARD.name, CARD.kind).collect())
    left = left.filter(~is_card)
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
        "visit-alone": partial(_alone, which="strange"),
        "visit-alone-elsewhere": partial(_alone, which="elsewhere"),
        "visit-missed": partial(_alone, which="spoken-for"),
        "own-relation": partial(_own_relations, moment=True),
        "self-assigned": partial(_own_relations, moment=False),
        "glass-off-duty": _off_duty,
        "glass-beside-duty": _beside_duty,
        "break-glass": _glasses,
    }
    return claims[name](frames)


def _claim(rows: pl.LazyFrame, who: str, starts: pl.Expr, ends: pl.Expr, **numbers: pl.Expr) -> pl.LazyFrame:
    rows = rows.drop_nulls([who, "patient"])
    told = [numbers.get(name, pl.lit(None, pl.Int32)).alias(name) for name in NUMBERS]
    return rows.select(key(who), starts.alias("starts"), ends.fill_null(hops.STILL).alias("ends"), *told)


def _phantoms(frames: Frames) -> pl.LazyFrame:
    """Return visits that their maker cancelled, around their short life."""
    rows = hops.phantoms(frames)
    ends = pl.max_horizontal(pl.col("cancelled_at") + AROUND, pl.min_horizontal("cancelled_at", "starts_at"))
    return _claim(rows, "made_by", pl.col("made_at") - AROUND, ends, visit=pl.col("visit"))


def _alone(frames: Frames, *, which: str) -> pl.LazyFrame:
    """Return visits at short notice to which nobody came: what an invitation, a note or a known patient speaks for, and of the rest the patients whom others of the house had seen."""
    worked = frames.accesses.lazy().filter(pl.col("act").is_in(["invitation.make", "note.write", "note.sign"]))
    rows = frames.visits.lazy().filter(hops.nobody_came(frames))
    known = hops.known_before(rows, frames, "clinician", "made_at").select("visit")
    spoken_for = pl.concat([worked.filter(pl.col("outcome") == "done").select("visit"), known]).unique()
    rows = rows.join(spoken_for, on="visit", how="semi" if which == "spoken-for" else "anti")
    if which != "spoken-for":
        seen = hops.seen_before(rows, frames).select("visit")
        rows = rows.join(seen, on="visit", how="semi" if which == "elsewhere" else "anti")
    ends = pl.max_horizontal("ended_at", "ends_at") + hops.AFTER_VISIT
    return _claim(rows, "clinician", pl.col("made_at") - AROUND, ends, visit=pl.col("visit"))


def _own_relations(frames: Frames, *, moment: bool) -> pl.LazyFrame:
    """Return relations that somebody made for themselves, by whether for a moment only."""
    brief = (pl.col("ends_at") - pl.col("starts_at") <= MOMENT).fill_null(value=False)
    rows = frames.relations.lazy().filter(
        ~pl.col("why").is_in(["visit", "emergency"]), pl.col("made_by") == pl.col("person"), brief == moment
    )
    return _claim(rows, "person", pl.col("starts_at"), pl.col("ends_at"))


def _broken(frames: Frames) -> pl.LazyFrame:
    return frames.glasses.lazy().filter(pl.col("verdict").ne_missing(pl.lit("not-justified")))


def _of_glasses(rows: pl.LazyFrame) -> pl.LazyFrame:
    return _claim(rows, "person", pl.col("opened_at"), pl.col("closes_at"))


def _glasses(frames: Frames) -> pl.LazyFrame:
    return _of_glasses(_broken(frames))


def _off_duty(frames: Frames) -> pl.LazyFrame:
    """Return glasses that were broken outside any duty. Where no roster is kept nothing is held against anybody."""
    return _of_glasses(_without(_broken(frames), frames.duties))


def _beside_duty(frames: Frames) -> pl.LazyFrame:
    """Return glasses that were broken by somebody who had no emergency duty, where the house keeps one."""
    return _of_glasses(_without(_broken(frames), frames.duties.filter(pl.col("team").is_null())))


def _without(glasses: pl.LazyFrame, duties: pl.DataFrame) -> pl.LazyFrame:
    met = glasses.join(duties.lazy().select("person", "starts_at", "ends_at"), on="person")
    during = pl.col("opened_at").is_between(pl.col("starts_at") - AROUND_DUTY, pl.col("ends_at") + AROUND_DUTY)
    on = met.filter(during).select("person", "patient", "opened_at")
    return glasses.filter(pl.lit(not duties.is_empty())).join(on, on=["person", "patient", "opened_at"], how="anti")
