"""Whom a patient keeps out of their file, said by themselves behind the link."""

from collections.abc import Iterator
from contextlib import contextmanager

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel.ids import PersonId, VisitId
from paravent.people import steps as people
from paravent.ties.steps import declare
from paravent.ties.terms import Kind
from paravent.visits.models import Visit
from paravent.visits.steps import of_own_visit
from paravent.visits.terms import Act


def keep_out(guest: Actor, visit_id: VisitId, person: PersonId, tie: Kind | None = None) -> None:
    """Keep somebody out of one's own file from now on; what connects the two is said where one likes, and sealed."""
    with _at(Act.KEEP_OUT, guest, visit_id) as (op, visit):
        people.block(op, visit.patient_id, person)
        if tie:
            declare(op, person_id=person, patient_id=visit.patient_id, kind=tie, by_patient=True)


def let_in(guest: Actor, visit_id: VisitId, person: PersonId) -> None:
    """Let somebody in again."""
    with _at(Act.LET_IN, guest, visit_id) as (op, visit):
        people.lift_block(op, visit.patient_id, person)


@contextmanager
def _at(act: Act, guest: Actor, visit_id: VisitId) -> Iterator[tuple[Operation, Visit]]:
    with operation(act, guest, Purpose.PATIENT_REQUEST) as op:
        yield op, of_own_visit(op, guest, visit_id)
