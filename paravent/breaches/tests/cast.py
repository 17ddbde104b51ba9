"""A breach for tests, opened as another package's operation opens one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import Actor
from paravent.breaches.policy import may_open
from paravent.breaches.steps import add_finding, open_breach
from paravent.breaches.terms import Act, Finding
from paravent.kernel import clock
from paravent.people.tests.cast import WORK

HAPPENED = "A file was opened out of curiosity and talked about in the canteen."


def breach_of(actor: Actor) -> UUID:
    """Return a breach known since now, by whom nobody knows."""
    with operation(Act.OPEN, actor, WORK) as op:
        op.require(may_open(op.actor))
        return open_breach(op, happened=HAPPENED, became_aware_at=clock.now())


def breach_by(
    actor: Actor,
    person: UUID,
    patients: Iterable[UUID] = (),
    *,
    matter: UUID | None = None,
    words: str = HAPPENED,
    known_at: datetime | None = None,
) -> UUID:
    """Add what was found of somebody to the breach of a matter, or open one; returns it."""
    case, known_at = uuid4(), known_at or clock.now()
    finding = Finding(matter or case, case, person, frozenset(patients), words, known_at)
    with operation(Act.OPEN, actor, WORK) as op:
        op.require(may_open(op.actor))
        return add_finding(op, finding)
