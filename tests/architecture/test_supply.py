"""What comes from outside: locked, hashed, and without anybody's address."""

import ast
import json
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, names_in, parsed, program, shown

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+(?:\[[^]]*])?)==\S+", re.MULTILINE)


def unhashed(text: str) -> list[str]:
    """Return the requirements of a lock file that no hash stands behind."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    return [block.split()[0] for block in blocks if PINNED.match(block) and "--hash=sha256:" not in block]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text()

    assert len(PINNED.findall(text)) > 10
    assert unhashed(text) == []


def test_a_requirement_without_hash_is_seen() -> None:
    locked = "a==1 \\\n    --hash=sha256:00\nb==2\n    # via a\nc[x]==3 \\\n    --hash=sha256:11\n"

    assert unhashed(locked) == ["b==2"]


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_a_registry(lock: Path) -> None:
    text = lock.read_text()

    assert (
        re.findall(r"--(?:extra-)?index-url|--find-links|\"resolved\"|https?://[^\s\"]+", without_funding(text)) == []
    )


def without_funding(text: str) -> str:
    """Return a lock file without the homepages that authors put into it."""
    return re.sub(r'"funding": {.*?}', "", text, flags=re.DOTALL)


def test_the_browsers_tools_are_locked_with_hashes_and_none_is_shipped() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())

    assert all(package["integrity"].startswith("sha512-") for name, package in locked.items() if name)
    assert "dependencies" not in wanted


FETCHES = {
    "paravent/ledger/sources.py": "a witness or an auditor, as a command of their own, at the address that they typed",
}
"""Who opens an address, and whose: nothing that is served does."""
UNSAFE = {"pickle", "marshal", "shelve"}
"""What makes objects that run out of bytes."""


def modules_with(packages: set[str], names: frozenset[str] = frozenset()) -> set[str]:
    """Return the modules that ship and import one of these packages, or use one of these names."""
    return {
        shown(path)
        for path in program()
        if packages & imported(parsed(path)) or (names and names & names_in(parsed(path)))
    }


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that are imported, by their first name."""
    nodes = list(ast.walk(tree))
    plain = {alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}


def test_nothing_that_is_served_fetches_an_address() -> None:
    names = frozenset({"urlopen", "HTTPConnection", "HTTPSConnection"})
    assert modules_with({"httpx", "requests", "aiohttp", "urllib3"}, names) == set(FETCHES)


def test_bytes_are_never_made_into_objects_that_run() -> None:
    assert modules_with(UNSAFE) == set()
    assert imported(ast.parse("import pickle\nfrom marshal import loads")) == UNSAFE - {"shelve"}
