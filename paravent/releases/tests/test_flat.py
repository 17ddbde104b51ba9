"""However many patients a release has, few of them are open at once: counted are what is held, and neither bytes nor seconds."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any
from weakref import WeakSet

import pytest

from paravent.access.terms import Actor, Role
from paravent.people import queries as people_queries
from paravent.people.terms import Person
from paravent.people.tests.cast import somebody
from paravent.records import queries as records_queries
from paravent.releases import gathering, operations
from paravent.releases.operations import making
from paravent.releases.terms import Column, State
from paravent.releases.tests.cast import COARSE, a_wish, an_open_study, people
from paravent.research import queries as research_queries

pytestmark = pytest.mark.django_db
PATIENTS, LOT = 12, 2
RESOURCES_EACH = 4


class Seen:
    """What was opened of one kind, and how much of it was held at once at most."""

    def __init__(self) -> None:
        self.held, self.opened, self.most = WeakSet[Any](), 0, 0

    def __call__(self, one: Any) -> Any:
        """Count one that was just opened."""
        self.held.add(one)
        self.opened, self.most = self.opened + 1, max(self.most, len(self.held))
        return one


class SeenPerson(Person):
    """A person whose end can be seen."""


class SeenResource(dict[str, Any]):
    """A resource whose end can be seen."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def watching(seen: Seen, opening: Callable[..., Any], kind: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return what opens something as before, and counts it."""
    return lambda *given: seen(kind(opening(*given)))


def as_seen(person: Person) -> SeenPerson:
    """Return a person as one whose end can be seen."""
    return SeenPerson(**{one.name: getattr(person, one.name) for one in fields(person)})


def test_of_a_whole_cohort_a_few_files_are_open_at_once(
    bea: Actor, gul: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fen = somebody("Fen", Role.RESEARCHER)
    study = an_open_study(fen, gul)
    people(bea, PATIENTS)
    wish = a_wish(fen, study, rungs={**COARSE, Column.SEX: 1})
    persons, resources = Seen(), Seen()
    for where, name in (
        (gathering, "MEASURED_AT_ONCE"),
        (gathering, "LISTED_AT_ONCE"),
        (gathering, "ASKED_AT_ONCE"),
        (research_queries, "AT_ONCE"),
        (making, "AT_ONCE"),
    ):
        monkeypatch.setattr(where, name, LOT)
    monkeypatch.setattr(people_queries, "_listed", watching(persons, people_queries._listed, as_seen))
    monkeypatch.setattr(records_queries, "_content_of", watching(resources, records_queries._content_of, SeenResource))

    release = operations.ask_for_release(fen, study, wish)
    operations.decide_release(gul, release, approves=True)
    operations.begin_release(fen, release)
    operations.make_release(release)

    assert operations.see_release(fen, release).state == State.READY
    assert persons.opened >= 5 * PATIENTS
    assert resources.opened >= 2 * PATIENTS * RESOURCES_EACH
    # A lot is let go once the next one is there.
    assert persons.most <= 2 * LOT
    assert resources.most <= 2 * LOT * RESOURCES_EACH
