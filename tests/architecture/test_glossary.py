"""One word per thing: what others call a thing of ours is not what our code calls it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, parsed, program, shown
from tests.architecture.test_sizes import words_in

SPEAKS_FHIR = {"fhir", "interop"}
"""Packages that speak in another standard's words."""

ORDINARY = {
    *("index", "load", "match", "merge", "monitor", "push", "read", "record", "rule", "save"),
    *("calendar", "event", "group", "migration", "notification", "permission", "user"),
}
"""Words that are also plain English verbs, or names that Django, allauth, Channels and click give to things of theirs."""


def rows() -> list[list[str]]:
    """Return the rows of the glossary's first table: word, meaning, elsewhere called."""
    lines = (ROOT / "GLOSSARY.md").read_text().split("## Two meanings")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]


@cache
def foreign() -> set[str]:
    """Return the single words by which others call what the glossary names."""
    own = {word for row in rows() for word in words_in(row[0])}
    said = {re.sub(r"\(.*?\)", "", name).strip().lower() for row in rows() for name in row[2].split(",")}
    return {name for name in said if re.fullmatch(r"[a-z]+", name)} - own - ORDINARY


def defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a file gives to functions, classes and arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.arg):
            yield node.arg


def is_ours(path: Path) -> bool:
    """Tell whether a file is bound by the glossary."""
    return path.relative_to(ROOT / "paravent").parts[0] not in SPEAKS_FHIR


def test_code_calls_things_as_the_glossary_does() -> None:
    strangers = [
        f"{shown(path)}: {name}"
        for path in filter(is_ours, program())
        for name in (path.stem, *defined(parsed(path)))
        if words_in(name) & foreign()
    ]
    assert strangers == []


def test_a_foreign_word_is_seen() -> None:
    tree = ast.parse("class LobbyView: ...\ndef admit_participant(practitioner_id: int) -> None: ...")

    assert {word for name in defined(tree) for word in words_in(name) & foreign()} == {
        "lobby",
        "participant",
        "practitioner",
    }


def test_the_words_stand_in_order_and_once() -> None:
    words = [row[0].lower() for row in rows()]

    assert words == sorted(words)
    assert len(words) == len(set(words))
