"""Figures with their 95 % intervals: Wilson's for shares, Student's across hospitals, Hanley and McNeil's variance for an AUC; for the rest, bootstrap from a fixed seed.

Sources: Student, Biometrika 6 (1908), 1-25; J. A. Hanley, B. J. McNeil, Radiology 143 (1982), 29-36; R. G. Newcombe, Statistics in
Medicine 25 (2006), 559-573, who solves for the AUC as Wilson does for a share, so that a full one has bounds too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import mean, median, stdev
from typing import Any

from paravent.kernel.intervals import Z, wilson

ROUNDS = 1000
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131)
"""Student's t for 95 %, from one degree of freedom on. Of more hospitals than these the last one is taken, which is too wide."""
FINE = 60
"""So often a bound is halved: finer than a number can hold."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, between which bounds it lies, and of how many it was measured."""

    value: float | None
    low: float | None
    high: float | None
    of: int

    def times(self, many: int) -> "Figure":
        """Return the figure of so many: a share of one person as that of a thousand."""
        value, low, high = (None if one is None else one * many for one in (self.value, self.low, self.high))
        return Figure(value, low, high, self.of)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as it stands in the answer."""
        return {"value": _rounded(self.value), "low": _rounded(self.low), "high": _rounded(self.high), "of": self.of}


NOTHING = Figure(None, None, None, 0)


def share(hits: int, of: int) -> Figure:
    """Return a share with Wilson's interval."""
    if of == 0:
        return NOTHING
    low, high = wilson(hits, of)
    return Figure(hits / of, low, high, of)


def bootstrapped(
    sample: Sequence[Any], figure: Callable[[Sequence[Any]], float | None], rounds: int = ROUNDS
) -> Figure:
    """Return a figure of a sample, with the bounds within which it falls when the sample is drawn anew from itself."""
    if not sample:
        return NOTHING
    chance = Random(95)  # noqa: S311 (bounds are the same each time)
    drawn = (figure(chance.choices(sample, k=len(sample))) for _ in range(rounds))
    found = sorted(value for value in drawn if value is not None)
    value = figure(sample)
    if value is None or not found:
        return Figure(value, None, None, len(sample))
    return Figure(
        value, found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))], len(sample)
    )


def middle(sample: Sequence[float]) -> Figure:
    """Return a median with its bounds."""
    return bootstrapped(sample, lambda some: float(median(some)))


def across(shares: Sequence[float | None]) -> Figure:
    """Return the mean of what each hospital's share was, with Student's bounds for another such hospital's mean; one hospital alone has none."""
    found = [one for one in shares if one is not None]
    if len(found) < 2:  # noqa: PLR2004 (one does not spread)
        return Figure(found[0] if found else None, None, None, len(found))
    half = STUDENT[min(len(found) - 1, len(STUDENT)) - 1] * stdev(found) / sqrt(len(found))
    middle = mean(found)
    return Figure(middle, max(0.0, middle - half), min(1.0, middle + half), len(found))


def auc(positives: Sequence[float], ranks: Callable[[float], float], others: int) -> Figure:
    """Return how often what should be odd scores higher than so many others that should not: `ranks` tells the share that a score beats."""
    if not positives or not others:
        return NOTHING
    value = sum(map(ranks, positives)) / len(positives)

    def fits(true: float) -> bool:
        return (value - true) ** 2 <= Z * Z * _variance(true, len(positives), others)

    return Figure(value, _furthest(value, 0.0, fits), _furthest(value, 1.0, fits), len(positives))


def _variance(true: float, positives: int, others: int) -> float:
    """Return how much an AUC varies that is truly so, by Hanley and McNeil."""
    first, second = true / (2 - true), 2 * true * true / (1 + true)
    spread = (positives - 1) * (first - true * true) + (others - 1) * (second - true * true)
    return (true * (1 - true) + spread) / (positives * others)


def _furthest(inside: float, outside: float, fits: Callable[[float], bool]) -> float:
    """Return how far from the value towards an end a true one may lie."""
    if fits(outside):
        return outside
    for _ in range(FINE):
        between = (inside + outside) / 2
        inside, outside = (between, outside) if fits(between) else (inside, between)
    return inside


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
