"""Fen, who does research, and a study of theirs that asks for texts."""

from uuid import UUID

import pytest

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import somebody
from paravent.uses.tests.cast import a_study


@pytest.fixture
def fen(db: None) -> Actor:
    """Return Fen, a researcher."""
    return somebody("Fen", Role.RESEARCHER)


@pytest.fixture
def study(fen: Actor, gul: Actor) -> UUID:
    """Return a study of Fen's that Gül approved, and that runs for thirty days."""
    return a_study(fen, gul)
