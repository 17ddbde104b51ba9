"""A breach for tests, opened as another package's operation opens one."""

from collections.abc import Iterable
from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor
from paravent.breaches.policy import may_open
from paravent.breaches.steps import open_breach
from paravent.breaches.terms import Act
from paravent.kernel import clock
from paravent.people.tests.cast import WORK

HAPPENED = "A file was opened out of curiosity and talked about in the canteen."


def breach_of(actor: Actor, patients: Iterable[UUID] = (), persons: Iterable[UUID] = ()) -> UUID:
    """Return a breach known since now."""
    with operation(Act.OPEN, actor, WORK) as op:
        op.require(may_open(op.actor))
        return open_breach(op, happened=HAPPENED, became_aware_at=clock.now(), patients=patients, persons=persons)
