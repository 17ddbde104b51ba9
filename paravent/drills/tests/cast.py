"""A drill for tests, of a scenario that is named."""

from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor, allow
from paravent.drills.models import Drill
from paravent.drills.operations import decide_drill
from paravent.kernel import clock
from paravent.people.tests.cast import WORK


def a_drill(actor: Actor, scenario: str = "s13-two-of-one-name", act: str | None = None) -> UUID:
    """Offer somebody a drill, and do it where an act is given; returns it."""
    with operation("test.make", actor, WORK) as op:
        op.require(allow("test"))
        row = Drill(person_id=actor.person, scenario=scenario, offered_at=clock.now())
        row.save(force_insert=True)
    if act:
        decide_drill(actor, row.id, act)
    return row.id
