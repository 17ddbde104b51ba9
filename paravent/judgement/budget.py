"""The alert budget: how many weeks a data-protection officer is asked to look at, which wait for a place, and what was just below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, NamedTuple, Self, TypeAlias, TypeVar
from uuid import UUID

import polars as pl

from paravent.judgement.frames import INSTANT, WHO, columns
from paravent.judgement.weights import LINE, WEIGHTS

BELOW = 5
"""How many weeks just below the line are told."""

FOLLOWS = timedelta(weeks=5)
WORSE = 2.0
"""For five weeks around an alert a person's weeks belong to its case, unless they are twice as odd or what is new in them reaches the line: one matter is asked about once."""

WAITS = timedelta(weeks=2)
"""So many weeks on end what found no place may take one: nobody remembers for longer why they opened a file."""
STRONG = 150
"""Points from which what waited may take any place. What waited with less leaves some to what is new, until the week's last day."""
LEFT, OF = 2, 5
"""Two places of five it leaves to what is new."""
SUNDAY = 6
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
QUEUE = columns(
    person=WHO,
    week=pl.Date,
    told_at=INSTANT,
    place=pl.Int32,  # which place it stands in, counted from 0; a crowd's further members stand in one
)

Who = TypeVar("Who", int, UUID)
Place: TypeAlias = tuple[Who, date]
"""Whose week a place was given to: a case."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """A week as an alert is about it: its score, and the points of each reason that was missing in it."""

    week: date
    score: float
    missing: dict[str, int]
    crowds: frozenset[Any] = frozenset()
    """The patients at whose files the person was one of a crowd."""
    beside: tuple[Any, date] | None = None
    """Whose week's place it stands in, as a further member of a crowd; none where it has its own."""

    @classmethod
    def of(cls, week: date, score: float, reasons: Sequence[dict[str, Any]], crowds: Iterable[Any] = ()) -> Self:
        """Return a week with its reasons as the result holds them."""
        names = {name for name, weight in WEIGHTS.items() if weight.is_missing}
        missing = {one["name"]: round(one["weight"] * 100) for one in reasons if one["name"] in names}
        return cls(week, score, missing, frozenset(crowds))


@dataclass(frozen=True, slots=True)
class Standing(Generic[Who]):
    """Somebody's week that is no case, as it stands among all that want a place."""

    person: Who
    unexplained: int
    alerted: Alerted
    apart: float = 0.0
    """What the week scores without the files at which the person was one of a crowd."""

    @classmethod
    def of(cls, person: Who, row: Mapping[str, Any]) -> Self:
        """Return a judged week as it stands."""
        alerted = Alerted.of(row["week"], row["score"], row["reasons"], row["crowds"])
        return cls(person, row["unexplained"], alerted, row["apart"])

    @property
    def points(self) -> int:
        """The week's score in whole points."""
        return round(self.alerted.score * 100)

    @property
    def is_of_a_crowd(self) -> bool:
        """Whether nothing but a crowd makes it a question: it stands with the others of that crowd, and takes no place."""
        return bool(self.alerted.crowds) and round(self.apart * 100) < LINE

    def beside(self, place: Place[Who]) -> Self:
        """Return the week as it stands in somebody else's place."""
        return replace(self, alerted=replace(self.alerted, beside=place))


class Told(NamedTuple, Generic[Who]):
    """What a budget says: which weeks take a place, which wait for one, and which stand in another's as one of the same crowd."""

    given: list[Standing[Who]]
    waiting: list[Standing[Who]]
    beside: list[Standing[Who]]


@dataclass(frozen=True, slots=True)
class Places:
    """A week's places on one of its days: how many there are, and how many are taken."""

    day: date
    per_week: int
    taken: int

    @property
    def monday(self) -> date:
        """The day on which the week began."""
        return monday_of(self.day)

    def are_open_to(self, one: Standing[Who], given: int) -> bool:
        """Tell whether there is a place for a week, after so many were given now."""
        is_modest = one.alerted.week < self.monday and one.points < STRONG and self.day.weekday() != SUNDAY
        return self.taken + given < self.per_week - (self.per_week * LEFT // OF if is_modest else 0)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def follows(before: Alerted, after: Alerted) -> bool:
    """Tell whether a week is of the matter of an alert: soon after or before it, not much odder, and with nothing new that were an alert by itself."""
    if abs(after.week - before.week) > FOLLOWS or after.score >= before.score * WORSE:
        return False
    return sum(points for name, points in after.missing.items() if name not in before.missing) < LINE


def _order(one: Standing[Who]) -> tuple[float, int, Who]:
    """The highest first. Equal scores stand in the order of more unexplained accesses, then of the person's number: a fixed order, not a ranking of people."""
    return -one.alerted.score, -one.unexplained, one.person


def give(standing: Iterable[Standing[Who]], known: Mapping[Who, Iterable[Alerted]], places: Places) -> Told[Who]:
    """Return which weeks above the line take a place now, and which wait: of the new ones and those that waited the highest first.

    What belongs to the matter of an alert that is known, or that is given a place here, does neither; nor does what waited too long.
    Whoever was one of a crowd stands in the place that the crowd has, whatever their week scores.
    """
    told: Told[Who] = Told([], [], [])
    alerted = {person: list(some) for person, some in known.items()}
    for one in sorted(standing, key=_order):
        theirs = alerted.setdefault(one.person, [])
        place = _place_of_crowd(alerted, one) if one.is_of_a_crowd else None
        if places.monday - one.alerted.week > WAITS or (place and _stands_in(one.person, theirs, place)):
            continue
        if place:
            told.beside.append(one.beside(place))
            theirs.append(told.beside[-1].alerted)
        elif one.points < LINE or _is_of(theirs, one):
            continue
        elif places.are_open_to(one, len(told.given)):
            told.given.append(one)
            theirs.append(one.alerted)
        else:
            told.waiting.append(one)
    return told


def _place_of_crowd(alerted: Mapping[Who, Iterable[Alerted]], one: Standing[Who]) -> Place[Who] | None:
    """Return the place in which the crowd stands that somebody was one of, in that week or one beside it."""
    found = (
        alert.beside or (person, alert.week)
        for person, some in alerted.items()
        for alert in some
        if alert.crowds & one.alerted.crowds and abs(alert.week - one.alerted.week) <= WEEK
    )
    return next(found, None)


def _stands_in(person: Who, alerted: Iterable[Alerted], place: Place[Who]) -> bool:
    return person == place[0] or any(alert.beside == place for alert in alerted)


def just_below(standing: Iterable[Standing[Who]], known: Mapping[Who, Iterable[Alerted]]) -> list[Standing[Who]]:
    """Return, of each week, those that came next and belong to no alert's matter, the highest first."""
    told: dict[date, list[Standing[Who]]] = {}
    for one in sorted(standing, key=_order):
        of_week = told.setdefault(one.alerted.week, [])
        if one.points > 0 and len(of_week) < BELOW and not _is_of(known.get(one.person, ()), one):
            of_week.append(one)
    return [one for week in sorted(told) for one in told[week]]


def _is_of(alerted: Iterable[Alerted], one: Standing[Who]) -> bool:
    return any(follows(alert, one.alerted) for alert in alerted if alert.beside is None)


@dataclass
class Filed:
    """What was filed so far, and what waits: a place that is taken stays so."""

    per_week: int
    known: dict[int, dict[date, Alerted]] = field(default_factory=dict)
    waiting: list[Standing[int]] = field(default_factory=list)
    crowded: list[Standing[int]] = field(default_factory=list)
    """Who was one of a crowd below the line: they are named once the crowd has a place."""
    taken: dict[date, int] = field(default_factory=dict)
    rows: list[tuple[int, date, datetime, int]] = field(default_factory=list)
    numbers: dict[Place[int], int] = field(default_factory=dict)

    def file(self, weeks: pl.DataFrame, day: date, told_at: datetime) -> None:
        """File on a day what lies above the line, or waited; a week that is filed already grows."""
        standing = {key: one for key, one in self._wanting(weeks).items() if not self._is_filed(key, one)}
        places = Places(day, self.per_week, self.taken.get(monday_of(day), 0))
        alerted = {person: some.values() for person, some in self.known.items()}
        told = give(standing.values(), alerted, places)
        self.waiting = told.waiting
        self.taken[places.monday] = places.taken + len(told.given)
        for one in (*told.given, *told.beside):
            self._keep(one, told_at)
        in_time = [one for one in standing.values() if places.monday - one.alerted.week <= WAITS]
        self.crowded = [one for one in in_time if one.points < LINE]

    def _wanting(self, weeks: pl.DataFrame) -> dict[Place[int], Standing[int]]:
        """Return what waited, and of the weeks that were judged anew what counts now: their new judgement, also where it lies below the line."""
        wanted = weeks.filter(((pl.col("score") * 100).round() >= LINE) | (pl.col("crowds").list.len() > 0))
        fresh = [Standing.of(row["person"], row) for row in wanted.iter_rows(named=True)]
        judged = set(weeks["week"])
        waited = [one for one in (*self.waiting, *self.crowded) if one.alerted.week not in judged]
        return {(one.person, one.alerted.week): one for one in (*waited, *fresh)}

    def _is_filed(self, key: Place[int], one: Standing[int]) -> bool:
        """Tell whether a week is filed, and let it grow; what a crowd brought to it, and is a question by itself now, still wants a place."""
        before = self.known.get(one.person, {}).get(key[1])
        if before is None or (before.beside and not one.is_of_a_crowd):
            return False
        self.known[one.person][key[1]] = replace(one.alerted, beside=before.beside)
        return True

    def _keep(self, one: Standing[int], told_at: datetime) -> None:
        week = one.alerted.week
        self.known.setdefault(one.person, {})[week] = one.alerted
        number = self.numbers.setdefault(one.alerted.beside or (one.person, week), len(self.numbers))
        self.rows.append((one.person, week, told_at, number))

    def queue(self) -> pl.DataFrame:
        """Return the weeks that were filed, when, and in which place each stands."""
        return pl.DataFrame(self.rows, schema=QUEUE, orient="row")


def alerts(weeks: pl.DataFrame, per_week: int) -> pl.DataFrame:
    """Return the queue as it is filed when each week is judged on its last evening alone."""
    filed = Filed(per_week)
    for (monday,), of_week in weeks.sort("week", "person").group_by("week", maintain_order=True):
        sunday = monday + WEEK - DAY
        filed.file(of_week, sunday, datetime.combine(monday + WEEK, time(), UTC))
    return filed.queue()
