"""How the choices of the tagger were made without the tests: inside what each published fold learns from, by ten letters held back.

`python -m bench.deid_choices` prints, for each border from which a word is hidden, what is hidden of the letters held back, in numbers alone: no letter of a test is shown.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence

from bench.deid_corpora import Marked, folds, letters
from bench.deid_measures import Judged, judged, precision, recall, typed_f1
from bench.deid_splits import FOLDS
from paravent.deid import tagging
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.invented import taught
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Guide
from paravent.deid.training import Example, trained
from paravent.deid.union import DOUBTED

BORDERS = (0.02, 0.015, 0.012, 0.01, 0.008, 0.005)


def inner() -> Iterator[tuple[list[Example], list[Marked]]]:
    """Yield, for each published fold, what is left of its texts to learn from, and the ten of them that are held back: those that the next fold judges."""
    held = letters()
    for at, (train, _) in enumerate(folds()):
        back = FOLDS[(at + 1) % len(FOLDS)]
        yield [held[name].example for name in train if name not in back], [held[name] for name in back]


def judge(one: Marked, model: Tagger) -> Judged:
    found = Deidentifier(guide=Guide.GEMTEX, model=model).find(one.text).spans
    places = [(span.start, span.end, span.label.value) for span in found]
    sure = [(span.start, span.end, span.label.value) for span in found if span.certainty >= DOUBTED]
    return judged(one.name, one.text, one.gold, places, sure)


def row(border: float, some: Sequence[Judged]) -> str:
    """Return what a border comes to."""
    clean = sum(one.is_clean for one in some)
    return f"{border:<8} recall {recall(some) or 0:.2%}  precision {precision(some) or 0:.1%}  clean {clean}/{len(some)}  typed F1 {typed_f1(some) or 0:.1%}"


def choices(learn: Callable[[list[Example]], bytes]) -> dict[float, list[Judged]]:
    """Return the judgements of all letters held back, for each border."""
    told: dict[float, list[Judged]] = {border: [] for border in BORDERS}
    for some, back in inner():
        began = time.process_time()
        model = Tagger(learn(some))
        print(f"learned in {time.process_time() - began:.0f} s, {len(model.held['de']) // 1024} KiB", file=sys.stderr)
        for border, done in told.items():
            tagging.TAKEN["de"] = border
            done += [judge(one, model) for one in back]
    return told


def main() -> None:
    for border, some in choices(lambda some: trained(taught(some))).items():
        print(row(border, some))


if __name__ == "__main__":
    main()
