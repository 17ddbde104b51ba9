"""A practice with weeks of work behind it, made once; each play that is judged has a copy of its own, and the real server on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from paravent.web import cluster as embedded
from tests.threats.red_team import surroundings
from tests.threats.red_team.surroundings import House
from tests.threats.rewriting import disconnect
from tests.threats.served import Served

WEEKS = "paravent_weeks_of_work"


@contextmanager
def a_database(cluster: embedded.Cluster, name: str, template: str) -> Iterator[None]:
    """Make a database and let this process work on it until the end of the block; who made it drops it."""
    from django.db import connection

    disconnect()
    with psycopg.connect(cluster.url(embedded.SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {embedded.OWNER}")
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        disconnect()
        connection.settings_dict["NAME"] = before


def dropped(cluster: embedded.Cluster, name: str) -> None:
    with psycopg.connect(cluster.url(embedded.SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="package")
def weeks(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[House]:
    """Return the house after its weeks of work. Nobody works in this database any more: copies are taken of it."""
    with django_db_blocker.unblock():
        with a_database(cluster, WEEKS, embedded.DATABASE):
            house = surroundings.played(WEEKS, cluster)
        yield house
    dropped(cluster, WEEKS)


@pytest.fixture
def house(weeks: House, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[House]:
    """Return a copy of the house for one play."""
    name = "paravent_house"
    with django_db_blocker.unblock(), a_database(cluster, name, WEEKS):
        yield surroundings.moved(weeks, name)
    dropped(cluster, name)


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
