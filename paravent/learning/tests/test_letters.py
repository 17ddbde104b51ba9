"""Letters that travel through hands nobody knows: what was changed, or is somebody else's, is not read."""

import json
from dataclasses import replace

import pytest

from paravent.learning.letters import LARGEST, Letter, Place, Post, read, written
from paravent.learning.terms import Charter, Letters, NotForUs, SaidTwice
from paravent.learning.tests.cast import a_charter, a_key

CHARTER = a_charter()
PLACE = Place(CHARTER.digest, "0" * 32, 0, 0)


def a_letter(nth: int = 1, says: Letters = Letters.SEAT, sender: str = "Bonn", place: Place = PLACE) -> Letter:
    return written(a_key(nth), says, place, sender, {"key": "ab"})


def test_a_letter_arrives_as_it_was_written() -> None:
    letter = a_letter()
    assert read(letter.content, CHARTER) == letter
    assert letter.file_name.endswith(".json")
    assert "Bonn" not in letter.file_name


CHANGED = {
    "another round": lambda said: said | {"round": 1},
    "another body": lambda said: said | {"body": {"key": "ac"}},
    "another sender": lambda said: said | {"sender": "Celle"},
    "another kind": lambda said: said | {"says": "opening"},
    "no signature": lambda said: {name: value for name, value in said.items() if name != "signature"},
    "one thing more": lambda said: said | {"also": 1},
    "no object": lambda said: [said],
}


@pytest.mark.parametrize("how", CHANGED)
def test_what_was_changed_is_not_read(how: str) -> None:
    said = json.loads(a_letter().content)
    with pytest.raises(NotForUs):
        read(json.dumps(CHANGED[how](said), sort_keys=True, separators=(",", ":")).encode(), CHARTER)


def test_only_those_whom_the_plan_names_write_and_the_leader_alone_leads() -> None:
    for letter in (
        a_letter(nth=9, sender="Erfurt"),
        a_letter(nth=2, sender="Bonn"),
        a_letter(nth=1, says=Letters.ASK, sender="Bonn"),
        a_letter(nth=1, says=Letters.CALL, sender="Aalen"),
        a_letter(place=replace(PLACE, charter=a_charter(rounds=4).digest)),
    ):
        with pytest.raises(NotForUs):
            read(letter.content, CHARTER)
    assert read(a_letter(nth=0, says=Letters.ASK, sender="Aalen").content, CHARTER)


def test_another_spelling_of_a_letter_is_another_letter() -> None:
    with pytest.raises(NotForUs):
        read(a_letter().content + b"\n", CHARTER)
    with pytest.raises(NotForUs):
        read(b" " * (LARGEST + 1), CHARTER)


def test_the_same_letter_twice_is_one_and_two_that_differ_are_an_attack() -> None:
    letter, other = a_letter(), written(a_key(1), Letters.SEAT, PLACE, "Bonn", {"key": "cd"})
    assert Post([letter, letter]).of(Letters.SEAT) == {"Bonn": letter}
    with pytest.raises(SaidTwice):
        Post([letter, other]).of(Letters.SEAT)


@pytest.mark.parametrize(
    "odd",
    [
        {"sites": CHARTER.sites[:2]},
        {"sites": (*CHARTER.sites, CHARTER.sites[0])},
        {"leader": "Erfurt"},
        {"kind": "bayes", "rounds": 2},
        {"kind": "bayes", "rounds": 1, "noise": 0},
        {"columns": ()},
        {"columns": (CHARTER.columns[0], CHARTER.columns[0])},
        {"fewest_patients": 5},
        {"epsilon": 1},
    ],
)
def test_a_charter_that_cannot_be_kept_is_none(odd: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Charter.model_validate(CHARTER.model_dump() | odd)
