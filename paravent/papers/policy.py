"""Who draws papers up. Pure functions."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse


def may_draw(actor: Actor) -> Decision:
    """The data-protection officer and whoever administers draw papers up; they say how the installation is set."""
    answers = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return allow("answers-for-it") if answers else refuse("only-who-answers-draws-papers")
