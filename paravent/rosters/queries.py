"""Reading the roster; row security decides whose hours."""

from datetime import datetime
from typing import Any
from uuid import UUID

from paravent.kernel import clock
from paravent.people.queries import names_of, teams
from paravent.rosters.models import Duty
from paravent.rosters.terms import DutyView, Shift


def duties_between(first: datetime, end: datetime, *, person_id: UUID | None = None) -> list[DutyView]:
    """Return the hours on the roster that touch a span, in order; of everybody, or of one."""
    found = Duty.objects.filter(removed_at=None, starts_at__lt=end, ends_at__gt=first)
    rows = list((found.filter(person_id=person_id) if person_id else found).order_by("starts_at", "id"))
    names, called, now = names_of({row.person_id for row in rows}), dict[Any, str](teams()), clock.now()
    return [
        DutyView(
            duty_id=row.id,
            person_id=row.person_id,
            name=names[row.person_id],
            team=called.get(row.team_id, ""),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            may_be_removed=row.starts_at > now,
        )
        for row in rows
    ]


def shifts_beginning(first: datetime, end: datetime) -> list[Shift]:
    """Return the hours that begin within a span, in order."""
    rows = Duty.objects.filter(removed_at=None, starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "id")
    return [Shift(row.person_id, row.team_id, row.starts_at, row.ends_at) for row in rows]


def is_kept() -> bool:
    """Tell whether the practice keeps a roster at all."""
    return Duty.objects.filter(removed_at=None).exists()
