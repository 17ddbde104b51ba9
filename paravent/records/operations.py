"""What people do with files. One function, one use case, one line in the log."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.fhir.summaries import Chart
from paravent.kernel.ids import PatientId
from paravent.keys.terms import KeyDestroyed
from paravent.people.queries import is_erased, relation_to
from paravent.records import policy, queries
from paravent.records.terms import Act, Content


def open_chart(actor: Actor, purpose: Purpose, patient_id: PatientId) -> Chart:
    """Open a patient's file, because of a care relation that the log names."""
    with operation(Act.OPEN_CHART, actor, purpose) as op:
        op.note(patient=patient_id)
        relation = relation_to(actor.person, patient_id)
        if relation is None and is_erased(patient_id):
            raise KeyDestroyed
        op.note(visit=relation.visit_id if relation else None)
        op.require(policy.may_open_chart(actor, purpose, relation))
        return queries.chart_of(patient_id)


def open_document(actor: Actor, purpose: Purpose, patient_id: PatientId, fhir_id: str) -> Content:
    """Open one document of a file."""
    with operation(Act.OPEN_DOCUMENT, actor, purpose) as op:
        op.note(patient=patient_id)
        relation = relation_to(actor.person, patient_id)
        if relation is None and is_erased(patient_id):
            raise KeyDestroyed
        op.note(visit=relation.visit_id if relation else None)
        op.require(policy.may_open_chart(actor, purpose, relation))
        resource_id, content = queries.document(patient_id, fhir_id)
        op.note(document=resource_id)
        return content
