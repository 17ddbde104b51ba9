"""How well somebody does, and how sure that is: a two-parameter item-response estimate (EAP) over a grid.

The chance of a safe act is guessing + (1 - guessing) / (1 + exp(-(skill - difficulty))); the prior is N(0, 1). With a handful of
answers the interval is wide, and is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from paravent.exercise.terms import Difficulty, Grade

HARDNESS = {
    Difficulty.LEAST: -1.5,
    Difficulty.MODERATELY_TO_LEAST: -0.75,
    Difficulty.MODERATELY: 0.0,
    Difficulty.CONTROL: 0.0,
    Difficulty.VERY: 1.0,
}
"""Where the Phish Scale's words stand on the scale of skill, until answers say better: a convention of ours."""
GUESSING = 0.25
"""Who presses blindly is right one time in four."""
STEPS, WIDEST = 121, 4.0
GRID = tuple(-WIDEST + 2 * WIDEST * step / (STEPS - 1) for step in range(STEPS))
OUTSIDE = 0.025
"""What the 95 % interval leaves out on each side."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One drill: how hard it was, and whether the act was safe."""

    hardness: float
    is_safe: bool


@dataclass(frozen=True, slots=True)
class Skill:
    """An estimate, the interval that holds it with 95 %, and from how many answers."""

    estimate: float
    low: float
    high: float
    answers: int


def answered(difficulty: Difficulty, grade: Grade) -> Answer:
    """Return a drill as the estimate reads it."""
    return Answer(HARDNESS[difficulty], grade != Grade.UNSAFE)


def chance(skill: float, hardness: float, guessing: float = GUESSING) -> float:
    """Return the chance of a safe act."""
    return guessing + (1 - guessing) / (1 + exp(hardness - skill))


def estimate(answers: Sequence[Answer]) -> Skill:
    """Return the expected skill with its interval."""
    weights = [_weight(skill, answers) for skill in GRID]
    highest = max(weights)
    posterior = [exp(weight - highest) for weight in weights]
    total = sum(posterior)
    mean = sum(skill * weight for skill, weight in zip(GRID, posterior, strict=True)) / total
    low = _quantile(posterior, OUTSIDE * total)
    return Skill(mean, low, _quantile(posterior, (1 - OUTSIDE) * total), len(answers))


def _weight(skill: float, answers: Sequence[Answer]) -> float:
    likelihood = 0.0
    for answer in answers:
        safe = chance(skill, answer.hardness)
        likelihood += log(safe if answer.is_safe else 1 - safe)
    return likelihood - skill * skill / 2


def _quantile(posterior: Sequence[float], mass: float) -> float:
    below = 0.0
    for skill, weight in zip(GRID, posterior, strict=True):
        below += weight
        if below >= mass:
            return skill
    return GRID[-1]
