"""docs/red-team.md and the plays of the red team are about the same attacks, in the same words; every one of them is played."""

from pathlib import Path

import pytest

from tests.threats.red_team.page import ALL, PAGE, page, played, rows
from tests.threats.red_team.plays import Play, ended_as_the_page_says
from tests.threats.red_team.terms import Outcome


def test_every_scenario_has_one_play() -> None:
    assert sorted(played()) == ALL


def test_the_page_tells_of_every_play_in_its_words() -> None:
    told = {name: (attack, test) for name, (attack, _, test) in rows(PAGE.read_text()).items()}

    assert told == played()


def test_a_scenario_without_a_play_and_a_word_that_changed_are_noticed(tmp_path: Path) -> None:
    plays = tmp_path / "threats" / "red_team"
    plays.mkdir(parents=True)
    (plays / "I01_by_address.py").write_text('"""In other words."""\n')
    told = {name: (attack, test) for name, (attack, _, test) in rows(PAGE.read_text()).items()}

    there = played(tmp_path)

    assert sorted(there) == ["I01"]
    assert told["I01"] != there["I01"]


def test_a_page_says_what_its_plays_found() -> None:
    found = {
        "scenario": "I01",
        "attack": "Somebody looks.",
        "test": "tests/threats/red_team/I01_a_file_by_its_address.py",
    }
    parts = [
        {"how": "HTTP", "found": [("prevented", "a policy")], "lines": ["Opened the file: refused"]},
        {"how": "SQL", "found": [("missed", "so it is | it is")], "lines": ["Opened the file: refused"]},
    ]

    text = page([found | part for part in parts])

    assert rows(text) == {"I01": ("Somebody looks.", [Outcome.PREVENTED, Outcome.MISSED], found["test"])}
    assert "prevented: a policy; missed: so it is / it is | Opened the file: refused | HTTP; SQL." in text
    assert "Of 1 scenarios 0 are prevented, detected or seen, 1 in part, and 0 missed." in text


def test_a_play_that_ends_otherwise_than_the_page_says_fails() -> None:
    one = Play("I26", "", "", found=[(Outcome.PREVENTED, "so it is")])
    ended_as_the_page_says(one)

    one.missed("so it is not")
    with pytest.raises(AssertionError, match="I26 ended otherwise: make redteam"):
        ended_as_the_page_says(one)
