"""Drawing a paper up. One function, one use case, one line in the log."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.papers import policy
from paravent.papers.terms import Act, Name


def draw_paper(actor: Actor, name: Name) -> None:
    """Let somebody draw a paper up: it says how this installation is set, and who receives data by it."""
    with operation(Act.DRAW, actor, Purpose.OPERATIONS) as op:
        op.note(paper=name)
        op.require(policy.may_draw(actor))
