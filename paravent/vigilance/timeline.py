"""A person's week as a picture: seven days across, the hours down. The table beside it says the same in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from paravent.vigilance.terms import Case, Look

LEFT, TOP = 44, 26
DAY, HOUR = 92, 9
HOURS = (0, 6, 12, 18, 24)


@dataclass(frozen=True, slots=True)
class Mark:
    """One access in the picture."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Column:
    """One day in the picture."""

    x: int
    middle: int
    day: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture is drawn from."""

    columns: tuple[Column, ...]
    hours: tuple[tuple[int, int], ...]
    looks: tuple[Mark, ...]
    around: tuple[Mark, ...]
    left: int = LEFT
    top: int = TOP
    right: int = LEFT + 7 * DAY
    bottom: int = TOP + 24 * HOUR


def timeline(case: Case) -> Timeline:
    """Return the picture of a case's week."""
    monday = case.listed.week
    columns = tuple(
        Column(LEFT + number * DAY, LEFT + number * DAY + DAY // 2, monday + timedelta(days=number))
        for number in range(7)
    )
    hours = tuple((hour, TOP + hour * HOUR) for hour in HOURS)
    return Timeline(columns, hours, _marks(monday, case.looks), _marks(monday, case.around))


def _marks(monday: date, looks: Iterable[Look]) -> tuple[Mark, ...]:
    """Return where looks stand; within a day they lie apart by the minute, so that two of one hour do not hide each other."""
    marks = []
    for look in looks:
        at = timezone.localtime(look.at)
        day = (at.date() - monday).days
        if 0 <= day <= 6:  # noqa: PLR2004 (the days of a week)
            minutes = at.hour * 60 + at.minute
            marks.append(Mark(LEFT + day * DAY + 12 + (at.minute * (DAY - 24)) // 60, TOP + minutes * HOUR // 60))
    return tuple(marks)
