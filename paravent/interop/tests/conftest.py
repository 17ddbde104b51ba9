"""A practice of its own for each test that commits."""

import pytest

from paravent.interop.tests.cast import Practice, practice


@pytest.fixture
def here(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Return a practice with two clinicians, a patient each, and a system."""
    del fresh_database
    return practice(monkeypatch)
