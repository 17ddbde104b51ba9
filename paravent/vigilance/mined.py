"""Explanations that nobody wrote: a run proposes them, the data-protection officer adopts them, every judgement tries them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from paravent.access.operation import Operation
from paravent.judgement.explanations import explain
from paravent.judgement.frames import Frames
from paravent.judgement.mining import NoPath, adopted, propose
from paravent.judgement.paths import Path
from paravent.judgement.scoring import Judged, judge_explained
from paravent.judgement.weights import VERSION
from paravent.vigilance import queries

MOST_PROPOSALS = 10


def adopted_paths(op: Operation) -> list[Path]:
    """Return the adopted explanations as paths; one whose hops a later version does not know any more is left out."""
    del op  # holding it is the proof that the gate is open
    paths = []
    for hops in queries.adopted_hops():
        try:
            paths.append(adopted({"name": "-".join(hops), "hops": list(hops), "sentence": ""}))
        except NoPath:
            continue
    return paths


def version_with(paths: Sequence[Path]) -> str:
    """Return the version of a judgement that tries adopted paths too: the same paths, the same version."""
    return "+".join([VERSION, *sorted(path.name for path in paths)])


def judged_with(frames: Frames, paths: Sequence[Path]) -> tuple[Judged, list[dict[str, Any]]]:
    """Judge everything with adopted paths, and return what would explain what is left."""
    explained = explain(frames, paths)
    judged = replace(judge_explained(frames, explained), version=version_with(paths))
    unexplained = explained.filter(pl.col("kind").is_null())
    found = propose(frames, unexplained).head(MOST_PROPOSALS)
    return judged, [_kept(row, unexplained.height) for row in found.iter_rows(named=True)]


def _kept(row: dict[str, Any], of: int) -> dict[str, Any]:
    """Return a proposal as a run keeps it: names of hops and counts."""
    return {
        "name": row["name"],
        "hops": row["hops"],
        "support": row["support"],
        "first_looks": row["support_first"],
        "people": row["people"],
        "patients": row["patients"],
        "share": round(100 * row["support"] / max(1, of)),
        "by_chance": round(100 * row["share_by_chance"]),
    }
