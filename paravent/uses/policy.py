"""Who sees uses, who answers to recipients, and who serves them. Pure functions."""

from paravent.access.terms import Actor, Decision, Role, allow, refuse


def may_see(actor: Actor) -> Decision:
    """A researcher sees the uses of their own studies, the data-protection officer all; row security shows no others."""
    if actor.is_a(Role.DPO):
        return allow("protects-data")
    return allow("researches") if actor.is_a(Role.RESEARCHER) else refuse("not-your-study")


def may_answer_for(actor: Actor) -> Decision:
    """The data-protection officer gives codes and lists to recipients, and notes what they wrote back."""
    return allow("protects-data") if actor.is_a(Role.DPO) else refuse("only-dpo-answers-to-recipients")


def may_serve(actor: Actor) -> Decision:
    """The installation serves a recipient who has the code; no person does."""
    return allow("recipient-has-the-code") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")
