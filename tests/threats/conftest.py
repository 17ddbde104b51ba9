"""One practice for all attacks; those that destroy something have a database of their own."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from paravent.web import cluster as embedded
from tests.threats import cast
from tests.threats.consultation import Consultation
from tests.threats.served import Served


@pytest.fixture(scope="package")
def consultation(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[Consultation]:
    """Return the one consultation that all practices under attack are copies of."""
    del django_db_setup
    with django_db_blocker.unblock(), ExitStack() as until_the_end:
        yield Consultation(cluster, until_the_end)


@pytest.fixture(scope="package")
def practice(consultation: Consultation) -> Iterator[cast.Practice]:
    """Return the practice after one consultation, in a database where everything is committed."""
    with consultation.copied("paravent_under_attack") as practice:
        yield practice


@pytest.fixture
def doomed(consultation: Consultation) -> Iterator[cast.Practice]:
    """Return a practice of its own, for attacks that leave damage."""
    with consultation.copied() as practice:
        yield practice


@pytest.fixture(scope="package")
def served(practice: cast.Practice) -> Iterator[Served]:
    """Return the real server, a process of its own on the same database, with all that it writes to its log."""
    server = Served(practice)
    server.start()
    yield server
    server.stop()
