"""One practice for all attacks; those that destroy something have a database of their own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.cache import cache

from paravent.web import cluster as embedded
from tests.threats import cast
from tests.threats.served import Served


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    """Forget the attempts of other tests."""
    cache.clear()


@pytest.fixture(scope="package")
def practice(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[cast.Practice]:
    """Return the practice after one consultation, in a database where everything is committed."""
    from django.db import connection

    name = "paravent_under_attack"
    superuser = cluster.url(embedded.SUPERUSER, "postgres")
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _disconnect(connection)
        with psycopg.connect(superuser, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {embedded.DATABASE} OWNER {embedded.OWNER}")
        connection.settings_dict["NAME"] = name
        yield cast.opened(name, cluster)
        _disconnect(connection)
        connection.settings_dict["NAME"] = before
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def doomed(fresh_database: str, cluster: embedded.Cluster) -> cast.Practice:
    """Return a practice of its own, for attacks that leave damage."""
    return cast.opened(fresh_database, cluster)


@pytest.fixture(scope="package")
def served(practice: cast.Practice) -> Iterator[Served]:
    """Return the real server, a process of its own on the same database, with all that it writes to its log."""
    server = Served(practice)
    server.start()
    yield server
    server.stop()


def _disconnect(connection: Any) -> None:
    connection.close()
    connection.close_pool()
