"""Taking into the file what was sent in the call, and saying whose visit it is. What is not accepted is gone."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.consent import steps as consent
from paravent.fhir import making
from paravent.fhir.confidentiality import Label
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.keys import steps as keys
from paravent.people import steps as people
from paravent.people.queries import is_blocked, known_patient, patient
from paravent.records import steps as file
from paravent.records.queries import imprint
from paravent.records.steps import others_with
from paravent.visits import policy, steps
from paravent.visits.models import Visit
from paravent.visits.terms import AcceptedItem, Act, InAnotherFile, KeptBecause


def accept_vital(
    actor: Actor,
    purpose: Purpose,
    visit_id: VisitId,
    *,
    kind: str,
    values: dict[str, Decimal],
    measured_at: datetime,
) -> AcceptedItem:
    """Take a measured vital sign into the file as an Observation. Raises fhir Invalid for what cannot be."""
    with operation(Act.ACCEPT, actor, purpose) as op:
        visit = _visit(op, actor, visit_id)
        resource = making.vital(
            kind=kind,
            values=values,
            patient_id=visit.patient_id,
            encounter_id=visit.id,
            performer_id=actor.person,
            measured_at=_within(visit, measured_at),
            resource_id=uuid4(),
        )
        return _filed(op, visit, resource)


def accept_document(
    actor: Actor,
    purpose: Purpose,
    visit_id: VisitId,
    *,
    title: str,
    content_type: str,
    content: bytes,
    label: Label = Label.NORMAL,
) -> AcceptedItem:
    """Take a photo or a PDF into the file as a DocumentReference; the caller has looked at its bytes.

    Raises InAnotherFile where the same document lies in somebody else's.
    """
    with operation(Act.ACCEPT, actor, purpose) as op:
        visit = _visit(op, actor, visit_id)
        if _others(op, visit, content):
            raise InAnotherFile
        return _document(op, visit, title, content_type, content, label)


def keep_anyway(
    actor: Actor,
    purpose: Purpose,
    visit_id: VisitId,
    *,
    because: KeptBecause,
    title: str,
    content_type: str,
    content: bytes,
    label: Label = Label.NORMAL,
) -> AcceptedItem:
    """Take a document into the file though the same lies in somebody else's; all of them read the line, with the reason."""
    with operation(Act.KEEP_ANYWAY, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_keep_anyway(actor, visit, because))
        for other in _others(op, visit, content):
            op.show(other)
        return _document(op, visit, title, content_type, content, label)


def _others(op: Operation, visit: Visit, content: bytes) -> Iterable[UUID]:
    return others_with(op, imprint(hashlib.sha256(content).digest()), visit.patient_id)


def _document(op: Operation, visit: Visit, title: str, content_type: str, content: bytes, label: Label) -> AcceptedItem:
    binary_id = file.file_blob(op, patient_id=visit.patient_id, content=content, visit_id=visit.id, label=label)
    resource = making.document_reference(
        resource_id=uuid4(),
        patient_id=visit.patient_id,
        encounter_id=visit.id,
        author_id=op.actor.person,
        at=clock.now(),
        title=title,
        content_type=content_type,
        size=len(content),
        sha1=hashlib.sha1(content, usedforsecurity=False).digest(),
        binary_id=binary_id,
    )
    return _filed(op, visit, resource, label)


def assign_patient(actor: Actor, purpose: Purpose, visit_id: VisitId, patient_id: PatientId) -> None:
    """Say whose visit this is. Its content moves under that patient's keys; the provisional keys are destroyed."""
    with operation(Act.ASSIGN_PATIENT, actor, purpose) as op:
        visit = Visit.objects.select_for_update().get(pk=visit_id)
        provisional = visit.patient_id
        op.note(visit=visit_id, patient=patient_id, provisional=provisional)
        is_provisional, kept_out = patient(provisional).is_provisional, is_blocked(patient_id, visit.clinician_id)
        op.require(policy.may_assign(actor, visit, is_provisional=is_provisional, is_blocked=kept_out))
        # Given to the file it is in, the content would lose its keys below; in another provisional one nobody finds it.
        known_patient(patient_id)

        steps.open_care_for(op, visit, patient_id)
        file.move_visit_content(op, visit_id=visit.id, from_patient=provisional, to_patient=patient_id)
        consent.move(op, visit.id, patient_id)
        steps.reseal_for(op, visit, patient_id)
        people.merge_provisional(op, provisional, patient_id)
        keys.destroy_keys(op, provisional)
        people.end_care_relation(op, visit_id=visit.id, patient_id=provisional)
        steps.tell_room(op, visit.id)


def _within(visit: Visit, measured_at: datetime) -> datetime:
    """Return when it was measured: within the visit, or now, where the clock of the sender's device goes wrong."""
    now = clock.now()
    return measured_at if (visit.opened_at or visit.starts_at) <= measured_at <= now else now


def _visit(op: Operation, actor: Actor, visit_id: VisitId) -> Visit:
    visit = Visit.objects.get(pk=visit_id)
    op.note(visit=visit_id, patient=visit.patient_id)
    op.require(policy.may_document(actor, visit))
    return visit


def _filed(op: Operation, visit: Visit, resource: dict[str, object], label: Label = Label.NORMAL) -> AcceptedItem:
    """File a resource with its Provenance, which names the visit and who accepted it."""
    resource_id = file.file_resource(op, patient_id=visit.patient_id, resource=resource, visit_id=visit.id, label=label)
    provenance = making.provenance(
        target_id=UUID(str(resource["id"])),
        target_type=str(resource["resourceType"]),
        agent_id=op.actor.person,
        patient_id=visit.patient_id,
        visit_id=visit.id,
        at=clock.now(),
    )
    file.file_resource(op, patient_id=visit.patient_id, resource=provenance, visit_id=visit.id, label=label)
    short = making.in_short(resource)
    return AcceptedItem(resource_id, short.kind, short.detail)
