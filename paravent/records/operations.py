"""What people do with files. One function, one use case, one line in the log."""

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.fhir.confidentiality import Label
from paravent.kernel.blind import EDITION
from paravent.kernel.ids import PatientId
from paravent.keys.terms import KeyDestroyed
from paravent.people.queries import is_erased, obstacle, patient, relation_to
from paravent.people.terms import Relation
from paravent.records import policy, queries, steps
from paravent.records.terms import Act, Content, Opened
from paravent.ties.queries import has_declared

INDEXED_AT_ONCE = 1000


def open_chart(actor: Actor, purpose: Purpose, patient_id: PatientId, *, was_warned: bool = False) -> Opened:
    """Open a patient's file, because of a care relation that the log names. Whoever declared to be close is warned first."""
    with operation(Act.OPEN_CHART, actor, purpose) as op:
        relation, is_close = _relation(op, patient_id), has_declared(actor.person, patient_id)
        obstacle = _obstacle(op, patient_id, relation)
        op.require(policy.may_open_chart(actor, purpose, relation, obstacle, is_unwarned=is_close and not was_warned))
        if is_close:
            op.note(tie="declared")
        assert relation is not None  # noqa: S101 (the policy has refused None)
        labels = policy.labels_open(relation)
        own = queries.documents_by(patient_id, actor.person)
        chart = queries.chart_of(patient_id, actor.person, labels)
        return Opened(chart, patient(patient_id), relation.ends_at, labels, own)


def open_document(actor: Actor, purpose: Purpose, patient_id: PatientId, fhir_id: str) -> Content:
    """Open one document of a file."""
    with operation(Act.OPEN_DOCUMENT, actor, purpose) as op:
        relation = _relation(op, patient_id)
        op.require(policy.may_open_chart(actor, purpose, relation, _obstacle(op, patient_id, relation)))
        assert relation is not None  # noqa: S101 (the policy has refused None)
        resource_id, content = queries.document(patient_id, fhir_id, actor.person, policy.labels_open(relation))
        op.note(document=resource_id)
        return content


def relabel(actor: Actor, purpose: Purpose, patient_id: PatientId, kind: str, fhir_id: str, label: Label) -> None:
    """Tell something that one wrote to more or to fewer of those who care for the patient."""
    with operation(Act.RELABEL, actor, purpose) as op:
        relation = _relation(op, patient_id)
        row = queries.row_of(patient_id, kind, fhir_id)
        op.require(policy.may_relabel(actor, purpose, relation, row.written_by))
        steps.relabel(op, row, label)


def _relation(op: Operation, patient_id: PatientId) -> Relation | None:
    """Find why the actor may open this file now, and note whose it is and which visit led there."""
    in_emergency = op.purpose == Purpose.EMERGENCY
    relation = relation_to(op.actor.person, patient_id, in_emergency=in_emergency)
    if relation is None and is_erased(patient_id):
        raise KeyDestroyed
    op.note(patient=patient_id, visit=relation.visit_id if relation else None)
    return relation


def _obstacle(op: Operation, patient_id: PatientId, relation: Relation | None) -> str:
    """Return what stands between the actor and a file that a relation of theirs would open."""
    return "" if relation or op.purpose == Purpose.EMERGENCY else obstacle(op.actor.person, patient_id)


def index_anew(actor: Actor) -> tuple[int, int]:
    """Index some resources anew, where the index has another edition now; return how many, and how many wait."""
    with operation(Act.INDEX_ANEW, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_index_anew(actor))
        done = steps.index_anew(op, INDEXED_AT_ONCE)
        return done, queries.indexed_before(EDITION)
