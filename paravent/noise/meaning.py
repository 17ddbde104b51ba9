"""What a noisy number says and what ε protects, in numbers: how far the noise reaches, and how often a guess may be right. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, exp, log

from paravent.noise.people import contributions, middle, reach
from paravent.noise.questions import categories, from_steps
from paravent.noise.terms import SIGNS, THOUSANDTHS, Measure, Question

SURE = 0.95
LITTLE = 3.0
"""From this ε on noise is said to protect little: whoever knows everything else is right about one person 95 times in 100, and what they
are told is twenty times as likely with that person as without. So much, and no more, is a year's budget of each patient."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean in the sign's unit, and between which values the true one lies."""

    value: Decimal
    low: Decimal
    high: Decimal


def noise_within(scale: float, sure: float = SURE) -> int:
    """Return the whole number that discrete Laplace noise of a scale exceeds, in either direction, in so few of all cases.

    P(|noise| > n) = 2 q^(n+1) / (1 + q) with q = e^(-1/scale) (Ghosh, Roughgarden, Sundararajan, STOC 2009).
    """
    q = exp(-1 / scale)
    return max(0, ceil(log((1 - sure) * (1 + q) / 2) / log(q) - 1 - 1e-9))


def noise_of(asked: Question, cost: int) -> int:
    """Return how far each number of an answer may lie from the true one, in 95 of 100 cases; of a mean, its number of people."""
    if asked.measure is Measure.MEAN:
        return noise_within(2 * THOUSANDTHS / cost)
    return noise_within(contributions(asked) * THOUSANDTHS / cost)


def mean_of(asked: Question, numbers: tuple[int, ...], cost: int) -> Mean | None:
    """Return the mean that noisy numbers say; nothing where there may be nobody. Both noises together stay within their reach in 95 of 100 cases."""
    people, total = numbers
    for_each = 1 - (1 - SURE) / 2
    off_people = noise_within(2 * THOUSANDTHS / cost, for_each)
    off_total = noise_within(max(map(abs, reach(asked))) * 2 * THOUSANDTHS / cost, for_each)
    least, most = people - off_people, people + off_people
    if least < 1:
        return None
    ends = [(total + sign * off_total) / count for sign in (-1, 1) for count in (least, most)]
    value, low, high = (_shown(asked, one) for one in (total / people, min(ends), max(ends)))
    return Mean(value, low, high)


def _shown(asked: Question, from_middle: float) -> Decimal:
    low, high = reach(asked)
    sign = SIGNS[asked.sign]
    value = from_steps(sign, middle(asked) + max(low, min(high, from_middle)))
    return value.quantize(sign.step / 10)


def mean_off(asked: Question, people: int, cost: int) -> Decimal:
    """Return about how far the mean of so many people may lie from the true one, before it is asked."""
    sign = SIGNS[asked.sign]
    off_total = noise_within(max(map(abs, reach(asked))) * 2 * THOUSANDTHS / cost)
    return from_steps(sign, off_total / people).quantize(sign.step / 10)


def right_at_most(cost: int) -> float:
    """Return how often somebody is right at most about one person after answers of a cost."""
    return right_by_odds(cost / THOUSANDTHS)


def right_by_odds(epsilon: float) -> float:
    """Return how often somebody is right at most about one person of whom they know only that it is one or the other, and everything about all others.

    Odds of one to one become e^ε to one (Dwork, McSherry, Nissim, Smith, TCC 2006; Wasserman, Zhou, JASA 2010).
    """
    return 1 / (1 + exp(-epsilon))


def width_of(asked: Question) -> int:
    """Return how many numbers an answer has."""
    return len(categories(asked))
