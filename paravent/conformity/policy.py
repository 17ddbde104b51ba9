"""Who runs the rule book, and who reads what it found. Pure functions."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse

ANSWERING = frozenset({Role.DPO, Role.ADMINISTRATOR})
"""Who answers for the practice keeping to its rules."""


def may_check(actor: Actor) -> Decision:
    """Whoever answers for it, and the installation by itself."""
    if actor.is_a(Role.SYSTEM):
        return allow("checks-itself")
    return may_read(actor)


def may_read(actor: Actor) -> Decision:
    """Whoever answers for it."""
    return allow("answers-for-conformity") if actor.roles & ANSWERING else refuse("only-managers-read-conformity")


def may_pack(actor: Actor) -> Decision:
    """Whoever runs the installation's commands: the pack is made where its keys are."""
    return allow("checks-itself") if actor.is_a(Role.SYSTEM) else refuse("only-managers-read-conformity")
