"""What may be asked about a cohort, how it is rounded, and what is too close."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.research.detection import EXAMPLE, are_close, close_pairs, read, rounded, written
from paravent.research.terms import CriteriaUnreadable, Flaw
from paravent.research.words import flaw_in_words

KEY = bytes(32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Patient?name=Yildirim",
        "Patient?_id=5f6a3b1e",
        "Patient?birthdate=1961-03-07",
        "Patient?address-city=Fulda",
        "Patient?identifier=1",
        "Condition?subject=Patient/1",
        "Condition?code:text=Yildirim",
        "Condition?code=Herr Yildirim",
        "Condition?_lastUpdated=2026-01-01",
        "Condition?onset-date=2026-01-01",
        "Observation?value-quantity=gt7.12345",
        "DocumentReference?type=1",
        "Condition",
        "Condition?",
        "Condition?code=" + "a" * 401,
        "\n".join(f"Condition?code={one}" for one in range(9)),
    ],
)
def test_nobody_is_looked_for_by_what_they_alone_have(text: str) -> None:
    with pytest.raises(CriteriaUnreadable):
        read(text)


def test_a_complaint_says_the_line_and_quotes_nothing() -> None:
    with pytest.raises(CriteriaUnreadable) as found:
        read("Condition?code=1\nPatient?name=Yildirim")

    assert (found.value.flaw, found.value.line) == (Flaw.PARAMETER, 2)
    assert "Yildirim" not in flaw_in_words(found.value)
    assert "Line 2" in flaw_in_words(found.value)


def test_the_same_question_is_the_same_text() -> None:
    one = " Patient?gender=female&birthdate=ge1960 \n\nCondition?code=http://hl7.org/fhir/sid/icd-10|E11"
    other = "Condition?code=http://hl7.org/fhir/sid/icd-10|E11\nPatient?birthdate=ge1960&gender=female"

    assert written(read(one)) == written(read(other)) == other
    assert written(read("Condition?code=B,A,B")) == written(read("Condition?code=A,B"))
    assert written(read("Patient?birthdate=eq1960")) == written(read("Patient?birthdate=1960"))


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Condition?code=A", "Condition?code=A\nPatient?gender=female", True),
        ("Condition?code=A", "Condition?code=B", True),
        ("Condition?code=A&category=x", "Condition?code=A", True),
        ("Condition?code=A\nPatient?gender=female", "Condition?code=B\nPatient?gender=male", False),
        ("Condition?code=A", "Condition?code=A\nPatient?gender=female&birthdate=ge1960", False),
        ("Condition?code=A", "Procedure?code=A", False),
        ("Condition?code=A", "Condition?code=A", False),
    ],
)
def test_close_is_what_differs_in_one_condition(one: str, other: str, are: bool) -> None:
    assert are_close(one, other) is are_close(other, one) is are
    assert close_pairs([one, other, one]) == are


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2000), st.text(max_size=20))
def test_few_are_never_numbered_and_others_are_off_by_less_than_five(count: int, question: str) -> None:
    shown = rounded(count, KEY, question)

    assert (shown is None) == (count <= 7)
    assert shown is None or (shown % 5 == 0 and shown >= 10 and abs(shown - count) < 5)
    assert shown == rounded(count, KEY, question)


def test_on_average_it_is_the_count() -> None:
    shown = [rounded(23, KEY, str(one)) or 0 for one in range(2000)]

    assert set(shown) == {20, 25}
    assert 22.7 < sum(shown) / len(shown) < 23.3
    assert rounded(25, KEY, "x") == 25


def test_the_example_on_the_page_can_be_asked() -> None:
    assert len(read(EXAMPLE)) == 3


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_flaw_has_words(flaw: Flaw) -> None:
    assert "\n" not in flaw_in_words(CriteriaUnreadable(flaw, 3, "code"))
