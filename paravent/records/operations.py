"""What people do with files. One function, one use case, one line in the log."""

from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.fhir.summaries import Chart
from paravent.kernel.ids import PatientId
from paravent.people.queries import relation_to
from paravent.records import policy, queries
from paravent.records.terms import Act, Content


def open_chart(
    actor: Actor, purpose: Purpose, patient_id: PatientId, visit_id: UUID | None = None
) -> Chart:
    """Open a patient's file, because of a care relation that the log names."""
    with operation(Act.OPEN_CHART, actor, purpose) as op:
        op.note(patient=patient_id, visit=visit_id)
        relation = relation_to(actor.person, patient_id)
        op.note(visit=relation.visit_id if relation else None)
        op.require(policy.may_open_chart(actor, purpose, relation))
        return queries.chart_of(patient_id)


def open_document(actor: Actor, purpose: Purpose, resource_id: UUID) -> Content:
    """Open one document of a file."""
    with operation(Act.OPEN_DOCUMENT, actor, purpose) as op:
        op.note(document=resource_id)
        patient_id, content = queries.document(resource_id)
        relation = relation_to(actor.person, patient_id)
        op.note(patient=patient_id, visit=relation.visit_id if relation else None)
        op.require(policy.may_open_chart(actor, purpose, relation))
        return content
