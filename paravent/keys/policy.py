"""Who may change the practice's keys. Pure functions: no queries, no clock, no request."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse


def may_change_keys(actor: Actor) -> Decision:
    """The installation changes keys, from its own command line: whoever may run it can read the files anyway."""
    return allow("changes-keys") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
