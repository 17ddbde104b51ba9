"""Two things measured in turn, and how their ratio spreads. A figure without its peer in the same run says little."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

TIMES = "\N{MULTIPLICATION SIGN}"
Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, middle and most of several figures."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, figures: list[float]) -> "Spread":
        """Return the spread of some figures."""
        return cls(min(figures), statistics.median(figures), max(figures))


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio should reach."""

    bound: float
    at_most: bool = False

    def is_met(self, ratio: float) -> bool:
        """Tell whether a ratio meets it."""
        return ratio <= self.bound if self.at_most else ratio >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g} {TIMES}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside its peer, round by round."""

    name: str
    unit: str
    ours: list[float]
    peer: list[float]
    goal: Goal | None = None

    @property
    def ratio(self) -> Spread:
        """How many times the peer's figure ours is, over the rounds."""
        return Spread.of([mine / other for mine, other in zip(self.ours, self.peer, strict=True)])

    @property
    def verdict(self) -> str:
        """Whether the median meets the goal."""
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.ratio.median) else "missed"


def in_turn(rounds: int, *measures: Measure) -> list[list[float]]:
    """Return what each measured, in rounds whose order alternates; a first round warms up and is thrown away."""
    figures: list[list[float]] = [[] for _ in measures]
    for turn in range(rounds + 1):
        order = list(enumerate(measures))
        for at, measure in order if turn % 2 else reversed(order):
            figure = measure()
            if turn:
                figures[at].append(figure)
    return figures


def a_second(times: int, work: Callable[[int], object]) -> float:
    """Return how often a second some work was done; it is told which time it is."""
    began = time.perf_counter()
    for turn in range(times):
        work(turn)
    return times / (time.perf_counter() - began)
