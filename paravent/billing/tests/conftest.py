"""Every test begins with nothing remembered of others."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Forget attempts, and what is near a limit, of other tests."""
    cache.clear()
