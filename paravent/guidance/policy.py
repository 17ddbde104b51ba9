"""Who is guided, who sees what guidance changes, and when a piece has shown that it changes nothing. Pure functions."""

from __future__ import annotations

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.guidance.terms import ENOUGH, Arm, Effect
from paravent.kernel.crowds import FEWEST
from paravent.kernel.intervals import newcombe

STAFF = frozenset({Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER})


def may_be_guided(actor: Actor) -> Decision:
    """Whoever works here, for themselves."""
    return allow("practises") if actor.roles & STAFF else refuse("not-signed-in")


def may_see_effects(actor: Actor) -> Decision:
    """Whoever runs the practice or answers for its data sees what guidance changes, never in whom."""
    runs = actor.is_a(Role.ADMINISTRATOR) or actor.is_a(Role.DPO)
    return allow("watches") if runs else refuse("only-managers-see-trends")


def effect(shown: Arm, not_shown: Arm) -> Effect | None:
    """Return how much more often the act was changed or left where a piece was shown; nothing before both ways have happened."""
    if not (shown.occasions and not_shown.occasions):
        return None
    low, high = newcombe(shown.changed, shown.occasions, not_shown.changed, not_shown.occasions)
    difference = shown.changed / shown.occasions - not_shown.changed / not_shown.occasions
    return Effect(round(100 * difference), round(100 * low), round(100 * high), helps=low > 0)


def is_retired(shown: Arm, not_shown: Arm) -> bool:
    """Tell whether a piece goes: after enough occasions its interval holds no effect, or a worse one."""
    if shown.occasions + not_shown.occasions < ENOUGH:
        return False
    found = effect(shown, not_shown)
    return found is not None and not found.helps


def is_tellable(arm: Arm) -> bool:
    """Tell whether an arm can be told without telling of few: acts that were done and acts that were not are both none or five and more."""
    return all(count == 0 or count >= FEWEST for count in (arm.done, arm.changed))
