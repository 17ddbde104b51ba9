"""The dossier of a release: what left, of how many, by which rules and models, at which risk, by whose word. Pure: no Django.

It is what 45 CFR 164.514(b)(1)(ii) asks an expert to document and GDPR Art. 5(2) a controller to show. The log holds its hash.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from paravent.ledger.notes import VerifierKey
from paravent.ledger.receipts import Proved, check
from paravent.releases.terms import Act, Findings, OneFile, Texts, Wish

VERSION = "paravent release dossier v1"


class NotVouchedFor(Exception):
    """The log does not vouch for this dossier, or a file is not the one that it tells of: one of them was changed, or is another release's."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Of a hundred identifying words in letters, how many stayed: measured on public letters, with 95 % bounds."""

    estimate: float
    low: float
    high: float
    measured_on: str


LOOKS = tuple(Leak(**look) for look in json.loads(Path(__file__).with_name("leak.json").read_text()))
"""What each look at the same letters came to, the first and the newest, as `make bench-deid` wrote it: with a trained tagger and nothing told of the people. What the record knows is found besides."""
LEAK = max(LOOKS, key=lambda look: look.high)
"""What is counted on: the look that left most. A test that taught something is none any more, so a later one is told beside it (ADR 0149)."""
AGAIN = tuple(look for look in LOOKS if look is not LEAK)


def leak_of(texts: Texts | None) -> Leak:
    """Return what stays in texts. In those that a clinician read before, that is as measured at most, and nothing at least: how much a reader finds nobody has measured."""
    if texts is None or not texts.left:
        return LEAK
    return replace(LEAK, low=round(LEAK.low * (1 - texts.decided / texts.left), 2))


def written(told: Mapping[str, Any]) -> bytes:
    """Return a dossier as a file: the same facts are the same bytes."""
    return json.dumps({"format": VERSION, **told}, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def measured(wish: Wish, found: Findings, texts: Texts) -> dict[str, Any]:
    """Return what a dossier says of how it was made and what it risks."""
    told = asdict(found)
    for name in ("why", "steps", "proposals"):
        del told[name]
    rungs = {str(column): rung for column, rung in wish.rungs.items()}
    return {
        "asked": {"kinds": sorted(wish.kinds), "rungs": rungs, "leaves_out": wish.leaves_out, **asdict(wish.threshold)},
        "risk": told,
        "text": _of_texts(texts) if wish.texts else {"texts": None},
    }


def _of_texts(texts: Texts) -> dict[str, Any]:
    again = [asdict(look) for look in AGAIN]
    return {
        "texts": asdict(texts),
        "words_left_per_100": asdict(leak_of(texts)),
        "words_left_per_100_looked_at_again": again,
    }


def listed(files: Iterable[OneFile]) -> list[dict[str, Any]]:
    """Return what a dossier says of its files."""
    return [asdict(one) for one in files]


def proved(
    dossier: bytes, proof: str, files: Sequence[Path] = (), keys: Sequence[VerifierKey] = ()
) -> tuple[Proved, int]:
    """Return what the receipt proves about a dossier, and how many of its files were held against it.

    Raises NotVouchedFor, and ReceiptRefused where the receipt itself does not hold.
    """
    found = check(proof, keys)
    leaf, facts = found.receipt.leaf, found.receipt.opens["facts"]
    digest = hashlib.sha256(dossier).hexdigest()
    if leaf["act"] != Act.VOUCH or leaf["outcome"] != "done" or facts.get("sha256") != digest:
        raise NotVouchedFor
    told = {one["sha256"] for one in json.loads(dossier)["files"]}
    if not all(_digest(path) in told for path in files):
        raise NotVouchedFor
    return found, len(files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
