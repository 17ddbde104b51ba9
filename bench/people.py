"""Who is there when reads are measured: a clinician, and invented patients of theirs, sealed in the file and plain beside it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import orjson
from django.db import connections
from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.purposes import rehearse
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.fhir.resources import validated
from paravent.fhir.sample import Sample, samples
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people import operations as people
from paravent.people import steps
from paravent.people.terms import Identity, Why
from paravent.records import steps as file
from paravent.records.queries import IN_CHART

COLUMNS = "(id, patient_id, resource_type, fhir_id, content)"
RELATION_FOR = timedelta(days=30)

rehearse(["bench.take-in"])


@dataclass(frozen=True, slots=True)
class Cast:
    """A clinician, the patients they care for, and one document in each patient's file."""

    clinician: Actor
    patients: list[PatientId]
    documents: list[str]
    resources: int


def cast() -> Cast:
    """Make them, through the gate and as the app does."""
    person, _ = people.add_staff(
        INSTALLATION, name="Bea Brandt", email="bea@praxis.example", roles=frozenset({Role.CLINICIAN})
    )
    everybody = [_with_document(sample) for sample in samples(timezone.localdate())]
    for sample, _ in everybody:
        _take_in(sample, person)
    return Cast(
        Actor(person, frozenset({Role.CLINICIAN})),
        [PatientId(sample.patient_id) for sample, _ in everybody],
        [document for _, document in everybody],
        sum(one["resourceType"] in IN_CHART for sample, _ in everybody for one in sample.resources),
    )


def _with_document(sample: Sample) -> tuple[Sample, str]:
    """Return a patient's file with one letter of a page in it."""
    fhir_id = str(uuid4())
    letter = {
        "resourceType": "DocumentReference",
        "id": fhir_id,
        "status": "current",
        "subject": {"reference": f"Patient/{sample.patient_id}"},
        "content": [{"attachment": {"contentType": "text/plain", "title": "Letter", "data": "TGV0dGVy" * 256}}],
    }
    return replace(sample, resources=(*sample.resources, letter)), fhir_id


def _take_in(sample: Sample, person: UUID) -> None:
    with operation("bench.take-in", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("bench"))
        steps.register_patient(op, Identity(sample.name, sample.birth_date), patient_id=sample.patient_id)
        steps.open_care_relation(
            op,
            patient_id=sample.patient_id,
            clinician_id=person,
            why=Why.REFERRAL,
            starts_at=clock.now(),
            ends_at=clock.now() + RELATION_FOR,
        )
        file.file_many(op, patient_id=sample.patient_id, resources=[validated(one) for one in sample.resources])
    _keep_plain(sample)


def _keep_plain(sample: Sample) -> None:
    """Keep the same resources where nothing protects them."""
    rows = [
        (uuid4(), sample.patient_id, one["resourceType"], one["id"], orjson.dumps(one).decode())
        for one in sample.resources
    ]
    with connections["owner"].cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench_resource {COLUMNS} VALUES (%s, %s, %s, %s, %s)", rows)
