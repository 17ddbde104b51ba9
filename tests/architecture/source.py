"""The house as text: which files there are, and what Python says in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("paravent", "tests", "bench", "docs", "deploy")
"""The folders that are ours; what tools leave at the top is not."""


def files(*endings: str) -> list[Path]:
    """Return our files with one of these endings, in order."""
    return [path for path in _everything() if path.suffix in endings]


@cache
def _everything() -> tuple[Path, ...]:
    # Walked once: forty tests ask, some of them for each name in a document.
    below = (path for floor in FLOORS for path in (ROOT / floor).rglob("*") if path.is_file())
    here = (path for path in ROOT.iterdir() if path.is_file())
    return tuple(sorted(path for path in (*here, *below) if "__pycache__" not in path.parts))


def shown(path: Path) -> str:
    """Return a path as it reads from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    """Tell whether a file is part of the tests."""
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(path.read_text(), filename=shown(path))


@cache
def program() -> tuple[Path, ...]:
    """Return the Python files that ship, migrations aside."""
    return tuple(path for path in files(".py") if path.is_relative_to(ROOT / "paravent") and not is_test(path))


@cache
def proofs() -> tuple[Path, ...]:
    """Return the Python files of the tests."""
    return tuple(path for path in files(".py") if is_test(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names_in(tree: ast.AST) -> set[str]:
    """Return every name and attribute that occurs."""
    nodes = list(ast.walk(tree))
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    return plain | {node.attr for node in nodes if isinstance(node, ast.Attribute)}
