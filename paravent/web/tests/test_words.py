"""Whatever the log can say, people can read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from paravent.people.terms import Why
from paravent.visits.terms import Act as VisitAct
from paravent.web import words
from tests.architecture.source import parsed, program

PACKAGE = Path(__file__).parents[2]


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in program():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path, node


def reasons() -> set[str]:
    """Return every reason that a policy of ours gives."""
    found = {
        node.args[0].value
        for _, node in calls()
        if node.func.id in {"allow", "refuse"} and node.args and isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]
    }
    return {str(reason) for reason in found} | {f"relation-{why}" for why in Why}


def acts() -> set[str]:
    """Return every act of every package's enum, and those that are written out."""
    enums = {
        str(value.value)
        for path in PACKAGE.glob("*/terms.py")
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and node.name == "Act"
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(value := line.value, ast.Constant)
    }
    written = {
        str(node.args[0].value)
        for _, node in calls()
        if node.func.id == "operation" and isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]
    }
    return enums | written


def test_every_reason_has_words() -> None:
    assert "no-care-relation" in reasons()
    assert sorted(reasons() - set(words.REASONS)) == []


def test_every_act_has_words() -> None:
    assert VisitAct.BOOK in acts()
    assert sorted(acts() - set(words.ACTS)) == []


def test_a_refusal_is_told_as_one() -> None:
    assert words.act_in_words("chart.open", "refused") == "Opened the file: refused"
    assert words.act_in_words("chart.open", "done") == "Opened the file"


@pytest.mark.parametrize("outcome", ["refused", "failed"])
def test_who_came_in_vain_did_not_sign_in(outcome: str) -> None:
    assert words.act_in_words("session.begin", outcome) == "A sign-in failed"
    assert words.act_in_words("program.sign-in", outcome) == "A program's sign-in failed"
    assert set(words.IN_VAIN) <= set(words.ACTS)
