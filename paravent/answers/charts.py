"""The pictures of answers, as numbers for an SVG: the page says the same in words beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from paravent.noise.meaning import Mean
from paravent.noise.questions import from_steps
from paravent.noise.terms import SIGNS, Question


@dataclass(frozen=True, slots=True)
class Band:
    """A number with the interval of its noise, on a line of 100."""

    low: float
    width: float
    point: float


@dataclass(frozen=True, slots=True)
class Row:
    """A noisy number, and between which numbers the true one lies with 95 %."""

    number: int
    low: int
    high: int
    band: Band


def rows(numbers: Sequence[int], off: int) -> list[Row]:
    """Return numbers with their intervals, all on one scale from none to the highest that may be. Nobody is fewer than none."""
    top = max(max(numbers, default=0) + off, 1)
    return [
        Row(one, max(0, one - off), max(0, one + off), _band(max(0, one - off), one, max(0, one + off), 0, top))
        for one in numbers
    ]


def mean_band(asked: Question, mean: Mean) -> Band:
    """Return a mean between the bounds that it was asked with."""
    low, high = (float(from_steps(SIGNS[asked.sign], mark)) for mark in asked.marks)
    return _band(float(mean.low), float(mean.value), float(mean.high), low, high)


def _band(low: float, value: float, high: float, first: float, last: float) -> Band:
    def x(number: float) -> float:
        return round(min(100.0, max(0.0, 100 * (number - first) / (last - first))), 1)

    return Band(x(low), round(x(high) - x(low), 1), x(value))
