"""A question in its one form: whoever asks the same in other words, in another order or with other spaces, asks the same. Pure."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal

from paravent.noise.terms import (
    DECADES,
    MOST_FEATURES,
    MOST_MARKS,
    SEXES,
    SIGNS,
    Flaw,
    Measure,
    Question,
    QuestionUnreadable,
    Sign,
)

NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,3})?")
OF_SIGNS = {Measure.SPREAD, Measure.MEAN}


def question(
    measure: Measure, cohort: str = "", features: Iterable[str] = (), sign: str = "", marks: str = ""
) -> Question:
    """Return a question in its one form; what its measure does not need is left out. Raises QuestionUnreadable.

    `cohort` and `features` are criteria in their canonical form; `marks` are numbers as somebody types them.
    """
    if measure is Measure.FEATURES:
        return Question(measure, cohort, _features(features))
    if measure in OF_SIGNS:
        if sign not in SIGNS:
            raise QuestionUnreadable(Flaw.NO_SIGN, ", ".join(SIGNS))
        return Question(measure, cohort, sign=sign, marks=_marks(measure, SIGNS[sign], marks))
    return Question(measure, cohort)


def _features(features: Iterable[str]) -> tuple[str, ...]:
    named = tuple(sorted({*features} - {""}))
    if not named:
        raise QuestionUnreadable(Flaw.NO_FEATURES)
    if len(named) > MOST_FEATURES:
        raise QuestionUnreadable(Flaw.MANY_FEATURES, str(MOST_FEATURES))
    return named


def _marks(measure: Measure, sign: Sign, typed: str) -> tuple[int, ...]:
    """Return numbers in whole steps of a sign, each once, from the lowest."""
    words = typed.replace(";", " ").split()
    if not words or not all(NUMBER.fullmatch(word) for word in words):
        raise QuestionUnreadable(Flaw.NO_NUMBER)
    numbers = [Decimal(word.replace(",", ".")) for word in words]
    low, high = sign.possible
    if not all(low <= number <= high for number in numbers):
        raise QuestionUnreadable(Flaw.IMPOSSIBLE, f"{low}-{high}")
    marks = tuple(sorted({in_steps(sign, number) for number in numbers}))
    if measure is Measure.MEAN and len(marks) != 2:  # noqa: PLR2004 - a mean lies between two bounds
        raise QuestionUnreadable(Flaw.BOUNDS)
    if len(marks) > MOST_MARKS:
        raise QuestionUnreadable(Flaw.EDGES, str(MOST_MARKS))
    return marks


def in_steps(sign: Sign, number: Decimal) -> int:
    """Return a number as the nearest whole number of steps."""
    return int((number / sign.step).to_integral_value())


def from_steps(sign: Sign, steps: float) -> Decimal:
    """Return steps as a number in the sign's unit."""
    return Decimal(steps) * sign.step


def written(asked: Question) -> str:
    """Return a question as text: the same question is always the same text."""
    return json.dumps(
        {
            "measure": asked.measure,
            "cohort": asked.cohort,
            "features": asked.features,
            "sign": asked.sign,
            "marks": asked.marks,
        },
        sort_keys=True,
        ensure_ascii=False,
    )


def read(text: str) -> Question:
    """Return the question of a text that `written` made."""
    one = json.loads(text)
    return Question(
        Measure(one["measure"]),
        one["cohort"],
        tuple(one["features"]),
        one["sign"],
        tuple(int(mark) for mark in one["marks"]),
    )


def categories(asked: Question) -> tuple[str, ...]:
    """Return what an answer has a number for. It follows from the question alone, never from who is found."""
    match asked.measure:
        case Measure.SEX:
            return SEXES
        case Measure.AGE:
            return DECADES
        case Measure.FEATURES:
            return asked.features
        case Measure.SPREAD:
            return ("unmeasured", "below", *(str(mark) for mark in asked.marks))
        case Measure.MEAN:
            return ("people", "sum")
        case Measure.COUNT:
            return ("people",)
