"""The words about rosters."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

BACKWARDS = timedelta(days=1)
"""So far back an administrator enters hours; row security says the same. Earlier ones the installation reads from a file."""


class Act(StrEnum):
    """What can be done to the roster, as the log says it."""

    LIST = "roster.list"
    SEE_OWN = "roster.see-own"
    ADD = "roster.add"
    REPEAT = "roster.repeat"
    REMOVE = "roster.remove"


class RosterUnreadable(Exception):
    """A roster could not be read, and nothing of it was kept. The arguments are sentences, each about one line."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours to be rostered: somebody's, with a team or on the house's emergency duty."""

    person_id: UUID
    team_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DutyView:
    """Hours on the roster, as the page shows them."""

    duty_id: UUID
    person_id: UUID
    name: str
    team: str
    starts_at: datetime
    ends_at: datetime
    may_be_removed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week as ISO 8601 counts them, by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> "Week":
        """Return the week of a name like 2026-W48; raises ValueError."""
        return cls(date.fromisoformat(f"{name}-1"))

    @property
    def name(self) -> str:
        """Return how addresses and forms call it."""
        year, week, _ = self.monday.isocalendar()
        return f"{year:04d}-W{week:02d}"

    @property
    def days(self) -> list[date]:
        """Return its seven days."""
        return [self.monday + timedelta(days=nth) for nth in range(7)]

    def after(self, weeks: int) -> "Week":
        """Return the week so many weeks later."""
        return Week(self.monday + timedelta(weeks=weeks))
