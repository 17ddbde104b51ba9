"""The alert budget: how many weeks a data-protection officer is asked to look at, which wait for a place, and what was just below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, Self, TypeVar
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
QUEUE = columns(person=WHO, week=pl.Date, told_at=INSTANT)

Who = TypeVar("Who", int, UUID)


@dataclass(frozen=True, slots=True)
class Alerted:
    """A week as an alert is about it: its score, and the points of each reason that was missing in it."""

    week: date
    score: float
    missing: dict[str, int]

    @classmethod
    def of(cls, week: date, score: float, reasons: Sequence[dict[str, Any]]) -> Self:
        """Return a week with its reasons as the result holds them."""
        names = {name for name, weight in WEIGHTS.items() if weight.is_missing}
        return cls(week, score, {one["name"]: round(one["weight"] * 100) for one in reasons if one["name"] in names})


@dataclass(frozen=True, slots=True)
class Standing(Generic[Who]):
    """Somebody's week that is no case, as it stands among all that want a place."""

    person: Who
    unexplained: int
    alerted: Alerted

    @classmethod
    def of(cls, person: Who, row: Mapping[str, Any]) -> Self:
        """Return a judged week as it stands."""
        return cls(person, row["unexplained"], Alerted.of(row["week"], row["score"], row["reasons"]))

    @property
    def points(self) -> int:
        """The week's score in whole points."""
        return round(self.alerted.score * 100)


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


def give(
    standing: Iterable[Standing[Who]], known: Mapping[Who, Iterable[Alerted]], places: Places
) -> tuple[list[Standing[Who]], list[Standing[Who]]]:
    """Return which weeks above the line take a place now, and which wait: of the new ones and those that waited the highest first.

    What belongs to the matter of an alert that is known, or that is given a place here, does neither; nor does what waited too long.
    """
    given: list[Standing[Who]] = []
    waiting: list[Standing[Who]] = []
    alerted = {person: list(some) for person, some in known.items()}
    for one in sorted(standing, key=_order):
        is_late = places.monday - one.alerted.week > WAITS
        if one.points < LINE or is_late or _is_of(alerted.get(one.person, ()), one):
            continue
        if places.are_open_to(one, len(given)):
            given.append(one)
            alerted.setdefault(one.person, []).append(one.alerted)
        else:
            waiting.append(one)
    return given, waiting


def just_below(standing: Iterable[Standing[Who]], known: Mapping[Who, Iterable[Alerted]]) -> list[Standing[Who]]:
    """Return, of each week, those that came next and belong to no alert's matter, the highest first."""
    told: dict[date, list[Standing[Who]]] = {}
    for one in sorted(standing, key=_order):
        of_week = told.setdefault(one.alerted.week, [])
        if one.points > 0 and len(of_week) < BELOW and not _is_of(known.get(one.person, ()), one):
            of_week.append(one)
    return [one for week in sorted(told) for one in told[week]]


def _is_of(alerted: Iterable[Alerted], one: Standing[Who]) -> bool:
    return any(follows(alert, one.alerted) for alert in alerted)


@dataclass
class Filed:
    """What was filed so far, and what waits: a place that is taken stays so."""

    per_week: int
    known: dict[int, dict[date, Alerted]] = field(default_factory=dict)
    waiting: list[Standing[int]] = field(default_factory=list)
    taken: dict[date, int] = field(default_factory=dict)
    rows: list[tuple[int, date, datetime]] = field(default_factory=list)

    def file(self, weeks: pl.DataFrame, day: date, told_at: datetime) -> None:
        """File on a day what lies above the line, or waited; a week that is filed already grows."""
        above = weeks.filter((pl.col("score") * 100).round() >= LINE).iter_rows(named=True)
        fresh = {(row["person"], row["week"]): Standing.of(row["person"], row) for row in above}
        waited = {(one.person, one.alerted.week): one for one in self.waiting}
        # Of a week that was judged anew its new judgement counts, also where it lies below the line now.
        standing = {key: one for key, one in waited.items() if key[1] not in set(weeks["week"])} | fresh
        for person, week in list(standing):
            if week in self.known.get(person, {}):
                self.known[person][week] = standing.pop((person, week)).alerted
        places = Places(day, self.per_week, self.taken.get(monday_of(day), 0))
        alerted = {person: some.values() for person, some in self.known.items()}
        given, self.waiting = give(standing.values(), alerted, places)
        self.taken[places.monday] = places.taken + len(given)
        for one in given:
            self.known.setdefault(one.person, {})[one.alerted.week] = one.alerted
            self.rows.append((one.person, one.alerted.week, told_at))

    def queue(self) -> pl.DataFrame:
        """Return the weeks that were filed, and when."""
        return pl.DataFrame(self.rows, schema=QUEUE, orient="row")


def alerts(weeks: pl.DataFrame, per_week: int) -> pl.DataFrame:
    """Return the queue as it is filed when each week is judged on its last evening alone."""
    filed = Filed(per_week)
    for (monday,), of_week in weeks.sort("week", "person").group_by("week", maintain_order=True):
        sunday = monday + WEEK - DAY
        filed.file(of_week, sunday, datetime.combine(monday + WEEK, time(), UTC))
    return filed.queue()
