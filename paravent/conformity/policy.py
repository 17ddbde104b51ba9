"""Who runs the rule book, who reads what it found, and what a person may put on record. Pure functions."""

from datetime import date

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


def may_show(actor: Actor, *, is_asked: bool, done_on: date, due_on: date, latest: date, today: date) -> Decision:
    """Whoever answers for it, for a rule that asks a person: what was done by today, and due again no later than the rule lets it be."""
    if not is_asked:
        return refuse("nothing-to-show")
    if not (done_on <= today and done_on < due_on <= latest):
        return refuse("shown-for-too-long")
    return may_read(actor)
