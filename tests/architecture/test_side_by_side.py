"""Tests run side by side: what shares something slow stays together."""

import re

import pytest

from tests.architecture.source import ROOT
from tests.side_by_side import COSTLY, LONG, TOGETHER, costliest, together


def test_a_folder_that_shares_a_practice_stays_together() -> None:
    shared = re.compile(r'scope="(package|session)"')
    sharing = [path.parent for path in (ROOT / "tests").rglob("conftest.py") if shared.search(path.read_text())]
    assert sharing
    for folder in sharing:
        nodeid = f"{folder.relative_to(ROOT).as_posix()}/test_any.py::test_this"
        assert together(nodeid) in TOGETHER, f"add {folder.name} to tests/side_by_side.py"


def test_a_long_file_is_there_and_begins_by_itself() -> None:
    assert [name for name in LONG if not (ROOT / name).exists() or together(name) != name] == []


def test_what_took_longest_is_told_by_file_with_setup_and_teardown() -> None:
    reports = [_took(f"test_{file}.py::test_{test}", file) for file in range(COSTLY + 2) for test in range(3)]
    told = costliest(reports)
    assert len(told) == COSTLY
    assert told[0] == (f"test_{COSTLY + 1}.py", (3.0 * (COSTLY + 1), 3))


def _took(nodeid: str, seconds: float) -> pytest.TestReport:
    return pytest.TestReport(nodeid, ("", None, ""), {}, "passed", None, "call", duration=seconds)
