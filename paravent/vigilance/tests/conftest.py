"""A made hospital in a database of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from paravent.proving.terms import Simulation
from paravent.web import cluster as embedded
from paravent.web import scratch
from paravent.web.signing import signer

SEED = 111
"""From which the ids of people, patients and visits are drawn; what happens to them comes with the module."""


@pytest.fixture
def filled(made: Simulation, fresh_database: str, cluster: Any, django_db_blocker: Any) -> Iterator[str]:
    """Write the module's hospital into a database of its own, and let the log be signed by the role that serves."""
    url = cluster.url(embedded.SUPERUSER, fresh_database)
    with django_db_blocker.unblock():
        scratch.fill(url, scratch.filling(made, SEED), signer(), lambda count: None)
        yield url
