"""The words of doubts."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from paravent.consent.terms import Topic
from paravent.deid.deidentifier import Found, hidden
from paravent.deid.doubting import Cause, Ruling, Weighed
from paravent.deid.surrogates import Surrogates
from paravent.deid.terms import Label
from paravent.people.terms import Person


class Act(StrEnum):
    """What is done about texts in doubt, as the log says it."""

    LIST = "doubt.list"
    OPEN = "doubt.open"
    DECIDE = "doubt.decide"
    FORGET = "doubt.forget"
    LOOK = "doubt.look-whether-any-waits"


ANY_WAITS = "doubts-any-waits"
"""Under which a page remembers for a while whether any text waits."""
LONGEST_WORDS = 1000
"""Characters that can be typed as further names of one text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text that is hidden, by what, and why it is doubtful; None where it is not."""

    start: int
    end: int
    label: Label
    cause: Cause | None
    instead: str


@dataclass(frozen=True, slots=True)
class Held:
    """A text that does not leave before somebody has looked: in which resource it stands, as it is, and what would be hidden."""

    kind: str
    fhir_id: str
    text: str
    places: tuple[Place, ...]
    earlier: Ruling = field(default_factory=Ruling)
    """What was decided about it before a new doubt came up: that is not asked again."""

    @classmethod
    def of(
        cls, about: Mapping[str, Any], text: str, what: Weighed, surrogates: Surrogates, earlier: Ruling | None = None
    ) -> Self:
        """Return a text with what would be hidden in it, and what stands in its place."""
        done = hidden(text, Found(what.spans, []), surrogates)
        return cls(
            str(about.get("resourceType", "")),
            str(about.get("id", "")),
            text,
            tuple(
                Place(one.span.start, one.span.end, one.span.label, _cause(one.span, what), one.surrogate)
                for one in done.hidden
            ),
            earlier or Ruling(),
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return it from how it is kept."""
        places = (
            Place(**{**one, "label": Label(one["label"]), "cause": Cause(one["cause"]) if one["cause"] else None})
            for one in told["places"]
        )
        return cls(told["kind"], told["fhir_id"], told["text"], tuple(places), ruling_of(told["earlier"]))

    @property
    def doubtful(self) -> tuple[Place, ...]:
        """Return the places that somebody is asked about, in their order."""
        return tuple(place for place in self.places if place.cause)


def _cause(span: Any, what: Weighed) -> Cause | None:
    """Return the weightiest cause of a place: doubts that touch were hidden as one."""
    causes = {doubt.cause for doubt in what.open if doubt.span.meets(span)}
    return next((cause for cause in Cause if cause in causes), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of a text: the numbers of doubtful places that name nobody, further words that do, or that all of it stays back."""

    no_name: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    stays_back: bool = False


def ruling_as_json(ruling: Ruling) -> dict[str, Any]:
    """Return a decision as it is kept: places and no word of the text."""
    return asdict(ruling)


def ruling_of(told: Mapping[str, Any]) -> Ruling:
    """Return a decision from how it is kept."""
    return Ruling(_pairs(told["no_name"]), _pairs(told["taken_out"]), told["stays_back"])


def _pairs(told: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in told)


@dataclass(frozen=True, slots=True)
class Asking:
    """A study that runs at this moment, as whoever decides about a text for it reads it: its name, who asks, until when, with whose permission."""

    study_id: UUID
    title: str
    asked_by: str
    until: date
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text in the queue: whose, since when, for which studies, and how many places are doubtful; nothing of what it says."""

    doubt_id: UUID
    person: Person
    kind: str
    held_at: datetime
    places: int
    asking: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A text as whoever decides about it reads it, and what waits behind it."""

    doubt_id: UUID
    person: Person
    held: Held
    held_at: datetime
    asking: tuple[Asking, ...]


class WordsNotThere(Exception):
    """A word that was typed as a name stands nowhere in the text: nothing was kept."""
