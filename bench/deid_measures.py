"""What is counted when spans that were found are laid over spans that were marked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paravent.proving.intervals import Figure, bootstrapped, share

WORD = re.compile(r"\w+")
Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: words that are marked, found, both; spans that are marked, touched, wholly covered; typed spans."""

    name: str
    marked: int
    found: int
    both: int
    spans: int
    touched: int
    covered: int
    typed_marked: int
    typed_found: int
    typed_both: int

    @property
    def is_clean(self) -> bool:
        return self.covered == self.spans


def words(text: str, places: Sequence[Place]) -> set[tuple[int, int]]:
    """Return the words of which a place has a part."""
    held = {at for start, end, _ in places for at in range(start, end)}
    return {one.span() for one in WORD.finditer(text) if not held.isdisjoint(range(*one.span()))}


def judged(name: str, text: str, gold: Sequence[Place], found: Sequence[Place], sure: Sequence[Place] = ()) -> Judged:
    """Compare. `sure` are those found whose label counts."""
    marked, hidden = words(text, gold), words(text, found)
    of_each = [words(text, [one]) for one in gold]
    return Judged(
        name,
        len(marked),
        len(hidden),
        len(marked & hidden),
        len(gold),
        sum(not one.isdisjoint(hidden) for one in of_each),
        sum(one <= hidden for one in of_each),
        len(set(gold)),
        len(set(sure)),
        len(set(gold) & set(sure)),
    )


def ratio(over: Callable[[Judged], int], under: Callable[[Judged], int]) -> Callable[[Sequence[Judged]], float | None]:
    def value(some: Sequence[Judged]) -> float | None:
        return sum(map(over, some)) / below if (below := sum(map(under, some))) else None

    return value


recall = ratio(lambda one: one.both, lambda one: one.marked)
precision = ratio(lambda one: one.both, lambda one: one.found)
typed_precision = ratio(lambda one: one.typed_both, lambda one: one.typed_found)
typed_recall = ratio(lambda one: one.typed_both, lambda one: one.typed_marked)
typed_f1 = ratio(lambda one: 2 * one.typed_both, lambda one: one.typed_found + one.typed_marked)


def f2(some: Sequence[Judged]) -> float | None:
    """Return the F-measure of words in which recall weighs twice."""
    p, r = precision(some), recall(some)
    return 5 * p * r / (4 * p + r) if p and r else None


def of_texts(some: Sequence[Judged], figure: Callable[[Sequence[Judged]], float | None]) -> Figure:
    """Return a figure with the bounds that drawing the texts anew gives; words of one text are not independent."""
    return bootstrapped(list(some), figure, 500)


def clean(some: Sequence[Judged]) -> Figure:
    return share(sum(one.is_clean for one in some), len(some))


def touched(some: Sequence[Judged]) -> Figure:
    return share(sum(one.touched for one in some), sum(one.spans for one in some))


def covered(some: Sequence[Judged]) -> Figure:
    return share(sum(one.covered for one in some), sum(one.spans for one in some))


def over_redacted(some: Sequence[Judged]) -> Figure:
    """Return in which share of texts without anybody in them something was taken."""
    empty = [one for one in some if not one.spans]
    return share(sum(one.found > 0 for one in empty), len(empty))
