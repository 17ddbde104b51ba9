"""How much one person moves an answer: never more than the noise is made for, whoever they are and whatever stands in their file."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.noise.people import contributions, from_middle, reach, records, steps_of
from paravent.noise.questions import categories, question, read, written
from paravent.noise.terms import MOST_FEATURES, MOST_MARKS, SIGNS, Facts, Flaw, Measure, Question, QuestionUnreadable

FEATURES = [f"Condition?code={one}" for one in "ABCDEFGH"]
PEOPLE = st.builds(
    Facts,
    sex=st.sampled_from(["female", "male", "other", "unknown", "f", ""]),
    age=st.none() | st.integers(-5, 130),
    features=st.frozensets(st.integers(-1, 12)),
    steps=st.none() | st.integers(-(10**9), 10**9),
)
SETTINGS = settings(max_examples=60, deadline=None)


@st.composite
def questions(draw: Any) -> Question:
    """Draw something that may be asked."""
    sign = draw(st.sampled_from(sorted(SIGNS)))
    low, high = (int(end) for end in SIGNS[sign].possible)
    marks = draw(st.lists(st.integers(low, high), min_size=2, max_size=2, unique=True))
    features = draw(st.lists(st.sampled_from(FEATURES), min_size=1))
    return question(draw(st.sampled_from(list(Measure))), "", features, sign, " ".join(str(mark) for mark in marks))


@SETTINGS
@given(questions(), st.lists(PEOPLE, max_size=6), PEOPLE)
def test_one_person_more_changes_no_more_than_the_noise_hides(asked: Question, others: list[Facts], one: Facts) -> None:
    without = Counter(record for person in others for record in records(asked, person))
    with_them = Counter(record for person in [*others, one] for record in records(asked, person))

    assert sum((with_them - without).values()) <= contributions(asked)
    assert without - with_them == Counter()
    assert set(with_them) <= set(range(len(categories(asked))))


@SETTINGS
@given(questions(), PEOPLE)
def test_a_value_is_held_within_the_bounds_that_were_asked_with(asked: Question, one: Facts) -> None:
    if asked.measure is not Measure.MEAN:
        return
    low, high = reach(asked)

    assert all(low <= value <= high for value in from_middle(asked, one))
    assert len(from_middle(asked, one)) == len(records(asked, one)) <= 1
    assert high - low == asked.marks[1] - asked.marks[0]
    assert abs(abs(low) - abs(high)) <= 1


@SETTINGS
@given(questions(), PEOPLE)
def test_in_categories_that_exclude_each_other_everybody_counts_once(asked: Question, one: Facts) -> None:
    if asked.measure not in {Measure.FEATURES, Measure.MEAN}:
        assert len(records(asked, one)) == 1


@pytest.mark.parametrize(
    ("number", "steps"),
    [("120.4", 120), ("40", 40), ("300", 300), ("39.9", None), ("5000", None), (None, None)],
)
def test_a_number_counts_in_steps_and_within_what_can_be(number: str | None, steps: int | None) -> None:
    assert steps_of(SIGNS["systolic"], Decimal(number) if number else None) == steps


# One question, one form


def test_the_same_question_in_other_words_is_the_same() -> None:
    one = question(Measure.FEATURES, "", [FEATURES[1], FEATURES[0], FEATURES[1], ""], "pulse", "60 80")
    other = question(Measure.FEATURES, "", FEATURES[:2])

    assert written(one) == written(other)
    assert read(written(one)) == one
    mean = question(Measure.MEAN, sign="temperature", marks="42,0;  35")
    assert written(mean) == written(question(Measure.MEAN, "", FEATURES, "temperature", "35.00 42"))
    assert mean.marks == (350, 420)


@SETTINGS
@given(questions())
def test_what_is_written_is_read_as_it_was(asked: Question) -> None:
    assert read(written(asked)) == asked


@pytest.mark.parametrize(
    ("measure", "features", "sign", "marks", "flaw"),
    [
        (Measure.FEATURES, [], "", "", Flaw.NO_FEATURES),
        (Measure.FEATURES, [str(one) for one in range(MOST_FEATURES + 1)], "", "", Flaw.MANY_FEATURES),
        (Measure.MEAN, [], "mood", "1 2", Flaw.NO_SIGN),
        (Measure.MEAN, [], "pulse", "sixty", Flaw.NO_NUMBER),
        (Measure.MEAN, [], "pulse", "", Flaw.NO_NUMBER),
        (Measure.MEAN, [], "pulse", "60", Flaw.BOUNDS),
        (Measure.MEAN, [], "pulse", "60 60", Flaw.BOUNDS),
        (Measure.MEAN, [], "pulse", "60 9000", Flaw.IMPOSSIBLE),
        (Measure.SPREAD, [], "pulse", " ".join(str(60 + one) for one in range(MOST_MARKS + 1)), Flaw.EDGES),
    ],
)
def test_what_cannot_be_asked_says_why(
    measure: Measure, features: list[str], sign: str, marks: str, flaw: Flaw
) -> None:
    with pytest.raises(QuestionUnreadable) as found:
        question(measure, "", features, sign, marks)

    assert found.value.flaw is flaw
