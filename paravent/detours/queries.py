"""Reading the counts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from paravent.detours.models import Count, Mark
from paravent.detours.policy import told
from paravent.detours.terms import HELD_ELSEWHERE, PERIOD, Kind, Row, Trend
from paravent.kernel.blind import token
from paravent.keys.custody import blind_key
from paravent.records import queries as records


def week_of(at: datetime) -> date:
    """Return the Monday of the week of an instant, in the practice's time zone."""
    day = timezone.localdate(at)
    return day - timedelta(days=day.weekday())


def trend(now: datetime) -> Trend:
    """Return the last four weeks that are over beside the four before: a week that runs would tell of today."""
    until = week_of(now)
    rows = list(Count.objects.filter(week__gte=until - 2 * PERIOD, week__lt=until))
    nudges = [row for row in rows if row.kind == Kind.NUDGE]
    elsewhere = [row for row in rows if row.kind == Kind.ELSEWHERE]
    return Trend(
        since=until - PERIOD,
        until=until - timedelta(days=1),
        nudges=_rows(until, [(row.week, row.app, row.times) for row in nudges]),
        heeds=_rows(until, [(row.week, row.what, row.times) for row in nudges]),
        apps=_rows(until, [(row.week, row.app, row.times) for row in elsewhere]),
        whys=_rows(until, [(row.week, row.what, row.times) for row in elsewhere]),
    )


def _rows(until: date, counts: Iterable[tuple[date, str, int]]) -> tuple[Row, ...]:
    lately: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for week, what, times in counts:
        (lately if week >= until - PERIOD else before)[what] += times
    named = sorted(lately | before, key=lambda what: -(lately | before)[what])
    now_told, then_told = (told({what: counted[what] for what in named}) for counted in (lately, before))
    return tuple(Row(what, now_told[what], then_told[what]) for what in named)


def mark_of(visit_id: UUID) -> bytes:
    """Return by what it is known that a visit was held elsewhere: a keyed hash, which names no visit."""
    return token(blind_key(), "held elsewhere", str(visit_id))


def held_elsewhere(visits: Iterable[UUID]) -> set[UUID]:
    """Return which of some visits were held in another app, as their clinicians said; in one question, without opening a file."""
    marks = {mark_of(visit_id): visit_id for visit_id in visits}
    return {marks[bytes(mark)] for mark in Mark.objects.filter(mark__in=marks).values_list("mark", flat=True)}


def app_of(visit_id: UUID) -> str:
    """Return in which app a visit was held, as its clinician said; empty where it was held here."""
    filed = (version.resource for version in records.resources_of_visit(visit_id))
    said = (kind.get("text", "") for one in filed if one["resourceType"] == "Encounter" for kind in one.get("type", []))
    return next((text.removeprefix(HELD_ELSEWHERE) for text in said if text.startswith(HELD_ELSEWHERE)), "")
