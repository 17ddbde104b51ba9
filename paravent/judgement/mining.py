"""Templates that nobody wrote: paths from people to patients that hold for many accesses without an explanation. The DPO adopts them."""

from itertools import product

import polars as pl

from paravent.judgement.explanations import PATHS, looks
from paravent.judgement.frames import Frames, columns
from paravent.judgement.hops import HOPS
from paravent.judgement.paths import Path, covered, facts

LONGEST = 3
LEAST_SUPPORT = 20
"""First looks that a path must explain to be worth a proposal."""

LEAST_LIFT = 3
"""How much more often a path must hold for the patients who were looked at than for patients drawn by chance."""

PROPOSALS = columns(
    name=pl.String,
    hops=pl.List(pl.String),
    sentence=pl.String,
    length=pl.Int32,
    support=pl.Int64,
    support_first=pl.Int64,
    patients=pl.Int64,
    people=pl.Int64,
    share_by_chance=pl.Float64,
)
"""One row a proposed path: how many accesses without an explanation it would explain, how many of them first looks,
of how many people to how many patients; and how often it would hold for the same people with patients drawn by chance. A path that
holds by chance says nothing."""

STEPS = {
    "treats": "who had a visit with the patient",
    "saw": "who had a visit with the patient in these days",
    "booked": "who booked or cancelled a visit of the patient",
    "related": "who was asked in for the patient",
    "member": "They belong to team {team}",
    "on-duty": "They were on duty in team {team}",
    "members": "as does colleague {colleague}",
    "listed": "They are on the list of team {team}",
    "cared": "which cares for the patient",
    "fresh": "which had taken the patient into its care",
    "asked": "which something about the patient had come in for",
    "on-call": "They had the house's emergency duty",
    "reception": "They were at reception",
    "program": "It is a program of the house",
    "dpo": "They watch over data protection",
    "any-role": "They work in the house",
    "unannounced": "where the patient came unannounced",
    "expected": "where the patient was expected",
    "seen": "where the patient had been seen",
    "known": "where the patient is known",
    "broken": "where the glass was broken for the patient",
}
"""What each hop says in a proposed sentence."""


def candidates() -> list[Path]:
    """Return every path of the hops from a person to a patient that is not a written template, the shortest first."""
    written = {path.hops for path in PATHS}
    joined = (hops for length in range(2, LONGEST + 1) for hops in product(HOPS, repeat=length) if _leads(hops))
    return [
        Path("-".join(hops), hops, _sentence(hops)) for hops in joined if hops not in written and "listed" not in hops
    ]


def _leads(hops: tuple[str, ...]) -> bool:
    """Tell whether hops join on to each other, from a person to a patient."""
    if not set(hops) <= set(HOPS):
        return False
    ends = ["person", *(HOPS[name].target for name in hops)]
    return ends[-1] == "patient" and all(HOPS[name].source == end for name, end in zip(hops, ends, strict=False))


def _sentence(hops: tuple[str, ...]) -> str:
    return f"{', '.join(STEPS[name] for name in hops)}."


def propose(frames: Frames, unexplained: pl.DataFrame) -> pl.DataFrame:
    """Return the paths that would explain accesses which nothing explains yet, the most first looks first.

    `unexplained` are rows of `explain` without an explanation.
    """
    left = unexplained.sort("at", "entry").select("entry", "key", "at", "actor", "patient", "is_first")
    drawn = _drawn(left, looks(frames))
    rows = [_measured(path, frames, left, drawn) for path in candidates()]
    found = pl.DataFrame(rows, schema=dict(PROPOSALS), orient="row").filter(pl.col("support_first") >= LEAST_SUPPORT)
    share = pl.col("support") / max(1, len(left))
    found = found.filter(share >= pl.col("share_by_chance") * LEAST_LIFT)
    return found.sort("support_first", "length", "name", descending=[True, False, False])


def _drawn(left: pl.DataFrame, all_looks: pl.DataFrame) -> pl.DataFrame:
    """Return the same people at the same instants with other patients: each the next but seven in the order of the log."""
    patients = all_looks["patient"].unique(maintain_order=True)
    nth = pl.int_range(pl.len()).cast(pl.Int64) * 7919 % max(1, len(patients))
    other = left.select(nth.alias("nth"))["nth"]
    shifted = left.with_columns(patient=patients.gather(other) if len(patients) else pl.col("patient"))
    return shifted.with_columns(key=pl.col("actor").cast(pl.Int64) * 2**32 + pl.col("patient"))


def _measured(path: Path, frames: Frames, left: pl.DataFrame, drawn: pl.DataFrame) -> tuple[object, ...]:
    held, by_chance = _holding(path, frames, left), _holding(path, frames, drawn)
    first = int(held["is_first"].sum())
    share = round(len(by_chance) / max(1, len(drawn)), 4)
    told = (path.name, list(path.hops), path.sentence, len(path.hops), len(held), first)
    return (*told, held["patient"].n_unique(), held["actor"].n_unique(), share)


def _holding(path: Path, frames: Frames, rows: pl.DataFrame) -> pl.DataFrame:
    pairs = rows.lazy().unique("key").select("key", "actor", "patient")
    return covered(rows.lazy(), facts(path, frames, pairs)).filter("holds").collect()


def adopted(proposal: dict[str, object]) -> Path:
    """Return a proposal, as it was stored, as a path that `explain` runs."""
    hops = proposal["hops"]
    if not isinstance(hops, list) or not _leads(tuple(map(str, hops))):
        raise NoPath
    return Path(str(proposal["name"]), tuple(map(str, hops)), str(proposal["sentence"]))


class NoPath(Exception):
    """These hops do not lead from a person to a patient."""
