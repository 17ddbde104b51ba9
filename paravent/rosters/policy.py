"""Who keeps the roster. Pure functions: no queries, no clock, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.people.policy import may_manage_staff
from paravent.rosters.terms import BACKWARDS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from paravent.rosters.terms import Shift


def may_roster(actor: Actor, people: Collection[UUID] = ()) -> Decision:
    """Administrators keep the duty roster, the command line reads it from a file. Nobody rosters themselves."""
    return refuse("not-to-yourself") if actor.person in people else may_manage_staff(actor)


def may_add(actor: Actor, shifts: Collection[Shift], now: datetime) -> Decision:
    """What is over is neither excused nor made a trap afterwards: an administrator enters what began within a day, or begins."""
    is_too_late = any(shift.starts_at <= now - BACKWARDS for shift in shifts)
    if is_too_late and not actor.is_a(Role.SYSTEM):
        return refuse("too-long-ago")
    return may_roster(actor, {shift.person_id for shift in shifts})


def may_take_off(actor: Actor, person: UUID, *, has_begun: bool) -> Decision:
    """What has begun stays: whoever was on duty was on duty."""
    return refuse("has-begun") if has_begun else may_roster(actor, [person])


def may_see_own(actor: Actor) -> Decision:
    """Whoever works here sees their own hours."""
    return allow("own") if actor.roles else refuse("no-role")
