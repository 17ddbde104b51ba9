"""A day in the order of its hours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template

register = template.Library()


@register.filter
def among(others: Iterable[dict[str, Any]], visits: Iterable[Any]) -> list[Any]:
    """Return visits and what else stands in a day, as *url*, *at*, *name*, *said*, by when each begins."""
    return sorted([*visits, *others], key=_begins)


def _begins(row: Any) -> datetime:
    return row["at"] if isinstance(row, dict) else row.starts_at
