"""The rule book is whole: each rule that we were given is in it, and what it points to is there."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from paravent.conformity.rulebook.asvs import Requirement, Stands, requirements, totals
from paravent.conformity.rulebook.owasp import Item, items
from paravent.conformity.rulebook.probes import PROBES
from paravent.conformity.rulebook.reading import Rule, rules
from tests.architecture.source import ROOT

GIVEN = [
    *(f"R{number:02}" for number in range(1, 23)),
    *(f"D{number}" for number in range(1, 22)),
    *(f"G{number}" for number in range(1, 8)),
    "E1",
    *(f"H{number}" for number in range(1, 9)),
    *(f"A{number}" for number in range(1, 5)),
]
"""The list of requirements and the rules in detail, by which Paravent was built. A rule that is left out needs a reason here."""


def known_tests(root: Path) -> set[str]:
    """Return the names by which rules speak of tests: a threat's number, or a file's name."""
    threats = {path.name.partition("_")[0] for path in (root / "tests" / "threats").glob("T[0-9][0-9]*_*.py")}
    return threats | {path.stem for part in ("paravent", "tests") for path in (root / part).rglob("test_*.py")}


def lacks_everything(rule: Rule) -> bool:
    """Tell whether nothing holds an installation against a rule, and nobody is told what to show."""
    return not rule.probes and rule.person is None


def test_each_rule_that_was_given_is_in_the_book() -> None:
    assert set(rules()) == set(GIVEN)


def test_each_rule_is_probed_or_says_what_a_person_has_to_show() -> None:
    assert [rule.id for rule in rules().values() if lacks_everything(rule)] == []


def test_each_probe_and_test_that_a_rule_names_is_there() -> None:
    there = known_tests(ROOT)
    wrong = {rule.id: set(rule.probes) - set(PROBES) | set(rule.tests) - there for rule in rules().values()}

    assert {rule: odd for rule, odd in wrong.items() if odd} == {}
    assert set(PROBES) == {probe for rule in rules().values() for probe in rule.probes}


OWASP = [
    *(f"A{number:02}" for number in range(1, 11)),
    *(f"API{number}" for number in range(1, 11)),
]
"""Top 10 of 2021, API Security Top 10 of 2023."""


def untried(item: Item, there: set[str]) -> set[str]:
    """Return what an item names that is not there; its own id where a line names nothing at all."""
    named = {name for line in item.lines for name in line.tests} - there
    odd = {name for line in item.lines for name in line.probes} - set(PROBES)
    return named | odd | {item.id for line in item.lines if not line.tests and not line.probes}


def test_each_item_of_owasp_is_tried_line_by_line() -> None:
    there = known_tests(ROOT)

    assert [item.id for item in items()] == OWASP
    assert {item.id: odd for item in items() if (odd := untried(item, there))} == {}


def test_a_line_of_owasp_that_nothing_tries_is_seen() -> None:
    item = items()[0]
    bare = item.lines[0].model_copy(update={"tests": ("T999",), "probes": ()})
    empty = bare.model_copy(update={"tests": ()})

    assert untried(item.model_copy(update={"lines": (bare, empty)}), known_tests(ROOT)) == {"T999", "A01"}


LEVEL_1 = {
    "2.1": range(1, 13), "2.2": range(1, 4), "2.3": [1], "2.5": range(1, 7), "2.7": range(1, 5), "2.8": [1],
    "3.1": [1], "3.2": range(1, 4), "3.3": [1, 2], "3.4": range(1, 6), "3.7": [1],
    "4.1": [1, 2, 3, 5], "4.2": [1, 2], "4.3": [1, 2],
    "5.1": range(1, 6), "5.2": range(1, 9), "5.3": range(1, 11), "5.5": range(1, 5),
    "6.2": [1], "7.1": [1, 2], "7.4": [1], "8.2": range(1, 4), "8.3": range(1, 5), "9.1": range(1, 4),
    "10.3": range(1, 4), "11.1": range(1, 6), "12.1": [1], "12.3": range(1, 6), "12.4": [1, 2], "12.5": [1, 2], "12.6": [1],
    "13.1": [1, 3], "13.2": range(1, 4), "13.3": [1], "14.2": range(1, 4), "14.3": [2, 3], "14.4": range(1, 8), "14.5": range(1, 4),
}  # fmt: skip
LEVEL_2 = {
    "1.1": range(1, 8), "1.2": range(1, 5), "1.4": [1, 4, 5], "1.5": range(1, 5), "1.6": range(1, 5), "1.7": [1, 2],
    "1.8": [1, 2], "1.9": [1, 2], "1.10": [1], "1.11": [1, 2], "1.12": [2], "1.14": range(1, 7),
    "2.3": [2, 3], "2.4": range(1, 6), "2.5": [7], "2.6": range(1, 4), "2.7": [5, 6], "2.8": range(2, 8),
    "2.9": range(1, 4), "2.10": range(1, 5), "3.2": [4], "3.3": [3, 4], "3.5": range(1, 4), "4.3": [3], "5.4": range(1, 4),
    "6.1": range(1, 4), "6.2": range(2, 7), "6.3": [1, 2], "6.4": [1, 2], "7.1": [3, 4], "7.2": [1, 2], "7.3": [1, 3, 4],
    "7.4": [2, 3], "8.1": range(1, 5), "8.3": range(5, 9), "9.2": range(1, 5), "10.2": [1, 2], "11.1": range(6, 9),
    "12.1": [2, 3], "12.2": [1], "12.3": [6], "13.1": [4, 5], "13.2": [5, 6], "13.3": [2], "13.4": [1, 2],
    "14.1": range(1, 5), "14.2": range(4, 7), "14.5": [4],
}  # fmt: skip
"""ASVS 4.0.3 as OWASP published it (github.com/OWASP/ASVS, 4.0): by the lowest level that asks for each; deleted numbers are left out."""


def official(level: int, numbers: Mapping[str, Iterable[int]]) -> dict[str, int]:
    """Return what OWASP numbered, with its level."""
    return {f"{section}.{number}": level for section, asked in numbers.items() for number in asked}


def shows_nothing(one: Requirement, there: set[str]) -> set[str]:
    """Return what a requirement names that is no test, no probe and no file."""
    return {name for name in one.shown if name not in there | set(PROBES) and not (ROOT / name).exists()}


def test_asvs_is_whole_and_each_thing_that_shows_it_is_there() -> None:
    there = known_tests(ROOT)

    assert {one.id: one.level for one in requirements()} == official(1, LEVEL_1) | official(2, LEVEL_2)
    assert len({one.id for one in requirements()}) == len(requirements())
    assert {one.id: odd for one in requirements() if (odd := shows_nothing(one, there))} == {}
    for one in totals():
        assert sum(one.by.values()) == one.all


def test_a_requirement_that_nothing_shows_is_seen() -> None:
    met = next(one for one in requirements() if one.stands is Stands.MET)

    assert shows_nothing(met.model_copy(update={"shown": ("T999", "no/such/file")}), known_tests(ROOT)) == {
        "T999",
        "no/such/file",
    }
    with pytest.raises(ValueError, match="names nothing that shows it"):
        Requirement.model_validate(met.model_dump() | {"shown": ()})


def test_a_rule_that_nothing_shows_is_seen() -> None:
    rule = next(iter(rules().values()))

    assert lacks_everything(rule.model_copy(update={"probes": (), "person": None}))
    assert "T99" not in known_tests(ROOT)
