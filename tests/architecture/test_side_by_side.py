"""Tests run side by side: what shares something slow stays together."""

import re

from tests.architecture.source import ROOT
from tests.side_by_side import TOGETHER, together


def test_a_folder_that_shares_a_practice_stays_together() -> None:
    shared = re.compile(r'scope="(package|session)"')
    sharing = [path.parent for path in (ROOT / "tests").rglob("conftest.py") if shared.search(path.read_text())]
    assert sharing
    for folder in sharing:
        nodeid = f"{folder.relative_to(ROOT).as_posix()}/test_any.py::test_this"
        assert together(nodeid) in TOGETHER, f"add {folder.name} to tests/side_by_side.py"
