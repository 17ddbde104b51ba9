"""Who may do what is the same in every package. Pure functions: no queries, no clock, no request."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse


def may_forget(actor: Actor) -> Decision:
    """Only the installation forgets, by the clock; nobody chooses whose traces go."""
    return allow("retention-is-over") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
