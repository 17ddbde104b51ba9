"""Every test begins with nobody having tried too often."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    """Forget the attempts of other tests."""
    cache.clear()
