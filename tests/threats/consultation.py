"""The consultation before every attack: held once over HTTP, and copied with its database for each who needs one unharmed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.test import Client

from paravent.kernel import clock
from paravent.web import cluster as embedded
from tests.copies import a_copy, at_work_in
from tests.threats.cast import Colleague, Practice, opened

FRESH = timedelta(minutes=10)
"""So long a consultation is copied. Then it is held anew: sessions and links of a copy are as old as what it was taken from."""


@dataclass
class Consultation:
    """Where the practice is kept after its consultation. Nobody works there any more."""

    cluster: embedded.Cluster
    until_the_end: ExitStack
    held: Practice | None = None
    held_at: datetime = datetime.min  # noqa: DTZ901 (never compared while there is none)

    @contextmanager
    def copied(self, name: str = "") -> Iterator[Practice]:
        """Work in a copy of the practice, whose people have browsers of their own, until the end of the block."""
        held = self._fresh()
        with a_copy(self.cluster, held.database, name) as copy, at_work_in(copy):
            yield moved(held, copy)

    def _fresh(self) -> Practice:
        if self.held is None or clock.now() - self.held_at > FRESH:
            name = self.until_the_end.enter_context(a_copy(self.cluster))
            with at_work_in(name):
                self.held, self.held_at = opened(name, self.cluster), clock.now()
        return self.held


def moved(practice: Practice, database: str) -> Practice:
    """Return the practice as it stands in a copy of its database."""
    people = {name: _elsewhere(one) for name, one in practice.everybody.items()}
    return replace(practice, database=database, ali=_browser_like(practice.ali), **people)


def _elsewhere(somebody: Colleague) -> Colleague:
    return replace(somebody, browser=_browser_like(somebody.browser))


def _browser_like(browser: Client) -> Client:
    """Return a browser with the same cookies: what one test signs out of stays signed in in the next."""
    other = Client()
    other.cookies = deepcopy(browser.cookies)
    return other
