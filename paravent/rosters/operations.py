"""What people do with the roster. One function, one use case, one line in the log."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.people.standing import has_account
from paravent.rosters import policy, queries, steps
from paravent.rosters.models import Duty
from paravent.rosters.terms import Act, DutyView, Shift, Week


def list_roster(actor: Actor, first: datetime, end: datetime) -> list[DutyView]:
    """Return who is on duty between two instants, in order."""
    with operation(Act.LIST, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_roster(actor))
        return queries.duties_between(first, end)


def see_own_hours(actor: Actor, first: datetime, end: datetime) -> list[DutyView]:
    """Return when somebody is on duty themselves, in order."""
    with operation(Act.SEE_OWN, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_see_own(actor))
        return queries.duties_between(first, end, person_id=actor.person)


def add_duties(actor: Actor, shifts: Sequence[Shift]) -> int:
    """Put hours on the roster, all or none, and return how many are new: what stands there already is left as it is."""
    with operation(Act.ADD, actor, Purpose.ADMINISTRATION) as op:
        op.note(shifts=len(shifts))
        op.require(policy.may_add(actor, shifts, clock.now()))
        return steps.put_on_roster(op, shifts)


def repeat_week(actor: Actor, week: Week) -> int:
    """Roster in this week what the week before had, by the clock on the wall; return how many entries are new.

    What is over by now, the actor's own hours, and the hours of whoever has left since, are left out.
    """
    with operation(Act.REPEAT, actor, Purpose.ADMINISTRATION) as op:
        before, now = week.after(-1), clock.now()
        op.note(week=week.name)
        op.require(policy.may_roster(actor))
        found = [_week_later(shift) for shift in queries.shifts_beginning(begin(before), begin(week))]
        here = {person for person in {shift.person_id for shift in found} if has_account(person)} - {actor.person}
        return steps.put_on_roster(op, [one for one in found if one.starts_at > now and one.person_id in here])


def remove_duty(actor: Actor, duty_id: UUID) -> None:
    """Take hours off the roster that have not begun."""
    with operation(Act.REMOVE, actor, Purpose.ADMINISTRATION) as op:
        duty, now = Duty.objects.get(pk=duty_id, removed_at=None), clock.now()
        op.note(staff=duty.person_id, duty=duty_id)
        op.require(policy.may_take_off(actor, duty.person_id, has_begun=duty.starts_at <= now))
        Duty.objects.filter(pk=duty_id).update(removed_at=now, removed_by=actor.person)


def begin(week: Week) -> datetime:
    """Return the instant at which a week begins here."""
    return timezone.make_aware(datetime.combine(week.monday, time()))


def _week_later(shift: Shift) -> Shift:
    """Return the same hours a week later. Whoever begins at seven begins at seven, whatever the clocks do in between."""
    begins, ends = (
        timezone.make_aware(timezone.make_naive(at) + timedelta(weeks=1)) for at in (shift.starts_at, shift.ends_at)
    )
    return Shift(shift.person_id, shift.team_id, begins, ends)
