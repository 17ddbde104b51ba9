"""How much of the people in public texts is taken out, how much else with them, and how fast; beside Presidio where it runs.

`python -m bench.deid` writes docs/deid-figures.md and what releases say of their texts; with `--speed` it measures the speed alone anew, with `--page` it sets the page anew. PARAVENT_TEST_DATA names the folder of the texts, PRESIDIO_PYTHON the interpreter that has Presidio.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from bench import deid_doubts
from bench.deid_corpora import Marked, NoTexts, folds, letters, queries, sentences
from bench.deid_measures import (
    Judged,
    clean,
    covered,
    f2,
    judged,
    of_texts,
    over_redacted,
    precision,
    recall,
    touched,
    typed_f1,
    typed_precision,
    typed_recall,
)
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.invented import invented, taught
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Guide, Known, Label, Person
from paravent.deid.training import trained
from paravent.deid.union import DOUBTED
from paravent.proving.intervals import Figure, bootstrapped, share

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[1]
TEMPLATE, PAGE = HERE / "deid-figures.md", ROOT / "docs" / "deid-figures.md"
MEASURED = HERE / "deid-measured.json"
"""What the run counted, so that the page can be set anew without looking at the tests again."""
SHOWN = 40
"""How many texts with misses the page shows of each English corpus."""
FIRST_LOOK = HERE / "deid-first-look.json"
"""What the first look at the tests counted, as its run wrote it (2ffc443): it can be had no second time."""
LEAK = ROOT / "paravent" / "releases" / "leak.json"
"""What a release says of its texts: how many identifying words stay."""
MEASURED_ON = "GraSCCo_PHI, German, 5 published folds (docs/deid-figures.md)"
LEARNED, ALONE = "**with a trained tagger**", "rules alone, as it comes"
ALL_INVENTED = 150
"""Letters that nobody wrote, where a tagger learns from nothing else."""
Place = tuple[int, int, str]


@dataclass(slots=True)
class Run:
    """Texts that were judged, and how fast it went."""

    judged: list[Judged]
    characters: int
    seconds: float

    @property
    def speed(self) -> float:
        """Return thousands of characters a second of processor time."""
        return self.characters / self.seconds / 1000


def ours(some: Sequence[Marked], guide: Guide, model: Tagger | None) -> tuple[Run, dict[str, list[str]]]:
    """Return how texts are judged, and what was missed in which."""
    done: list[Judged] = []
    missed: dict[str, list[str]] = {}
    Deidentifier(guide=guide, model=model).find(some[0].text)
    seconds = 0.0
    for one in some:
        began = time.process_time()
        found = Deidentifier(guide=guide, model=model).find(one.text).spans
        seconds += time.process_time() - began
        places = [(span.start, span.end, span.label.value) for span in found]
        sure = [(span.start, span.end, span.label.value) for span in found if span.certainty >= DOUBTED]
        done.append(judged(one.name, one.text, one.gold, places, sure))
        missed[one.name] = _missed(one, places)
    return Run(done, sum(len(one.text) for one in some), seconds), missed


def _missed(one: Marked, places: Sequence[Place]) -> list[str]:
    alone = [(place, judged(one.name, one.text, [place], places)) for place in one.gold]
    return [f"{place[2]}: {one.text[place[0] : place[1]]!r}" for place, told in alone if not told.is_clean]


def presidio(some: Sequence[Marked]) -> Run | None:
    """Return how Presidio does, or nothing where it is not."""
    python = os.environ.get("PRESIDIO_PYTHON", "")
    if not Path(python).is_file():
        return None
    given = "\n".join(json.dumps(one.text) for one in some)
    run = subprocess.run(
        [python, str(HERE / "deid_presidio.py")], input=given, capture_output=True, text=True, check=False
    )
    if run.returncode:
        return None
    told = json.loads(run.stdout)
    done = [
        judged(one.name, one.text, one.gold, [tuple(place) for place in found])
        for one, found in zip(some, told["found"], strict=True)
    ]
    return Run(done, sum(len(one.text) for one in some), told["seconds"])


def german() -> Iterator[tuple[dict[str, Run], dict[str, list[str]]]]:
    """Yield after each published fold how all so far are judged, by a tagger that has not seen them and by others; and what the first missed."""
    held = letters()
    runs = {
        LEARNED: Run([], 0, 0.0),
        ALONE: Run([], 0, 0.0),
        "a tagger that learned from invented letters alone": Run([], 0, 0.0),
    }
    missed: dict[str, list[str]] = {}
    of_nobody = Tagger(trained(invented(ALL_INVENTED)))
    for train, test in folds():
        model = Tagger(trained(taught([held[name].example for name in train])))
        for into, used in zip(runs.values(), (model, None, of_nobody), strict=True):
            run, lost = ours([held[name] for name in test], Guide.GEMTEX, used)
            into.judged += run.judged
            into.characters, into.seconds = into.characters + run.characters, into.seconds + run.seconds
            if used is model:
                missed |= {name: sorted({*missed.get(name, ()), *lines}) for name, lines in lost.items()}
        yield runs, missed


def cell(figure: Figure, digits: int = 1) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "-"
    return f"{figure.value:.{digits}%} ({figure.low:.{digits}%} to {figure.high:.{digits}%})"


def german_row(name: str, run: Run) -> str:
    some = run.judged
    typed = [cell(of_texts(some, figure)) for figure in (typed_precision, typed_recall, typed_f1)]
    return f"| {name} | {cell(of_texts(some, recall), 2)} | {cell(of_texts(some, precision))} | {cell(clean(some))} | {' | '.join(typed)} |"


def fold_rows(run: Run) -> str:
    """Return one row for each fold, and the mean of the five."""
    size = len(folds()[0][1])
    parts = [run.judged[at : at + size] for at in range(0, len(run.judged), size)]
    rows = [
        [figure(part) or 0.0 for figure in (recall, precision, typed_precision, typed_recall, typed_f1)]
        for part in parts
    ]
    means = [sum(column) / len(column) for column in zip(*rows, strict=True)]
    named = [*((str(at), row) for at, row in enumerate(rows, 1)), ("mean", means)]
    return "\n".join(f"| {name} | {' | '.join(f'{value:.1%}' for value in row)} |" for name, row in named)


def english_row(name: str, run: Run | None) -> str:
    if run is None:
        return f"| {name} | it did not run here | | | | | |"
    some = run.judged
    figures = [cell(touched(some)), cell(covered(some)), cell(of_texts(some, recall)), cell(of_texts(some, precision))]
    return f"| {name} | {' | '.join(figures)} | {f2(some) or 0:.3f} | {cell(over_redacted(some))} |"


def listed(missed: dict[str, list[str]]) -> str:
    """Return what was not wholly hidden, text by text. The texts are invented."""
    return "\n".join(
        f"- {name}: {'; '.join(f'`{line}`' for line in lines)}" for name, lines in sorted(missed.items()) if lines
    )


def measured() -> Iterator[dict[str, str]]:
    """Look at the tests once; yield what is known so far, so that a run that is stopped was not for nothing."""
    told: dict[str, str] = {}
    asked, said = queries(), sentences()
    model = Tagger(trained([one.example for one in (*asked, *said) if not one.counts]))
    for name, some in (
        ("asq", [one for one in asked if one.counts]),
        ("presidio", [one for one in said if one.counts]),
    ):
        told |= english(name, some, model)
        yield told
    for runs, missed in german():
        told |= {
            "german_rows": "\n".join(german_row(*row) for row in runs.items()),
            "fold_rows": fold_rows(runs[LEARNED]),
            "german_missed": listed(missed),
        }
        yield told
    yield told | known_rows() | speeds()


def english(name: str, some: list[Marked], model: Tagger) -> dict[str, str]:
    with_model, lost = ours(some, Guide.SAFE_HARBOR, model)
    alone, _ = ours(some, Guide.SAFE_HARBOR, None)
    rows = [
        (LEARNED, with_model),
        (ALONE, alone),
        ("Presidio 2.2.366, en_core_web_sm", presidio(some)),
    ]
    some_lost = {key: value for key, value in lost.items() if value}
    return {
        f"{name}_rows": "\n".join(english_row(*row) for row in rows),
        f"{name}_of": str(len(some)),
        f"{name}_missed": listed(dict(list(some_lost.items())[:SHOWN])),
        f"{name}_missed_of": str(len(some_lost)),
    }


def of_the_record(one: Marked) -> Known:
    """Return what a record would know of a letter's patient: the name as it is written out most fully."""
    names = [one.text[start:end] for start, end, label in one.gold if label == Label.PATIENT.value]
    fullest = max(names, key=lambda name: len(name.split()), default="")
    family, comma, given = fullest.partition(", ")
    if not comma:
        given, _, family = fullest.rpartition(" ")
    return Known((Person(Label.PATIENT, given, family),)) if fullest else Known()


def known_rows() -> dict[str, str]:
    """Return how many of the marked names of patients go by rules alone, and when the record says who the patient is."""
    texts = [one for one in letters().values() if one.counts]
    counts = {"rules alone": [0, 0, 0], "rules, the patient's name known": [0, 0, 0]}
    for one in texts:
        names = [place for place in one.gold if place[2] == Label.PATIENT.value]
        for row, known in zip(counts.values(), (Known(), of_the_record(one)), strict=True):
            found = Deidentifier(known=known).find(one.text).spans
            told = judged(one.name, one.text, names, [(span.start, span.end, span.label.value) for span in found])
            row[0], row[1], row[2] = row[0] + told.covered, row[1] + told.spans, row[2] + told.is_clean
    rows = [
        f"| {name} | {cell(share(row[0], row[1]))} | {cell(share(row[2], len(texts)))} |"
        for name, row in counts.items()
    ]
    return {"known_rows": "\n".join(rows)}


def speeds() -> dict[str, str]:
    """Return how fast each is over all queries and letters; nothing is judged."""
    asked, held = queries(), list(letters().values())
    english_model = Tagger(trained([one.example for one in asked if not one.counts]))
    german_model = Tagger(trained([one.example for one in held if not one.counts]))
    texts = {"ASQ-PHI": (asked, Guide.SAFE_HARBOR, english_model), "GraSCCo_PHI": (held, Guide.GEMTEX, german_model)}
    rows = [
        f"| {name} | {ours(some, guide, model)[0].speed:.0f} | {ours(some, guide, None)[0].speed:.0f} | {_presidio_speed(name, some)} |"
        for name, (some, guide, model) in texts.items()
    ]
    return {"speed_rows": "\n".join(rows)}


def _presidio_speed(name: str, some: list[Marked]) -> str:
    run = presidio(some) if name == "ASQ-PHI" else None
    return f"{run.speed:.0f}" if run else "-"


def doubt_rows(some: list[deid_doubts.Weighed]) -> dict[str, str]:
    """Return how many letters wait for a clinician and what stayed in them, and how many places are doubtful; with bounds by drawing letters anew."""

    def drawn(those: list[deid_doubts.Weighed], over: str, under: str) -> str:
        def figure(letters: Sequence[deid_doubts.Weighed]) -> float | None:
            below = sum(getattr(one, under) for one in letters)
            return sum(getattr(one, over) for one in letters) / below if below else None

        parts, whole = (sum(getattr(one, name) for one in those) for name in (over, under))
        return f"{parts} of {whole:,} | {cell(bootstrapped(those, figure, 500), 2)}"

    of_letters = [
        f"| {name} | {len(those)} | {cell(share(len(those), len(some)))} | {drawn(those, 'left', 'marked')} |"
        for name, waits in (("wait for a clinician", True), ("leave as they are", False))
        if (those := [one for one in some if one.waits == waits])
    ]
    of_places = [
        f"| {name} | {sum(getattr(one, kind) for one in some) / len(some):.1f} | {drawn(some, f'{kind}_of_somebody', kind)} |"
        for name, kind in (("asked about", "asked"), ("hidden without asking", "hidden"))
    ]
    return {
        "doubts_of": str(len(some)),
        "doubt_letter_rows": "\n".join(of_letters),
        "doubt_place_rows": "\n".join(of_places),
    }


def tagger_row(told: dict[str, str]) -> str:
    """Return the row of the trained tagger on German letters."""
    return next(row for row in told["german_rows"].splitlines() if row.startswith(f"| {LEARNED} |"))


def words_left(told: dict[str, str]) -> dict[str, float | str]:
    """Return how many of a hundred identifying words stayed with a trained tagger, with bounds: what its row says was hidden is the rest."""
    hidden, low, high = (float(said) for said in re.findall(r"([\d.]+)%", tagger_row(told).split("|")[2]))
    left = {"estimate": hidden, "low": high, "high": low}
    return {name: round(100 - said, 2) for name, said in left.items()} | {"measured_on": MEASURED_ON}


def pages(told: dict[str, str], first: dict[str, str], doubts: list[deid_doubts.Weighed]) -> dict[Path, str]:
    """Return what is written of what two looks counted, and of doubts, and where: the page, and what releases say of their texts."""
    row = tagger_row(first).replace(LEARNED, "first look, with a trained tagger")
    looks = [words_left(first), words_left(told)]
    return {
        PAGE: Template(TEMPLATE.read_text()).substitute(told | doubt_rows(doubts), first_look_row=row),
        LEAK: json.dumps(looks, indent=1) + "\n",
    }


def main() -> None:
    try:
        if "--speed" in sys.argv:
            MEASURED.write_text(
                json.dumps(json.loads(MEASURED.read_text()) | known_rows() | speeds(), ensure_ascii=False, indent=1)
                + "\n"
            )
        for told in [json.loads(MEASURED.read_text())] if {"--page", "--speed"} & set(sys.argv) else measured():
            MEASURED.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            print(f"{len(told)} figures", file=sys.stderr)
    except NoTexts as absent:
        sys.exit(" ".join((absent.__doc__ or "").split()))
    counted = [json.loads(path.read_text()) for path in (MEASURED, FIRST_LOOK)]
    for path, written in pages(*counted, deid_doubts.kept()).items():
        path.write_text(written)
        print(f"Written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
