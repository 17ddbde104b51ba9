"""How well detours are told from words that only mention an app, on the half of the sentences that nothing was tuned on.

`python -m bench.detours` writes docs/detours-figures.md.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from bench.scanning import speed
from paravent.detours.detection import detour_in, linked_app
from paravent.proving.intervals import Figure, share

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[1]
SENTENCES, LATER, FRESH = (HERE / f"detours-{name}.tsv" for name in ("sentences", "later", "fresh"))
TEMPLATE = HERE / "detours-figures.md"
PAGE, VECTORS = ROOT / "docs" / "detours-figures.md", ROOT / "tests" / "vectors" / "detours.json"
START = HERE / "detours-start.json"
"""What the journey counted: tests/journeys/test_start.py writes it."""
NO_APP = "-"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, what it asks for by its label, and where somebody would type it."""

    app: str
    language: str
    place: str
    text: str

    @property
    def is_for_test(self) -> bool:
        """Tell in which half it is; nobody chose."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1

    @property
    def is_detour(self) -> bool:
        """Tell whether somebody asks for a consumer call."""
        return self.app != NO_APP


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    lines = path.read_text().splitlines()
    return [Sentence(*line.split("\t")) for line in lines if not line.startswith("#")]


def _language(one: Sentence) -> str:
    return {"en": "English", "de": "German"}[one.language]


def _place(one: Sentence) -> str:
    return one.place


def precision(some: Iterable[Sentence]) -> Figure:
    found = [one for one in some if detour_in(one.text)]
    return share(sum(one.is_detour for one in found), len(found))


def recall(some: Iterable[Sentence]) -> Figure:
    meant = [one for one in some if one.is_detour]
    return share(sum(detour_in(one.text) is not None for one in meant), len(meant))


def right_app(some: Iterable[Sentence]) -> Figure:
    found = [one for one in some if one.is_detour and detour_in(one.text)]
    return share(sum(detour_in(one.text) == one.app for one in found), len(found))


def cell(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "-"
    return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%}, of {figure.of})"


def row(name: str, some: list[Sentence]) -> str:
    return f"| {name} | {len(some)} | {cell(precision(some))} | {cell(recall(some))} |"


def table(some: list[Sentence], by: Callable[[Sentence], str]) -> str:
    return "\n".join(row(name, [one for one in some if by(one) == name]) for name in sorted({by(one) for one in some}))


def mistakes(some: list[Sentence]) -> str:
    wrong = [(one, detour_in(one.text)) for one in some]
    said = [
        f"- {'missed' if one.is_detour else 'false alarm'}: „{one.text}“"
        for one, found in wrong
        if one.is_detour != (found is not None)
    ]
    return "\n".join(said) or "None."


def page() -> str:
    fresh = sentences(FRESH)
    test = [one for one in sentences() if one.is_for_test]
    tuned = [one for one in sentences() if not one.is_for_test] + sentences(LATER)
    return Template(TEMPLATE.read_text()).substitute(
        fresh=len(fresh),
        fresh_rows="\n".join([row("all of them", fresh), table(fresh, _language), table(fresh, _place)]),
        fresh_app=cell(right_app(fresh)),
        fresh_mistakes=mistakes(fresh),
        later=len(sentences(LATER)),
        sentences=len(sentences()),
        **started(),
        **scanned(),
        test_row=row("the test half of the first", test),
        tuned_row=row("what was tuned on", tuned),
    )


def started() -> dict[str, object]:
    """Return what the journey counted."""
    counted = json.loads(START.read_text())
    names = {"link": "link_ready", "wait": "waiting", "picture": "picture"}
    return {f"{short}_{what}": value for short, name in names.items() for what, value in counted[name].items()}


def scanned() -> dict[str, str]:
    """Return how long a scan takes."""
    ours, least = speed()
    return {
        "scan_seconds": f"{ours:.0f}",
        "grep_seconds": f"{least:.1f}",
        "scan_ratio": f"{ours / least:.0f}",
    }


def vectors() -> dict[str, list[dict[str, str]]]:
    """Return what Python says of every sentence and address; the browser has to say the same."""
    known = json.loads(VECTORS.read_text())
    said = dict.fromkeys(
        [
            *(one["text"] for one in known["by_hand"]),
            *(one.text for one in sentences() + sentences(LATER) + sentences(FRESH)),
        ]
    )
    return {
        "by_hand": known["by_hand"],
        "sentences": [{"text": text, "app": detour_in(text) or ""} for text in said],
        "addresses": [{"address": one["address"], "app": linked_app(one["address"])} for one in known["addresses"]],
    }


def main() -> None:
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
    PAGE.write_text(page())
    print(f"Written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
