"""The words of reporting."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Act(StrEnum):
    """What can be done about a report, as the log says it."""

    MAKE = "report.make"
    LIST = "report.list"
    ANSWER = "report.answer"


class Noticed(StrEnum):
    """When somebody noticed what they report; the first is what most people mean."""

    JUST_NOW = "just-now"
    TODAY = "today"
    EARLIER = "earlier"


SHORTEST_TEXT = 10
"""Characters: one short sentence."""
LONGEST_TEXT = 4_000
SO_LONG_AGO = {Noticed.JUST_NOW: timedelta(0), Noticed.TODAY: timedelta(hours=4), Noticed.EARLIER: timedelta(days=1)}
"""What the words stand for where the 72 hours are counted."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as the officer, or whoever made it, reads it."""

    report_id: UUID
    reporter: str
    text: str
    noticed: Noticed
    noticed_at: datetime
    reported_at: datetime
    answer: str
    answered_at: datetime | None
    breach_id: UUID | None


@dataclass(frozen=True, slots=True)
class Soonness:
    """How soon after noticing reports were made, and how soon they were answered; none where nothing was answered yet."""

    reports: int
    at_once: int
    same_day: int
    until_answered: timedelta | None
