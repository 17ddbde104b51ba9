"""Who is there in every test of a file."""

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PatientId
from paravent.visits.tests.cast import a_patient, somebody


@pytest.fixture
def bea(db: None) -> Actor:
    """Return Bea, a clinician."""
    return somebody("Bea", Role.CLINICIAN)


@pytest.fixture
def cem(db: None) -> Actor:
    """Return Cem, a clinician on another team."""
    return somebody("Cem", Role.CLINICIAN)


@pytest.fixture
def ali(db: None) -> PatientId:
    """Return Ali, whom the practice knows."""
    return a_patient("Ali Demir")
