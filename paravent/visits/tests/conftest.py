"""Who is there in every test of a visit."""

import pytest
from django.core.cache import cache

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PatientId
from paravent.visits.tests.cast import a_patient, somebody


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    """Forget the attempts of other tests."""
    cache.clear()


@pytest.fixture
def bea(db: None) -> Actor:
    """Return Bea, who consults."""
    return somebody("Bea", Role.CLINICIAN)


@pytest.fixture
def cem(db: None) -> Actor:
    """Return Cem, a clinician on another team."""
    return somebody("Cem", Role.CLINICIAN)


@pytest.fixture
def dua(db: None) -> Actor:
    """Return Dua, who is at reception."""
    return somebody("Dua", Role.RECEPTION)


@pytest.fixture
def ali(db: None) -> PatientId:
    """Return Ali, whom the practice knows."""
    return a_patient("Ali Demir", email="ali@home.example")
