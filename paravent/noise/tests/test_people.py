"""How much one person moves an answer: never more than the noise is made for, whoever they are and whatever stands in their file."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.noise.people import contributions, from_middle, newest_steps, reach, records
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "coding", "component", "status", "value", "valueQuantity"]), inner)
    ),
    max_leaves=12,
)


@SETTINGS
@given(st.sampled_from(sorted(SIGNS)), st.lists(st.dictionaries(st.sampled_from(["code", "component"]), JSON)))
def test_whatever_stands_in_a_file_nothing_fails(sign: str, found: list[dict[str, Any]]) -> None:
    newest_steps(SIGNS[sign], found)


def measured(value: object, unit: str = "mm[Hg]", code: str = "8480-6", status: str = "final") -> dict[str, Any]:
    part = {"code": {"coding": [{"code": code}]}, "valueQuantity": {"value": value, "code": unit}}
    return {"status": status, "code": {"coding": [{"code": "85354-9"}]}, "component": [part]}


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        (measured(Decimal("120.4")), 120),
        (measured(120), 120),
        (measured(120, unit="kPa"), None),
        (measured(120, code="8462-4"), None),
        (measured(5000), None),
        (measured(float("nan")), None),
        (measured("120"), None),
        (measured(value=True), None),
        (measured(120, status="entered-in-error"), None),
    ],
)
def test_a_value_counts_in_its_unit_and_within_what_can_be(value: dict[str, Any], steps: int | None) -> None:
    assert newest_steps(SIGNS["systolic"], [value]) == steps


def test_the_newest_usable_value_counts_and_no_other() -> None:
    assert newest_steps(SIGNS["systolic"], [measured(1, unit="kg"), measured(130), measured(120)]) == 130


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
