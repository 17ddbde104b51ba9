"""A pytest plugin: what shares a practice stays together when several workers test side by side (`pytest -n 2`).

Every worker has a database server of its own (tests/real_database.py), so nothing else is shared between them.
"""

from collections import defaultdict

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/journeys/", "tests/threats/", "tests/installation/")
"""Folders whose tests share a practice, and leave it to each other in their order; it is slow to make.

They begin first: what takes longest must not be left to the end.
"""
LONG = (
    "tests/test_bench.py",
    "paravent/interop/tests/test_synthea.py",
    "paravent/records/tests/test_importing.py",
    "paravent/interop/tests/test_attack.py",
    "paravent/calls/tests/test_consumer.py",
    "paravent/judgement/tests/test_scoring.py",
    "paravent/vigilance/tests/test_newest.py",
    "tests/architecture/test_documents.py",
    "tests/architecture/test_operations.py",
)
"""Files that take long, the longest first. They follow those folders: who is done last must not have begun one of them just now."""
FIRST = (*TOGETHER, *LONG)
COSTLY = 10
"""How many files a run of everything names in the end, with what they cost."""
EVERYTHING = 1000
"""So many tests are no longer a part that somebody tried alone."""


def together(nodeid: str) -> str:
    """Return what a test is not parted from: its folder where that shares a practice, or else its file."""
    file = nodeid.split("::", 1)[0]
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


class Together(LoadScopeScheduling):
    """Gives a worker a whole folder or a whole file."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """Answer xdist's question which test goes to whom."""
    return Together(config, log)  # type: ignore[arg-type]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with those folders and long files where workers share the tests; who tests alone sees them in the order they are written."""
    if hasattr(config, "workerinput"):
        items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    whose = together(item.nodeid)
    return FIRST.index(whose) if whose in FIRST else len(FIRST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what cost most, after a run of everything: whoever adds a test sees what it took."""
    stats = terminalreporter.stats
    reports = [one for kind in ("passed", "failed", "error", "") for one in stats.get(kind, [])]
    tests = {one.nodeid for one in reports if hasattr(one, "when")}
    if len(tests) > EVERYTHING:
        terminalreporter.write_sep("=", "what took longest")
        for file, (seconds, count) in costliest(reports):
            terminalreporter.write_line(f"{seconds:6.1f} s  {count:4} tests  {file}")


def costliest(reports: list[pytest.TestReport]) -> list[tuple[str, tuple[float, int]]]:
    """Return the files that took longest, with their seconds, setup and teardown included, and how many tests they have."""
    seconds, tests = defaultdict[str, float](float), defaultdict[str, set[str]](set)
    for one in reports:
        file = one.nodeid.split("::", 1)[0]
        seconds[file] += getattr(one, "duration", 0.0)
        tests[file].add(one.nodeid)
    found = sorted(seconds, key=lambda file: -seconds[file])[:COSTLY]
    return [(file, (seconds[file], len(tests[file]))) for file in found]
