"""What of a text is in doubt before it leaves, and what comes of it once somebody has decided. Pure."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from paravent.deid.deidentifier import Found
from paravent.deid.lexicon import given_names, is_eponym, is_ordinary, listed
from paravent.deid.terms import Label, Pass, Span
from paravent.deid.union import united

WORD = re.compile(r"[^\W\d_]+")
SHORTEST_NAME = 3
LONGEST_SHORT = 4
"""Letters of an abbreviation, as SEP and CHE, which are names too."""
EVERYDAY = frozenset({"Beta", "Colon", "Herd", "Line", "Linke", "Mio", "Tage", "Watt"})
"""Everyday words of letters that the lists hold as names. Whoever is called so is still found by the tagger, which reads what stands around."""
GUESSED = 0.3
"""How sure a place is that stands in a list of names and nothing else."""
PROVEN = frozenset({Pass.KNOWN, Pass.CHECKED})
"""What nobody is asked about: what the record knows, and what has its check digit."""


class Cause(StrEnum):
    """Why a place in a text is doubtful. Values are sealed with it."""

    RECORD = "record"
    """A word that the record knows as a name was left over, as Kurz is in "kurz danach"."""
    NAME = "name"
    """A name from the lists was left over."""
    DISAGREE = "disagree"
    """The rules take it for somebody's, the tagger does not."""
    UNSURE = "unsure"
    """The tagger takes it, and might as well not."""
    LOW = "low"
    """Next to nothing speaks for it."""


UNSURE_FROM = 0.2
"""From which certainty on, below one half, a tagger is unsure; what is below is hidden for safety, mostly without need."""
HOLD = frozenset({Cause.RECORD, Cause.NAME, Cause.DISAGREE, Cause.UNSURE})
"""What keeps a text back. What next to nothing speaks for is hidden, and holds nothing up (ADR 0138)."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful place, and why it is one."""

    span: Span
    cause: Cause


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided about a text: which places name nobody, which do, and whether it stays back as a whole."""

    no_name: tuple[tuple[int, int], ...] = ()
    taken_out: tuple[tuple[int, int], ...] = ()
    stays_back: bool = False

    def spares(self, span: Span) -> bool:
        """Tell whether a place was decided to name nobody. What the record knows and what checks out is never spared."""
        return span.by not in PROVEN and any(start <= span.start and span.end <= end for start, end in self.no_name)

    def decides(self, span: Span) -> bool:
        """Tell whether somebody decided about a place."""
        decided = (*self.no_name, *self.taken_out)
        return any(start <= span.start and span.end <= end for start, end in decided)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What of a text is to be hidden, doubtful places among it, and what nobody has decided about."""

    spans: list[Span]
    open: list[Doubt]

    @property
    def holds(self) -> bool:
        """Tell whether the text has to wait for somebody."""
        return any(doubt.cause in HOLD for doubt in self.open)


def weighed(text: str, found: Found, names: AbstractSet[str], ruling: Ruling | None = None) -> Weighed:
    """Return what is hidden of a text: whatever is doubtful, but for what was decided to name nobody. `names` are the record's, case folded."""
    ruled = ruling or Ruling()
    said = [Span(start, end, Label.PERSON, Pass.CUE, 1.0) for start, end in ruled.taken_out]
    base = united(text, [one for one in (*found.spans, *found.doubts, *said) if not ruled.spares(one)])
    left = [doubt for doubt in _left_over(text, base, names) if not ruled.spares(doubt.span)]
    doubts = [*(Doubt(span, _cause(span)) for span in found.doubts if span.by not in PROVEN), *left]
    asked = [doubt for doubt in doubts if not ruled.decides(doubt.span)]
    spans = united(text, [*base, *(doubt.span for doubt in left)])
    return Weighed(spans, sorted(asked, key=lambda doubt: doubt.span.start))


def _cause(span: Span) -> Cause:
    if span.by is not Pass.TAGGER:
        return Cause.DISAGREE
    return Cause.UNSURE if span.certainty >= UNSURE_FROM else Cause.LOW


def _left_over(text: str, hidden: Iterable[Span], names: AbstractSet[str]) -> Iterator[Doubt]:
    """Yield words that stand uncovered and are names: the record's, or in a list and nothing else."""
    covered = [False] * len(text)
    for span in hidden:
        covered[span.start : span.end] = [True] * (span.end - span.start)
    for one in WORD.finditer(text):
        if any(covered[one.start() : one.end()]) or len(one[0]) < SHORTEST_NAME:
            continue
        if one[0].casefold() in names:
            yield Doubt(Span(*one.span(), Label.PATIENT, Pass.CUE, GUESSED), Cause.RECORD)
        elif _is_a_name(one[0]):
            yield Doubt(Span(*one.span(), Label.PERSON, Pass.CUE, GUESSED), Cause.NAME)


def _is_a_name(word: str) -> bool:
    is_short_for_something = word.isupper() and len(word) <= LONGEST_SHORT
    if not word[0].isupper() or is_short_for_something or word in EVERYDAY:
        return False
    return word.title() in _names() and not is_ordinary(word) and not is_eponym(word)


@cache
def _names() -> frozenset[str]:
    return given_names() | listed("family")


def places_of(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return wherever some words stand in a text, as somebody who read it named them."""
    forms = [rf"(?<![^\W_]){re.escape(bare)}(?![^\W_])" for word in words if (bare := word.strip())]
    return sorted({one.span() for form in forms for one in re.finditer(form, text)})
