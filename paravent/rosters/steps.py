"""Writes about the roster, for use inside somebody's operation."""

from collections.abc import Collection
from dataclasses import astuple

from paravent.access.operation import Operation
from paravent.rosters.models import Duty
from paravent.rosters.terms import Shift


def put_on_roster(op: Operation, shifts: Collection[Shift]) -> int:
    """Put hours on the roster that do not stand there yet, and return how many."""
    live = Duty.objects.filter(removed_at=None, person_id__in={shift.person_id for shift in shifts})
    known = set(live.values_list("person_id", "team_id", "starts_at", "ends_at"))
    new = dict.fromkeys(shift for shift in shifts if astuple(shift) not in known)
    Duty.objects.bulk_create(
        Duty(
            person_id=shift.person_id,
            team_id=shift.team_id,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            made_by=op.actor.person,
        )
        for shift in new
    )
    op.note(new=len(new))
    return len(new)
