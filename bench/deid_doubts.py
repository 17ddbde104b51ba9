"""How many letters a release would hold back for a clinician, and whether that is where somebody was left: inside what each published fold learns from, by ten letters held back.

`python -m bench.deid_doubts` prints numbers alone; no letter of a test is read. What came of it stands in ADR 0138.
"""

from collections import Counter
from dataclasses import dataclass

from bench.deid_choices import inner
from bench.deid_corpora import Marked
from bench.deid_measures import words
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.doubting import HOLD, Doubt, weighed
from paravent.deid.invented import taught
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Guide
from paravent.deid.training import trained


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of one letter: whether it waits, words that identify and that stayed, and its doubts by whether they are asked about and are somebody's."""

    waits: bool
    marked: int
    left: int
    doubts: Counter[tuple[bool, bool]]


def weigh(one: Marked, model: Tagger) -> Weighed:
    what = weighed(one.text, Deidentifier(guide=Guide.GEMTEX, model=model).find(one.text), set())
    marked = words(one.text, one.gold)
    hidden = words(one.text, [(span.start, span.end, "") for span in what.spans])

    def kind(doubt: Doubt) -> tuple[bool, bool]:
        place = words(one.text, [(doubt.span.start, doubt.span.end, "")])
        return doubt.cause in HOLD, not place.isdisjoint(marked)

    return Weighed(what.holds, len(marked), len(marked - hidden), Counter(map(kind, what.open)))


def main() -> None:
    found = [weigh(one, model) for some, back in inner() for model in [Tagger(trained(taught(some)))] for one in back]
    for waits in (True, False):
        those = [one for one in found if one.waits == waits]
        left, marked = sum(one.left for one in those), sum(one.marked for one in those)
        print(f"{len(those)} letters {'wait' if waits else 'leave'}: {left} of {marked} identifying words stayed")
    doubts = sum((one.doubts for one in found), Counter[tuple[bool, bool]]())
    for is_asked in (True, False):
        theirs, others = doubts[is_asked, True], doubts[is_asked, False]
        print(f"{'asked' if is_asked else 'hidden'}: {theirs + others} places, {theirs} of them somebody's")


if __name__ == "__main__":
    main()
