"""Fixtures of the rewritings: a practice that a witness has seen, and the superuser of its database."""

from pathlib import Path

import pytest

from paravent.web import cluster as embedded
from tests.threats.rewriting import Outsider, Rewriter, logged


@pytest.fixture
def administrator(fresh_database: str, cluster: embedded.Cluster) -> Rewriter:
    logged()
    return Rewriter(fresh_database, cluster)


@pytest.fixture
def witness(administrator: Rewriter, tmp_path: Path) -> Outsider:
    """Return somebody outside who has seen the log as it was."""
    outsider = Outsider(tmp_path / "witness")
    assert outsider.looks() is None
    return outsider
