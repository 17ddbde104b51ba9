"""Who may own up to a detour, who sees the trend, and what of a count may be told. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.kernel.crowds import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


def may_own_up(actor: Actor, clinician_id: UUID, *, is_cancelled: bool) -> Decision:
    """The clinician of a visit says where it was held."""
    if not actor.is_a(Role.CLINICIAN) or actor.person != clinician_id:
        return refuse("not-your-visit")
    return refuse("visit-was-cancelled") if is_cancelled else allow("own-visit")


def may_see_trend(actor: Actor) -> Decision:
    """Whoever runs the practice or answers for its data sees how often, never who."""
    runs = actor.is_a(Role.ADMINISTRATOR) or actor.is_a(Role.DPO)
    return allow("watches") if runs else refuse("only-managers-see-trends")


def told(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return counts as they may be told: none for what is too small, nor for what would give it away by taking it from the sum."""
    hidden = {what for what, count in counts.items() if 0 < count < FEWEST}
    shown = sorted((count, what) for what, count in counts.items() if count >= FEWEST)
    while hidden and sum(counts[what] for what in hidden) < FEWEST and shown:
        hidden.add(shown.pop(0)[1])
    return {what: None if what in hidden else count for what, count in counts.items()}
