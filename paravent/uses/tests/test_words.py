"""What a patient reads of a use: what protects them in a sentence, and numbers that protect little said so."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from paravent.uses import words
from paravent.uses.terms import Kind, OwnUse, Stand, Told


def told(kind: Kind = Kind.RELEASE, **facts: str) -> Told:
    return Told(uuid4(), uuid4(), kind, "University of Fulda", facts)


def test_what_left_is_named_as_patients_call_it() -> None:
    assert (
        words.what_left(told(kinds="Condition Observation Nonsense"))
        == "diagnoses, measurements and laboratory results"
    )
    assert words.what_left(told()) == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"k": "11"}, "at least 10 others"),
        ({"epsilon": "0.5"}, "at most 1.6 times"),
        ({"epsilon": "8"}, "protects little"),
        ({"epsilon": "1.2e+02"}, "protects little"),
        ({"model": "logistic", "round": "3"}, "Model logistic, round 3."),
    ],
)
def test_what_protects_is_a_sentence_with_its_number(facts: dict[str, str], said: str) -> None:
    assert said in " ".join(words.protections(told(**facts)))


def test_a_fact_that_is_no_number_says_nothing() -> None:
    assert len(words.protections(told(epsilon="inf"))) == 1


def test_only_what_stays_says_why() -> None:
    at = datetime(2026, 11, 28, tzinfo=UTC)
    for kind in Kind:
        assert words.why_it_stays(OwnUse(told(kind), at, Stand.STAYS, at.date()))
        assert not words.why_it_stays(OwnUse(told(kind), at, Stand.IN, None))
