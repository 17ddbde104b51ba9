"""Reading the file. Row security decides whose; unsealing needs the patient's clinical key."""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

import orjson

from paravent.fhir import summaries
from paravent.fhir.terms import Resource as Json
from paravent.kernel.sealing import DataKey, unseal
from paravent.keys.custody import blind_key, practice_data_key
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.records.models import Blob, Earlier, Resource
from paravent.records.terms import PRACTICE, Content, Version

IN_CHART = (
    "Condition",
    "AllergyIntolerance",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "DocumentReference",
    "Encounter",
    "Procedure",
    "Immunization",
)


def place(resource_id: UUID, version: int, patient_id: UUID) -> tuple[str, ...]:
    """Return what a resource is sealed to."""
    return ("records.resource", str(resource_id), str(version), str(patient_id))


def blob_place(blob_id: UUID, patient_id: UUID) -> tuple[str, ...]:
    """Return what a document's bytes are sealed to."""
    return ("records.blob", str(blob_id), str(patient_id))


def file_key(patient_id: UUID) -> DataKey:
    """Return the key of a patient's clinical content, or of the practice's own; raises KeyDestroyed."""
    return practice_data_key() if patient_id == PRACTICE else patient_key(patient_id, Scope.CLINICAL)


def fingerprint(resource: Json) -> bytes:
    """Return a keyed hash of the content, by which an import knows what it has already; says nothing to a thief."""
    # Sorted keys suffice: it is compared with what this function made, never with another program's.
    content = orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)
    return hmac.digest(blind_key(), content, hashlib.sha256)[:16]


def chart_of(patient_id: UUID) -> summaries.Chart:
    """Return a patient's file as a page shows it."""
    rows = Resource.objects.filter(patient_id=patient_id, resource_type__in=IN_CHART)
    return summaries.chart(unsealed(rows.only("id", "version", "patient_id", "sealed"), patient_id))


def unsealed(rows: Iterable[Resource], patient_id: UUID) -> list[Json]:
    """Return the content of one patient's resources."""
    key = file_key(patient_id)
    return [orjson.loads(unseal(key, bytes(row.sealed), place(row.id, row.version, row.patient_id))) for row in rows]


def resources_of_visit(visit_id: UUID) -> list[Version]:
    """Return what a visit brought into the file, oldest first."""
    rows = list(Resource.objects.filter(visit_id=visit_id).order_by("written_at"))
    return [_current(row) for row in rows]


def versions_of(resource_id: UUID) -> list[Version]:
    """Return every version of a resource, oldest first, the current one last."""
    current = Resource.objects.get(pk=resource_id)
    key = file_key(current.patient_id)
    earlier = [
        Version(
            row.resource_id,
            row.version,
            orjson.loads(unseal(key, bytes(row.sealed), place(row.resource_id, row.version, row.patient_id))),
            row.written_by,
            row.written_at,
        )
        for row in Earlier.objects.filter(resource_id=resource_id).order_by("version")
    ]
    return [*earlier, _current(current)]


def document(patient_id: UUID, fhir_id: str) -> tuple[UUID, Content]:
    """Return the row's id and the content of a document; DoesNotExist where this file has none by that id."""
    row = Resource.objects.get(patient_id=patient_id, resource_type="DocumentReference", fhir_id=fhir_id)
    return row.id, _content(_current(row).resource, row.patient_id)


def _content(reference: Json, patient_id: UUID) -> Content:
    found = summaries.attachment(reference)
    if found.data is not None:
        return Content(found.title, found.content_type, found.data)
    blob = Blob.objects.get(pk=UUID(found.binary_id), patient_id=patient_id)
    content = unseal(file_key(patient_id), bytes(blob.sealed), blob_place(blob.id, patient_id))
    return Content(found.title, found.content_type, content)


def _current(row: Resource) -> Version:
    (resource,) = unsealed([row], row.patient_id)
    return Version(row.id, row.version, resource, row.written_by, row.written_at)
