"""Who practises, when, and who sees what. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paravent.visits.terms import VisitView

STAFF = frozenset({Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER})
ANSWERING = frozenset({Role.DPO, Role.ADMINISTRATOR})
A_PATIENT_WAITS = "a-patient-waits"
BEFORE, AFTER = timedelta(minutes=5), timedelta(minutes=15)
"""Around the time of a visit somebody may come any moment."""


def may_practise(actor: Actor) -> Decision:
    """Whoever works here, for themselves."""
    return allow("practises") if actor.roles & STAFF else refuse("not-signed-in")


def may_open(actor: Actor, *, is_needed: bool) -> Decision:
    """Never while a real patient waits."""
    return refuse(A_PATIENT_WAITS) if is_needed else may_practise(actor)


def may_draw_record(actor: Actor) -> Decision:
    """Whoever answers for training to the authority (Art. 39(1)(b) GDPR), or runs the practice; it names nobody."""
    return allow("answers-for-training") if actor.roles & ANSWERING else refuse("only-managers-draw-records")


def may_sum_up(actor: Actor) -> Decision:
    """The installation counts; nobody who works here does."""
    return allow("counts-teams") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def is_needed(visits: Iterable[VisitView], now: datetime) -> bool:
    """Tell whether somebody waits or talks, or is about to come."""
    return any(
        one.waiting_since is not None
        or one.status == "open"
        or (one.status == "booked" and -BEFORE <= now - one.starts_at <= AFTER)
        for one in visits
    )
