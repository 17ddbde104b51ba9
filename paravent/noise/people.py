"""What one person adds to an answer: so many records at most, whoever they are. Pure, and total: an odd value never fails, since a failure would tell."""

from bisect import bisect_right
from decimal import Decimal

from paravent.noise.questions import in_steps
from paravent.noise.terms import DECADES, SEXES, Facts, Measure, Question, Sign


def contributions(asked: Question) -> int:
    """Return how many records one person adds at most: the distance between an answer with them and one without (sensitivity)."""
    return len(asked.features) if asked.measure is Measure.FEATURES else 1


def records(asked: Question, facts: Facts) -> tuple[int, ...]:
    """Return the numbers of the categories in which somebody is counted."""
    match asked.measure:
        case Measure.SEX:
            return (SEXES.index(facts.sex if facts.sex in SEXES else "unknown"),)
        case Measure.AGE:
            return (_decade(facts.age),)
        case Measure.FEATURES:
            return tuple(sorted(one for one in facts.features if 0 <= one < len(asked.features)))
        case Measure.SPREAD:
            return (0 if facts.steps is None else 1 + bisect_right(asked.marks, facts.steps),)
        case Measure.MEAN:
            return () if facts.steps is None else (0,)
        case Measure.COUNT:
            return (0,)


def _decade(age: int | None) -> int:
    if age is None or age < 0:
        return len(DECADES) - 1
    return min(age // 10, len(DECADES) - 2)


def middle(asked: Question) -> int:
    """Return from where the values of a mean are counted: its bounds lie on both sides alike, so that one person moves the sum least."""
    low, high = asked.marks
    return (low + high) // 2


def reach(asked: Question) -> tuple[int, int]:
    """Return between which steps from the middle a value is held."""
    low, high = asked.marks
    return low - middle(asked), high - middle(asked)


def from_middle(asked: Question, facts: Facts) -> tuple[int, ...]:
    """Return somebody's value of a mean, held within its bounds; nothing where nothing was measured."""
    if facts.steps is None:
        return ()
    low, high = reach(asked)
    return (max(low, min(high, facts.steps - middle(asked))),)


def steps_of(sign: Sign, number: Decimal | None) -> int | None:
    """Return a measured number in steps of a sign; nothing where nothing was measured, or what cannot be."""
    low, high = sign.possible
    return in_steps(sign, number) if number is not None and low <= number <= high else None
