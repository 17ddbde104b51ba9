"""A practice with weeks of work behind it, made once; each play that is judged has a copy of its own, and the real server on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paravent.web import cluster as embedded
from tests.copies import a_copy, at_work_in
from tests.threats.red_team import surroundings
from tests.threats.red_team.surroundings import House
from tests.threats.served import Served


@pytest.fixture(scope="package")
def weeks(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[House]:
    """Return the house after its weeks of work. Nobody works in this database any more: copies are taken of it."""
    del django_db_setup
    with django_db_blocker.unblock(), a_copy(cluster) as name:
        with at_work_in(name):
            house = surroundings.played(name, cluster)
        yield house


@pytest.fixture
def house(weeks: House, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[House]:
    """Return a copy of the house for one play."""
    with django_db_blocker.unblock(), a_copy(cluster, weeks.practice.database) as name, at_work_in(name):
        yield surroundings.moved(weeks, name)


@pytest.fixture(scope="package")
def folder() -> Iterator[str]:
    """Return a data folder with the practice's keys, beside that of the other server: one serves a folder."""
    with tempfile.TemporaryDirectory(prefix="paravent-red-team-") as above:
        there = Path(above) / "data"
        shutil.copytree(os.environ["PARAVENT_HOME"], there, ignore=shutil.ignore_patterns("postgresql", "serving.lock"))
        yield str(there)


@pytest.fixture
def server(house: House, folder: str) -> Iterator[Served]:
    """Return the real server on the house's database."""
    running = Served(house.practice, home=folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the programs' own libraries talk to a server on this machine without TLS."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
