"""The rule book is whole: each rule that we were given is in it, and what it points to is there."""

from pathlib import Path

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
    *(f"V{number}" for number in range(1, 15)),
]
"""Top 10 of 2021, API Security Top 10 of 2023, chapters of ASVS 4.0.3."""


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


def test_a_rule_that_nothing_shows_is_seen() -> None:
    rule = next(iter(rules().values()))

    assert lacks_everything(rule.model_copy(update={"probes": (), "person": None}))
    assert "T99" not in known_tests(ROOT)
