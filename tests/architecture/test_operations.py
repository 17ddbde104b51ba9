"""One function, one use case, one door: what the log can say, who may, and that both are tried."""

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, functions, names_in, parsed, program, proofs, shown

OPENS = {"operation", "_at"}
"""What opens the gate: the gate, and a package's own short form of it, whose first argument is the act as well."""

ON_THEIR_WAY: set[str] = set()
"""Acts whose use case is being written. The list is empty before a release."""

PACKAGES = sorted(path.parent for path in (ROOT / "paravent").glob("*/__init__.py"))


def opened(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the act of every gate that is opened here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPENS:
            yield node.args[0]


def acts_of(package: Path) -> dict[str, str]:
    """Return what a package's operations can be called in the log, by name."""
    if not (package / "terms.py").exists():
        return {}
    terms = import_module(f"paravent.{package.name}.terms")
    # By __members__: iterating would leave out a second name for the same act.
    return {name: act.value for name, act in terms.Act.__members__.items()} if hasattr(terms, "Act") else {}


def operations() -> dict[str, Path]:
    """Return the use cases: public functions of the operations that open the gate."""
    return {
        function.name: path
        for path in program()
        if "operations" in (path.stem, path.parent.name)
        for function in functions(path)
        if not function.name.startswith("_") and any(opened(function))
    }


def is_an_act(act: ast.expr, tree: ast.Module) -> bool:
    """Tell whether this is a member of a package's `Act`, or the parameter of a package's short form of the gate."""
    if isinstance(act, ast.Attribute) and isinstance(act.value, ast.Name):
        return act.value.id in acts_imported(tree)
    return isinstance(act, ast.Name) and act.id == "act"


def acts_imported(tree: ast.Module) -> set[str]:
    """Return the names under which a file knows the acts of its own, or a neighbour's, package."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".terms")
        for alias in node.names
        if alias.name == "Act"
    }


def test_every_operation_is_named_by_an_act() -> None:
    """A text in its place would be an act that no list holds."""
    nameless = [
        f"{shown(path)}: {ast.unparse(act)}"
        for path in program()
        for act in opened(parsed(path))
        if not is_an_act(act, parsed(path))
    ]
    assert nameless == []


UNSEEN = {
    "letters_here": "letters of a run that a command carries: they name sites, and no patient",
    "_box": "the same, fetched every few seconds by sites that the charter names; each that is left is a line",
    "waiting_releases": "which releases are to be made; each part that is written is a line",
    "does_any_wait": "whether any text waits for anybody, before a page leads clinicians to the queue, whose opening is a line",
    "read_public_studies": "which studies run and what came out of them, of no patient: everybody may read it, and a line for each reader would bury the log",
    "waiting_answers": "which questions are to be answered, and whether the budget reaches; each answer is a line",
    "_texts_wait_in": "for which studies any text waits, before their list is shown, which is a line",
    "_all_permit_it": "whether everybody in a release still permits it, before a file is taken, which is a line",
    "judge_log": "which explanations count, before the judgement that has a line",
    "judge_newest": "lines of the log that name nobody; what comes of them is a line",
    "brake_cases": "which cases have a brake due; each that goes on is a line",
    "asked_of": "how many questions wait for whoever reads, and how many breaches for a second person; answering and confirming is a line",
    "due_again": "for how many rules a paper is due again, of nobody; putting one on record is a line",
    "_unknown": "how many homes are not kept, of nobody; that the queue was opened is a line",
    "_is_home_kept": "whether the home of whom a case is about is kept, not where it is; that the case was opened is a line",
    "_unseen": "counts and times of the installation, before the check that has a line",
    "_has_lines_before": "when the oldest line is from; each deletion is a line",
    "close_survey": "how many drills, detours and cases there were, beside the survey; closing it is a line",
    "tell_patients": "who waits to be told that somebody looked; each that is told is a line",
    "see_sign_ins": "from which session and network one's own sign-ins came; that they were looked at is a line",
    "failed_sign_ins": "how often signing in failed, beside the list of staff that has a line",
    "see_survey": "whether a survey is open; a line would tell when somebody was about to answer",
}
"""Who reads without leaving a line, and why that is right. Nobody is shown a patient's data that way."""


def test_whoever_reads_without_a_line_stands_in_a_list_with_a_reason() -> None:
    found = {
        function.name
        for path in program()
        for function in functions(path)
        if path.name != "operation.py" and "unseen" in names_in(function)
    }
    assert found == set(UNSEEN)


BESIDE = {
    "_record": "ways to sign in are in tables of a library, which has its own transactions; no patient's data is touched",
    "end_sessions": "sessions end in somebody else's operation, and their owner reads it as theirs",
}
"""Who writes a line beside an operation, and why that is right."""


def test_whoever_writes_a_line_beside_an_operation_stands_in_a_list_with_a_reason() -> None:
    found = {
        function.name
        for path in program()
        for function in functions(path)
        if path.name != "operation.py" and "record_beside" in names_in(function)
    }
    assert found == set(BESIDE)


def test_a_text_is_no_act() -> None:
    tree = ast.parse('from paravent.visits.terms import Act\noperation("visit.book")\noperation(Act.BOOK)')

    assert [is_an_act(act, tree) for act in opened(tree)] == [False, True]


def test_an_act_belongs_to_one_package() -> None:
    said = Counter(act for package in PACKAGES for act in acts_of(package).values())
    assert [act for act, times in said.items() if times > 1] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_act_can_happen(package: Path) -> None:
    inside = [path for path in program() if path.is_relative_to(package) and path != package / "terms.py"]
    assert set(acts_of(package)) - {act for path in inside for act in acts_named(path)} - ON_THEIR_WAY == set()


def acts_named(path: Path) -> set[str]:
    """Return the acts that a file names."""
    known = acts_imported(parsed(path))
    attributes = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)] if known else []
    return {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id in known}


def test_an_act_is_a_noun_and_a_verb() -> None:
    acts = [act for package in PACKAGES for act in acts_of(package).values()]
    assert acts
    assert [act for act in acts if act.count(".") != 1 or act != act.lower()] == []


def test_every_operation_is_tried_by_a_test_that_names_it() -> None:
    tried = {name for path in proofs() for name in names_in(parsed(path))}
    assert {name for name in operations() if name not in tried} == set()


def test_every_policy_stands_in_a_test() -> None:
    """The tables are read without a database, one for each rule; see paravent/people/tests/test_policy.py."""
    missing = []
    for path in (ROOT / "paravent").glob("*/policy.py"):
        rules = {function.name for function in functions(path) if function.name.startswith("may_")}
        asked = {name for table in (path.parent / "tests").glob("test_*.py") for name in names_in(parsed(table))}
        missing += [f"{path.parent.name}.{rule}" for rule in sorted(rules - asked)]
    assert missing == []
