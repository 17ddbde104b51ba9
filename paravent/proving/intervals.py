"""Figures with their 95 % intervals. Wilson for shares; bootstrap, from a fixed seed, for what has no formula."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any

from paravent.kernel.intervals import wilson

ROUNDS = 1000


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


def auc(positives: Sequence[float], ranks: Callable[[float], float]) -> Figure:
    """Return how often what should be odd scores higher than what should not: `ranks` tells the share that a score beats."""
    return bootstrapped(positives, lambda some: sum(map(ranks, some)) / len(some))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
