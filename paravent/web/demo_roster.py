"""The sample practice's roster: weekdays with the teams, weekends in turn; kept two weeks ahead at each start."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from paravent.access.terms import INSTALLATION
from paravent.kernel import clock
from paravent.kernel.ids import TeamId
from paravent.people.queries import team_named
from paravent.rosters.operations import add_duties
from paravent.rosters.terms import Shift

DAYS = 14
WEEKDAYS = (
    ("bea", "Brandt", time(8), time(17)),
    ("cem", "Celik", time(8), time(17)),
    ("dua", "Brandt", time(7, 30), time(16)),
)
WEEKEND = ("bea", "cem")
SATURDAY = 5


def ensure_roster(staff: dict[str, UUID]) -> None:
    """Put the coming two weeks on the roster; what stands there stays."""
    today = timezone.localdate(clock.now())
    teams = {name: team_named(name) for _, name, *_ in WEEKDAYS}
    days = [today + timedelta(days=nth) for nth in range(DAYS)]
    add_duties(INSTALLATION, [shift for day in days for shift in _of_day(day, staff, teams)])


def _of_day(day: date, staff: dict[str, UUID], teams: dict[str, TeamId | None]) -> Iterator[Shift]:
    if day.weekday() >= SATURDAY:
        whose = WEEKEND[day.isocalendar().week % len(WEEKEND)]
        yield Shift(staff[whose], None, _time_of(day, time(8)), _time_of(day, time(20)))
        return
    for whose, team, begins, ends in WEEKDAYS:
        yield Shift(staff[whose], teams[team], _time_of(day, begins), _time_of(day, ends))


def _time_of(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
