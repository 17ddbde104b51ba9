"""What else stands in a day comes among its visits."""

from datetime import UTC, datetime
from types import SimpleNamespace

from paravent.visits.templatetags.day_order import among


def test_what_else_stands_in_a_day_comes_at_its_hour() -> None:
    nine, ten, eleven = (datetime(2030, 5, 6, hour, tzinfo=UTC) for hour in (9, 10, 11))
    first, last = SimpleNamespace(starts_at=nine), SimpleNamespace(starts_at=eleven)
    message = {"at": ten}

    assert among([message], [first, last]) == [first, message, last]
    assert among([], [first, last]) == [first, last]
