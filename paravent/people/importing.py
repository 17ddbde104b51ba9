"""Reading a duty roster from a file, CSV or iCalendar: all of it, or a sentence about each line that cannot be read."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from paravent.access.terms import Actor
from paravent.people import operations, queries
from paravent.people.terms import RosterUnreadable, Shift

COLUMNS = ["email", "team", "from", "until"]
MOST_LINES = 20_000
EMERGENCY = {"", "emergency duty"}


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
    return operations.add_duties(actor, shifts_in(content))


def shifts_in(content: bytes) -> list[Shift]:
    """Return the hours in a file; raises RosterUnreadable with a sentence for each line that cannot be read."""
    people = {one.email: one.person_id for one in queries.colleagues()}
    teams: dict[str, UUID] = {name.casefold(): team for team, name in queries.teams()}
    shifts, wrong = [], []
    for place, line in _lines(content):
        try:
            shifts.append(_shift(line if isinstance(line, Row) else _row(place, line), people, teams))
        except LineUnreadable as odd:
            wrong.append(_("Line %(place)s: %(odd)s") % {"place": place, "odd": odd})
    if wrong or not shifts:
        raise RosterUnreadable(*(wrong or [_("There are no hours in this file.")]))
    return shifts


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
        raise RosterUnreadable(_("This is not a text in UTF-8.")) from None
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
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError):
        raise RosterUnreadable(_("This calendar cannot be read.")) from None
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        yield number, _event(event)


def _event(event: object) -> dict[str, str] | None:
    """Return an event as a line: who attends, which team is its title, from when until when. A repeated one is no single line."""
    if not isinstance(event, dict) or "RRULE" in event or isinstance(event.get("ATTENDEE"), list):
        return None
    ends, starts = event.get("DTEND"), event.get("DTSTART")
    if ends is None or starts is None:
        return None
    return {
        "email": str(event.get("ATTENDEE", "")).lower().removeprefix("mailto:"),
        "team": str(event.get("SUMMARY", "")),
        "from": starts.dt.isoformat(),
        "until": ends.dt.isoformat(),
    }
