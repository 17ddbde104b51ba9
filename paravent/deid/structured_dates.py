"""One shift of all dates per patient and release: intervals stay, and the closed days of a practice do not betray the shift.

Spec: docs/spec/research.md, section 4.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

FARTHEST = 52
"""By how many weeks a date is moved at most, to either side."""
SHIFTS = tuple(weeks for weeks in range(-FARTHEST, FARTHEST + 1) if weeks)
"""Whole weeks: each weekday stays itself, so that no weekday on which nobody works tells one shift from another."""
DRAWS = 16
DAYS_A_WEEK = 7
OLDEST = 89
"""Years. Whatever tells that somebody is older than that tells it of few."""

SAID = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.DOTALL)


class Grain(StrEnum):
    """How fine the dates of a patient leave."""

    DAY = "day"
    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Opening:
    """When a practice saw anybody: since when, until when the release looks, and on which days it was closed.

    Without closed days nobody can say what they would betray, and dates leave as weeks.
    """

    since: date
    until: date
    closed: frozenset[date] | None = None

    def might_be(self, day: date, grain: Grain) -> bool:
        """Tell whether somebody who knows these days can believe that it was this day, or in this week."""
        if grain is Grain.WEEK:
            return any(self._might_be(day + timedelta(days=one)) for one in range(7))
        return self._might_be(day)

    def _might_be(self, day: date) -> bool:
        return self.since <= day <= self.until and day not in (self.closed or ())


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many weeks the dates of a patient are moved, and how fine they leave."""

    weeks: int
    grain: Grain

    def moved(self, day: date) -> date:
        """Return the day that is shown; of a week its Monday."""
        then = day + timedelta(weeks=self.weeks)
        return then - timedelta(days=then.weekday()) if self.grain is Grain.WEEK else then


def shift_of(key: bytes, patient: str, days: Iterable[date], opening: Opening, fewest: int) -> Shift:
    """Return the shift of a patient, the same each time: the finest grain that leaves `fewest` shifts to be believed."""
    # What lies outside of the opening, or on a closed day, was no visit: whoever guesses takes nothing from it.
    evidence = {day for day in days if opening.might_be(day, Grain.DAY)}
    for grain in (Grain.WEEK,) if opening.closed is None else (Grain.DAY, Grain.WEEK):
        for weeks in _drawn(key, patient):
            shift = Shift(weeks, grain)
            if len(believable({shift.moved(day) for day in evidence}, opening, grain)) >= fewest:
                return shift
    return Shift(next(_drawn(key, patient)), Grain.YEAR)


def believable(shown: Iterable[date], opening: Opening, grain: Grain) -> list[int]:
    """Return the shifts that somebody who knows when the practice was open cannot rule out, having seen these dates."""
    days, first = {day.toordinal() for day in shown}, _first(opening)
    if min(days, default=opening.since.toordinal()) < first + FARTHEST * DAYS_A_WEEK:
        return []
    seen = sum(1 << day - first for day in days)
    not_so = ~_possible(opening, grain)
    return [weeks for weeks in SHIFTS if not _moved_back(seen, weeks) & not_so]


def _first(opening: Opening) -> int:
    """Return the day that the lowest bit stands for, so early that no shift of a day within reach of the opening falls below it."""
    return opening.since.toordinal() - (2 * FARTHEST + 2) * DAYS_A_WEEK


def _moved_back(days: int, weeks: int) -> int:
    return days >> weeks * DAYS_A_WEEK if weeks > 0 else days << -weeks * DAYS_A_WEEK


@lru_cache(maxsize=16)
def _possible(opening: Opening, grain: Grain) -> int:
    """Return the days that might have been, as bits: a hundred shifts of a file are then a hundred comparisons of two numbers."""
    first = _first(opening)
    every = range(opening.since.toordinal() - DAYS_A_WEEK, opening.until.toordinal() + 1)
    return sum(1 << day - first for day in every if opening.might_be(date.fromordinal(day), grain))


def _drawn(key: bytes, patient: str) -> Iterator[int]:
    """Return shifts in an order that only the key knows. Which of them is refused is seen in the dates shown alone."""
    for turn in range(DRAWS):
        digest = hmac.digest(key, f"shift/{turn}/{patient}".encode(), hashlib.sha256)
        yield SHIFTS[int.from_bytes(digest[:8]) % len(SHIFTS)]


def whole_day(said: object) -> date | None:
    """Return the day of a FHIR date or dateTime; None where it says less than a day, or nothing."""
    found = SAID.fullmatch(said) if isinstance(said, str) else None
    if found is None or not found[3]:
        return None
    try:
        return date.fromisoformat(f"{found[1]}-{found[2]}-{found[3]}")
    except ValueError:
        return None


def shown(said: object, shift: Shift, until: date) -> str | None:
    """Return a FHIR date or dateTime as it leaves: moved, without the time of day, and no finer than it was said."""
    found = SAID.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return None
    try:
        # A month or a year is moved from its middle.
        day = shift.moved(date(int(found[1]), int(found[2] or 7), int(found[3] or 15 if found[2] else 1)))
    except (ValueError, OverflowError):
        return None
    if day.year < until.year - OLDEST:
        return None
    if shift.grain is Grain.YEAR or not found[2]:
        return f"{day.year:04}"
    return day.isoformat() if found[3] else f"{day.year:04}-{day.month:02}"


def birth_year(said: object, until: date, band: int) -> str | None:
    """Return the first year of the band in which somebody was born; who is older than 89 shares one year."""
    found = SAID.fullmatch(said) if isinstance(said, str) else None
    if found is None or int(found[1]) > until.year:
        return None
    year = int(found[1])
    return f"{max(year - year % band, until.year - OLDEST - 1):04}"
