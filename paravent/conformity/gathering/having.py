"""Ask for one fact so that it costs no other: whatever goes wrong stands in its place."""

import logging
from collections.abc import Callable
from typing import TypeVar, cast

from paravent.access.operation import unseen
from paravent.access.terms import INSTALLATION, Purpose
from paravent.conformity.rulebook.installation import Unhad
from paravent.conformity.terms import Act

log = logging.getLogger(__name__)
Fact = TypeVar("Fact")


def had(ask: Callable[[], Fact]) -> Fact:
    """Return a fact, or in its place what went wrong, which a Part raises as NotHad to whoever asks for it."""
    try:
        return ask()
    except Exception as wrong:
        log.exception("a fact for the rule book could not be gathered")
        return cast("Fact", Unhad(type(wrong).__name__))


def read(ask: Callable[[], Fact]) -> Fact:
    """Return a fact that only the installation may read, in a transaction of its own: PostgreSQL goes on in none that failed."""
    return had(lambda: _unseen(ask))


def _unseen(ask: Callable[[], Fact]) -> Fact:
    with unseen(Act.CHECK, INSTALLATION, Purpose.OPERATIONS):
        return ask()
