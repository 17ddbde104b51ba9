"""Dates and times of FHIR as the spans they stand for: "2026-03" is all of March. Source: HL7 FHIR R4, search, date."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

FORM = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+ -]\d\d:\d\d)?)?)?)?"
)
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
"""Where a span that is open on one side begins or ends."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time: from `low`, up to and without `high`."""

    low: datetime
    high: datetime

    def contains(self, other: "Span") -> bool:
        """Tell whether all of the other lies within this one."""
        return self.low <= other.low and other.high <= self.high

    def meets(self, other: "Span") -> bool:
        """Tell whether the two share an instant."""
        return self.low < other.high and other.low < self.high


def span(text: str) -> Span | None:
    """Return what a date, dateTime or instant stands for; nothing where it is none. Without a zone it is UTC."""
    found = FORM.fullmatch(text)
    if found is None:
        return None
    try:
        return _span(found.groups())
    except (ValueError, OverflowError):
        return None


def _span(parts: tuple[str | None, ...]) -> Span:
    year, month, day, hour, minute, second, fraction, zone = parts
    micro = int(f"{fraction or '':0<6}"[:6])
    low = datetime(
        int(year or 0), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), micro, UTC
    )
    low -= _offset(zone)
    if hour:
        return Span(low, low + _grain(second, fraction))
    if day:
        return Span(low, low + timedelta(days=1))
    return Span(low, _next_month(low) if month else low.replace(year=low.year + 1))


def _grain(second: str | None, fraction: str | None) -> timedelta:
    if fraction:
        return timedelta(microseconds=max(1, 10 ** (6 - len(fraction)))) if len(fraction) <= 6 else timedelta.resolution  # noqa: PLR2004 (microseconds)
    return timedelta(seconds=1) if second else timedelta(minutes=1)


def _offset(zone: str | None) -> timedelta:
    # A '+' in a URL that nobody escaped arrives as a blank.
    if zone is None or zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))


def _next_month(low: datetime) -> datetime:
    return low.replace(year=low.year + low.month // 12, month=low.month % 12 + 1)


def span_of(value: Any) -> Span | None:
    """Return when something was: of a date, a Period (which may be open), or a Timing's events."""
    if isinstance(value, str):
        return span(value)
    if not isinstance(value, dict):
        return None
    if events := value.get("event"):
        spans = [one for one in map(span_of, events) if one]
        return Span(min(spans).low, max(one.high for one in spans)) if spans else None
    start, end = span(str(value.get("start", ""))), span(str(value.get("end", "")))
    if start is None and end is None:
        return None
    return Span(start.low if start else BEGINNING, end.high if end else END)
