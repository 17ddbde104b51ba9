"""How many letters a release would hold back for a clinician, and whether that is where somebody was left: inside what each published fold learns from, by ten letters held back.

`python -m bench.deid_doubts` keeps numbers alone, of which docs/deid-figures.md is set; no letter of a test is read. What was decided by them stands in ADR 0138.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.deid_choices import inner
from bench.deid_corpora import Marked, NoTexts
from bench.deid_measures import words
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.doubting import HOLD, Doubt, weighed
from paravent.deid.invented import taught
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Guide
from paravent.deid.training import trained

MEASURED = Path(__file__).with_name("deid-doubts-measured.json")
"""What the run counted of each letter, so that the page can be set anew."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of one letter: whether it waits, words that identify and that stayed; doubtful places that a clinician is asked about, and that are hidden without asking, with those of each that are somebody's."""

    waits: bool
    marked: int
    left: int
    asked: int
    asked_of_somebody: int
    hidden: int
    hidden_of_somebody: int


def weigh(one: Marked, model: Tagger) -> Weighed:
    what = weighed(one.text, Deidentifier(guide=Guide.GEMTEX, model=model).find(one.text), set())
    marked = words(one.text, one.gold)
    gone = words(one.text, [(span.start, span.end, "") for span in what.spans])

    def kind(doubt: Doubt) -> tuple[bool, bool]:
        place = words(one.text, [(doubt.span.start, doubt.span.end, "")])
        return doubt.cause in HOLD, not place.isdisjoint(marked)

    of = Counter(map(kind, what.open))
    places = (of[True, True] + of[True, False], of[True, True], of[False, True] + of[False, False], of[False, True])
    return Weighed(what.holds, len(marked), len(marked - gone), *places)


def measured() -> Iterator[Weighed]:
    """Yield the letters as a release would weigh them, each by a tagger that has not seen it."""
    for some, back in inner():
        model = Tagger(trained(taught(some)))
        yield from (weigh(one, model) for one in back)


def kept() -> list[Weighed]:
    """Return what the newest run counted."""
    return [Weighed(**one) for one in json.loads(MEASURED.read_text())]


def main() -> None:
    try:
        found = list(measured())
    except NoTexts as absent:
        sys.exit(" ".join((absent.__doc__ or "").split()))
    MEASURED.write_text("[\n" + ",\n".join(json.dumps(asdict(one)) for one in found) + "\n]\n")
    print(f"{len(found)} letters, {sum(one.waits for one in found)} of them wait")


if __name__ == "__main__":
    main()
