"""The first time that is free: right away, after what is there, or not on that day any more."""

from datetime import UTC, datetime, timedelta

import pytest

from paravent.visits.planning import first_free


def clock_at(text: str) -> datetime:
    hour, minute = map(int, text.split(":"))
    return datetime(2026, 11, 30, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "wanted", "minutes", "free"),
    [
        ("", "10:00", 20, "10:00"),
        ("10:00-10:20", "10:00", 20, "10:20"),
        ("10:00-10:20", "10:20", 20, "10:20"),
        ("10:00-10:20", "09:40", 20, "09:40"),
        ("10:00-10:20", "09:45", 20, "10:20"),
        ("10:00-10:20 10:30-11:00", "10:00", 20, "11:00"),
        ("10:00-10:20 10:30-11:00", "10:00", 10, "10:20"),
        ("10:30-11:00 10:00-10:20", "10:10", 20, "11:00"),
        ("10:00-10:22", "10:00", 20, "10:25"),
        ("09:00-09:30 12:00-12:30", "10:00", 60, "10:00"),
        ("22:00-23:50", "22:00", 20, None),
        ("", "23:50", 20, None),
    ],
)
def test_the_first_free_time(taken: str, wanted: str, minutes: int, free: str | None) -> None:
    spans = [tuple(map(clock_at, span.split("-"))) for span in taken.split()]

    found = first_free([(begins, ends) for begins, ends in spans], clock_at(wanted), timedelta(minutes=minutes))

    assert found == (clock_at(free) if free else None)
