"""The public texts that the de-identification is measured on; none of them is part of the product. Sources are named in bench/deid-figures.md."""

import json
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.deid_splits import FOLDS, IN_EVERY_TEST, TO_LOOK_AT, asq_counts, presidio_counts
from paravent.deid.training import Example, example

BESIDE_SAFE_HARBOR = {"TITLE", "AGE", "NRP"}
"""What presidio-research marks and Safe Harbor lets stay: forms of address, ages up to 89, nationalities."""


class NoTexts(Exception):
    """PARAVENT_TEST_DATA names no folder with grascco_phi, asq_phi and presidio_synth in it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text of a corpus under its name, and whether it counts."""

    name: str
    example: Example
    counts: bool

    @property
    def text(self) -> str:
        return self.example.text

    @property
    def gold(self) -> list[tuple[int, int, str]]:
        return [(span.start, span.end, span.label.value) for span in self.example.spans]


def folder() -> Path:
    found = Path(os.environ.get("PARAVENT_TEST_DATA", ""))
    if not (found / "grascco_phi").is_dir():
        raise NoTexts
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def letters() -> dict[str, Marked]:
    read = _lines(folder() / "grascco_phi" / "grascco_phi.jsonl")
    named = {unicodedata.normalize("NFC", one["id"]): one for one in read}
    return {name: Marked(name, example(one), name not in TO_LOOK_AT) for name, one in named.items()}


def folds() -> list[tuple[list[str], list[str]]]:
    """Return the published folds: what is learned from (their train and dev), and what is judged."""
    names = sorted(letters())
    tests = [[*IN_EVERY_TEST, *fold] for fold in FOLDS]
    return [([name for name in names if name not in test], test) for test in tests]


def queries() -> list[Marked]:
    return [
        Marked(one["id"], example(one), asq_counts(one["id"])) for one in _lines(folder() / "asq_phi" / "asq_phi.jsonl")
    ]


def sentences() -> list[Marked]:
    told = json.loads((folder() / "presidio_synth" / "synth_dataset_v2.json").read_text())
    return [
        Marked(
            f"{one['template_id']}/{at}",
            example({"text": one["full_text"], "entities": _spans(one)}),
            presidio_counts(one["template_id"]),
        )
        for at, one in enumerate(told)
    ]


def _spans(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"start": span["start_position"], "end": span["end_position"], "type": span["entity_type"]}
        for span in told["spans"]
        if span["entity_type"] not in BESIDE_SAFE_HARBOR
    ]
