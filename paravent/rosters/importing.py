"""Reading a duty roster from a file, CSV or iCalendar: all of it, or a sentence about each line that cannot be read."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import recurring_ical_events
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.people import queries
from paravent.rosters import operations
from paravent.rosters.terms import BACKWARDS, RosterUnreadable, Shift

COLUMNS = ["email", "team", "from", "until"]
MOST_LINES = 20_000
EMERGENCY = {"", "emergency duty"}
AHEAD = timedelta(weeks=26)
"""So far from now events that repeat are put on the roster; import the calendar again for what comes after."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a roster, as it was written."""

    place: int
    email: str
    team: str
    starts_at: datetime
    ends_at: datetime


class LineUnreadable(Exception):
    """One line cannot be read. The argument is a sentence."""


def import_roster(actor: Actor, content: bytes) -> int:
    """Put a file's hours on the roster, all or none, and return how many are new. Raises RosterUnreadable."""
    return operations.add_duties(actor, shifts_in(content, actor))


def shifts_in(content: bytes, actor: Actor) -> list[Shift]:
    """Return the hours in a file; raises RosterUnreadable with a sentence for each line that cannot be kept."""
    people = {one.email: one.person_id for one in queries.colleagues()}
    teams: dict[str, UUID] = {name.casefold(): team for team, name in queries.teams()}
    shifts, wrong = [], []
    for place, line in _lines(content):
        try:
            shift = _shift(line if isinstance(line, Row) else _row(place, line), people, teams)
            _may_be_brought(shift, actor)
            shifts.append(shift)
        except LineUnreadable as odd:
            wrong.append(_("Line %(place)s: %(odd)s") % {"place": place, "odd": odd})
    if wrong or not shifts:
        raise RosterUnreadable(*(wrong or [_("There are no hours in this file.")]))
    return shifts


def _may_be_brought(shift: Shift, actor: Actor) -> None:
    """Say which line it is that the operation would refuse, before it refuses the whole file."""
    if shift.person_id == actor.person:
        raise LineUnreadable(_("nobody rosters themselves. Let another administrator enter your hours."))
    if shift.starts_at <= clock.now() - BACKWARDS and not actor.is_a(Role.SYSTEM):
        raise LineUnreadable(
            _("it began more than a day ago. Earlier hours are read at the server, with `paravent roster import`.")
        )


def _shift(row: Row, people: dict[str, UUID], teams: dict[str, UUID]) -> Shift:
    if row.email.casefold() not in people:
        raise LineUnreadable(_("nobody here signs in with %(email)s.") % {"email": row.email or "-"})
    if row.team.casefold() not in {*teams, *EMERGENCY}:
        raise LineUnreadable(_("there is no team called %(team)s.") % {"team": row.team})
    if row.ends_at <= row.starts_at:
        raise LineUnreadable(_("it ends before it begins."))
    return Shift(people[row.email.casefold()], teams.get(row.team.casefold()), row.starts_at, row.ends_at)


def _lines(content: bytes) -> Iterable[tuple[int, object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RosterUnreadable(
            _(
                "This is neither a table nor a calendar that can be read. From a spreadsheet, save it as CSV in UTF-8 and choose that file."
            )
        ) from None
    if text.count("\n") > MOST_LINES:
        raise RosterUnreadable(_("This file is too long. Import a few months at a time."))
    return _events(text) if text.lstrip().startswith("BEGIN:VCALENDAR") else _csv(text)


def _csv(text: str) -> Iterator[tuple[int, object]]:
    dialect = csv.excel if text.partition("\n")[0].count(",") >= len(COLUMNS) - 1 else _Semicolons
    reader = csv.DictReader(io.StringIO(text), dialect=dialect)
    if [name.strip().casefold() for name in reader.fieldnames or []] != COLUMNS:
        raise RosterUnreadable(_("The first line must name the columns: email, team, from, until."))
    reader.fieldnames = COLUMNS
    for line in reader:
        yield reader.line_num, line


class _Semicolons(csv.excel):
    delimiter = ";"


def _row(place: int, line: object) -> Row:
    """Return a line of a table, or an event, as a row."""
    if not isinstance(line, dict) or None in line or None in line.values():
        raise LineUnreadable(_("it needs four fields: e-mail, team, from, until."))
    said = {name: str(value).strip() for name, value in line.items()}
    return Row(place, said["email"], said["team"], _instant(said["from"]), _instant(said["until"]))


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise LineUnreadable(_("%(text)s is no time. Write it as 2026-11-25 07:00.") % {"text": text or "-"}) from None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _events(text: str) -> Iterator[tuple[int, object]]:
    """Yield the events of a calendar, each for everybody who attends; one that repeats as often as it takes place."""
    try:
        calendar = Calendar.from_ical(text)
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        again = {event["UID"] for event in events if {"RRULE", "RDATE"} & event.keys()}
        repeated = _repeated(calendar) if again else []
    except (ValueError, IndexError, KeyError, TypeError, recurring_ical_events.BadRuleStringFormat):
        raise RosterUnreadable(_("This calendar cannot be read.")) from None
    numbers: dict[object, int] = {}
    for number, event in enumerate(events, start=1):
        numbers.setdefault(event.get("UID", number), number)
    for number, event in enumerate(events, start=1):
        if event.get("UID") not in again:
            yield from ((number, row) for row in _attended(event))
    for event in repeated:
        if event.get("UID") in again:
            yield from ((numbers[event["UID"]], row) for row in _attended(event))


def _repeated(calendar: Calendar) -> list[Event]:
    """Return each time at which an event takes place, from a day ago until half a year ahead (RFC 5545, section 3.8.5)."""
    now = timezone.localtime(clock.now())
    found = recurring_ical_events.of(calendar).between(now - BACKWARDS, now + AHEAD)
    return [event for event in found if isinstance(event, Event) and _begins_after(event, now - BACKWARDS)]


def _begins_after(event: Event, earliest: datetime) -> bool:
    begins = event["DTSTART"].dt
    return _instant(begins.isoformat()) > earliest


def _attended(event: Event) -> Iterator[dict[str, str] | None]:
    """Yield a line for everybody who attends: the title is the team."""
    ends, starts = event.get("DTEND"), event.get("DTSTART")
    if ends is None or starts is None:
        yield None
        return
    attending = event.get("ATTENDEE", [""])
    for one in attending if isinstance(attending, list) else [attending]:
        yield {
            "email": str(one).lower().removeprefix("mailto:"),
            "team": str(event.get("SUMMARY", "")),
            "from": starts.dt.isoformat(),
            "until": ends.dt.isoformat(),
        }
