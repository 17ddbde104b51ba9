"""Whether a document that is about to be sent or kept is another patient's: asked, and gone on with all the same."""

from collections.abc import Iterable
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.people.queries import patients_by_id
from paravent.records.queries import imprint, owners_of
from paravent.records.steps import others_with
from paravent.visits import policy
from paravent.visits.models import Visit
from paravent.visits.terms import Act, Elsewhere


def compare_document(actor: Actor, purpose: Purpose, visit_id: VisitId, digest: bytes) -> Elsewhere:
    """Return whether the document of this SHA-256 lies in the file of somebody else than this visit's patient.

    Whose it is, is told of those alone whose document opens to who asks anyway; and they read that it was told.
    """
    with operation(Act.COMPARE, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_compare(actor, visit, clock.now()))
        others = others_with(op, imprint(digest), visit.patient_id)
        op.note(elsewhere="yes" if others else "no")
        return Elsewhere(bool(others), _named(op, others.values()))


def _named(op: Operation, documents: Iterable[UUID]) -> tuple[str, ...]:
    names = {one: person.identity.name for one, person in patients_by_id(owners_of(documents)).items()}
    # Who has not said their name yet is somebody else all the same.
    named = {one: name for one, name in names.items() if name}
    for patient_id in named:
        op.show(patient_id)
    return tuple(sorted(named.values()))


def send_anyway(actor: Actor, purpose: Purpose, visit_id: VisitId, digest: bytes) -> None:
    """Note that a document of another file was sent in a visit all the same. Both patients read the line."""
    with operation(Act.SEND_ANYWAY, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_send_anyway(actor, visit, clock.now()))
        for other in others_with(op, imprint(digest), visit.patient_id):
            op.show(other)
