"""A pytest plugin: what shares a practice stays together when several workers test side by side (`pytest -n 2`).

Every worker has a database server of its own (tests/real_database.py), so nothing else is shared between them.
"""

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/journeys/", "tests/threats/", "tests/installation/")
"""Folders whose tests share a practice, and leave it to each other in their order; it is slow to make.

They begin first: what takes longest must not be left to the end.
"""


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
    """Begin with the folders where workers share the tests; who tests alone sees them in the order they are written."""
    if hasattr(config, "workerinput"):
        items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    whose = together(item.nodeid)
    return TOGETHER.index(whose) if whose in TOGETHER else len(TOGETHER)
