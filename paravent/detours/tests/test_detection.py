"""What counts as a detour, and what only sounds like one. The browser is held to the same sentences: detection.test.js."""

import json
from datetime import date
from pathlib import Path

import pytest

from bench.detours import FRESH, LATER, SENTENCES, precision, recall, sentences
from paravent.detours.detection import RULES, detour_in, linked_app
from paravent.detours.terms import App

VECTORS = json.loads((Path(__file__).parents[3] / "tests" / "vectors" / "detours.json").read_text())
READ = json.loads(RULES.read_text())


@pytest.mark.parametrize("one", VECTORS["by_hand"], ids=lambda one: one["text"])
def test_what_was_written_down_by_hand_is_judged_so(one: dict[str, str]) -> None:
    assert (detour_in(one["text"]) or "") == one["app"]


def test_the_vectors_say_what_python_says() -> None:
    """The browser's test reads the same file: what differs here differs there."""
    assert [one for one in VECTORS["sentences"] if (detour_in(one["text"]) or "") != one["app"]] == []
    assert [one for one in VECTORS["addresses"] if linked_app(one["address"]) != one["app"]] == []
    assert {one["text"] for one in VECTORS["sentences"]} >= {
        one.text for path in (SENTENCES, LATER, FRESH) for one in sentences(path)
    }


def test_the_rules_hold_on_what_they_were_measured_on() -> None:
    """Whoever changes a rule sees at once what it costs; the figures are in docs/detours-figures.md."""
    test = [one for one in sentences() if one.is_for_test]
    tuning = [one for one in sentences() if not one.is_for_test]
    assert len(test) > 150
    assert len(tuning) > 150
    for half in (test, tuning):
        assert (precision(half).value or 0) > 0.95
        assert (recall(half).value or 0) > 0.95
    assert (precision(sentences(FRESH)).value or 0) > 0.7
    assert (recall(sentences(FRESH)).value or 0) > 0.65


def test_every_app_has_a_name_addresses_or_schemes_domains_and_a_source() -> None:
    assert {one["id"] for one in READ["apps"]} == set(App) - {App.OTHER}
    for one in READ["apps"]:
        assert one["name"]
        assert one["addresses"] or one["schemes"]
        assert one["domains"]
        assert one["sources"]
        assert all(source.startswith("https://") for source in one["sources"])
    assert date.fromisoformat(READ["reviewed"])


def test_a_hostile_text_is_read_in_steps_that_grow_with_its_length() -> None:
    assert detour_in("call " * 100_000) is None
    assert detour_in("@ " * 5_000) is None
    assert detour_in("x " * 3_000 + "call me on whatsapp") == App.WHATSAPP
