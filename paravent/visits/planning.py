"""When somebody is free: pure functions over spans of time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

STEP = timedelta(minutes=5)
Span = tuple[datetime, datetime]


def first_free(taken: Iterable[Span], wanted: datetime, length: timedelta) -> datetime | None:
    """Return the first time from the wanted one on at which nothing else is for so long; none where that would end on another day."""
    starts_at = wanted
    for begins_at, ends_at in sorted(taken):
        if begins_at < starts_at + length and starts_at < ends_at:
            starts_at = _on_a_step(ends_at.astimezone(wanted.tzinfo))
    return starts_at if (starts_at + length).date() == wanted.date() else None


def _on_a_step(at: datetime) -> datetime:
    """Return the next time of a clock that shows every fifth minute."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at + (STEP - over) if over else at
