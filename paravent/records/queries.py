"""Reading the file. Row security decides whose; unsealing needs the patient's clinical key."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q

from paravent.access.prepared import Given, Prepared
from paravent.fhir import summaries
from paravent.fhir.confidentiality import Label, labelled
from paravent.fhir.resources import clinical_day
from paravent.fhir.terms import Resource as Json
from paravent.kernel.blind import token
from paravent.kernel.sealing import DataKey, derived_key, unseal
from paravent.keys.custody import blind_key, imprint_key, practice_data_key
from paravent.keys.queries import patient_key, patient_keys
from paravent.keys.terms import Scope
from paravent.records.models import Blob, Earlier, Resource
from paravent.records.terms import PRACTICE, Contact, Content, Filed, Page, Reach, Spot, Version

NO_KEYS: Mapping[UUID, DataKey] = MappingProxyType({})

NOT_IN_PERSON = frozenset({"VR", None})
"""HL7 v3 ActCode: virtual. Who did not say how is not taken for having been seen."""

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


@lru_cache(maxsize=4096)
def index_key(key: DataKey) -> DataKey:
    """Return the key of a file's search tokens. It comes out of the file's own key, and is gone with it."""
    return derived_key(key, "resource tokens")


def file_key(patient_id: UUID) -> DataKey:
    """Return the key of a patient's clinical content, or of the practice's own; raises KeyDestroyed."""
    return practice_data_key() if patient_id == PRACTICE else patient_key(patient_id, Scope.CLINICAL)


def fingerprint(resource: Json) -> bytes:
    """Return a keyed hash of the content, by which an import knows what it has already; says nothing to a thief."""
    # Sorted keys suffice: it is compared with what this function made, never with another program's.
    content = orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)
    return hmac.digest(blind_key(), content, hashlib.sha256)[:16]


def imprint(digest: bytes) -> bytes:
    """Return the blind token by which a document is known in every file, from the SHA-256 of its bytes."""
    return token(imprint_key(), "document", digest.hex())


def imprint_of(resource: Json, patient_id: UUID) -> bytes | None:
    """Return the imprint of the bytes that a resource of a file holds or leads to; none where it has none that count."""
    if resource.get("resourceType") != "DocumentReference" or resource.get("status") == "entered-in-error":
        return None
    try:
        content = _content(resource, patient_id).content
    except (ValueError, Blob.DoesNotExist):
        # The bytes lie elsewhere: another system's address.
        return None
    return imprint(hashlib.sha256(content).digest()) if content else None


def chart_of(patient_id: UUID, reader: UUID, labels: Iterable[Label]) -> summaries.Chart:
    """Return a patient's file as a page shows it to this reader: under these labels, and what they wrote themselves."""
    rows = _chart(frozenset(labels)).rows(patient=patient_id, reader=reader)
    key = file_key(patient_id)
    return summaries.chart([_content_of(key, patient_id, *row) for row in rows])


@lru_cache(maxsize=16)
def _chart(labels: frozenset[Label]) -> Prepared:
    rows = Resource.objects.filter(_open_to(Given("reader"), labels), deleted_at=None)
    of_patient = rows.filter(patient_id=Given("patient"), resource_type__in=IN_CHART)
    return Prepared(of_patient.values_list("id", "version", "sealed"))


def _content_of(key: DataKey, patient_id: UUID, row_id: UUID, version: int, sealed: Any) -> Json:
    content: Json = orjson.loads(unseal(key, bytes(sealed), place(row_id, version, patient_id)))
    return content


def owners_of(resource_ids: Iterable[UUID]) -> set[UUID]:
    """Return whose some resources are, of those alone that are open to this actor."""
    return set(Resource.objects.filter(pk__in=list(resource_ids)).values_list("patient_id", flat=True))


def unsealed(rows: Iterable[Resource], patient_id: UUID) -> list[Json]:
    """Return the content of one patient's resources."""
    key = file_key(patient_id)
    return [_content_of(key, row.patient_id, row.id, row.version, row.sealed) for row in rows]


def indexed_before(edition: int) -> int:
    """Return how many resources are found by an earlier edition of the index."""
    return Resource.objects.filter(index_edition__lt=edition).count()


def resources_of_visit(visit_id: UUID) -> list[Version]:
    """Return what a visit brought into the file, oldest first."""
    rows = list(Resource.objects.filter(visit_id=visit_id, deleted_at=None).order_by("written_at"))
    return [_current(row) for row in rows]


def contacts_of(patient_id: UUID, since: date) -> list[Contact]:
    """Return on which days a patient was seen since then, newest first, and whether in person; nothing of what for."""
    rows = Resource.objects.filter(patient_id=patient_id, resource_type="Encounter", deleted_at=None)
    found = unsealed(rows.filter(on_date__gte=since).order_by("-on_date"), patient_id)
    days = [(clinical_day(one), one.get("class", {}).get("code"), one["id"]) for one in found]
    return [Contact(on, fhir_id, is_in_person=how not in NOT_IN_PERSON) for on, how, fhir_id in days if on]


def conditions_of(patient_id: UUID, reader: UUID) -> list[Json]:
    """Return the conditions in a file that nobody restricted, or that this reader wrote."""
    rows = Resource.objects.filter(patient_id=patient_id, resource_type="Condition", deleted_at=None)
    return unsealed(rows.filter(_open_to(reader, [Label.NORMAL])).order_by("-on_date"), patient_id)


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


def _open_to(reader: Any, labels: Iterable[Label]) -> Q:
    return Q(label__in=sorted(labels)) | Q(written_by=reader)


def whole_file(patient_id: UUID, reader: UUID, labels: Iterable[Label]) -> list[Filed]:
    """Return everything that stands in a file now and is open to this reader, oldest first."""
    rows = Resource.objects.filter(patient_id=patient_id, deleted_at=None).filter(_open_to(reader, labels))
    return opened(rows.order_by("written_at", "id"))


def files_of(owners: Iterable[UUID], kinds: Iterable[str]) -> dict[UUID, list[Json]]:
    """Return what of some types stands in several files now and is of normal confidentiality, by patient; KeyDestroyed leaves one out."""
    keys = keys_of(set(owners))
    rows = Resource.objects.filter(patient_id__in=list(keys), resource_type__in=list(kinds), deleted_at=None)
    found: dict[UUID, list[Json]] = {owner: [] for owner in keys}
    wanted = rows.filter(label=Label.NORMAL).order_by("patient_id", "id")
    for patient_id, row_id, version, sealed in wanted.values_list("patient_id", "id", "version", "sealed"):
        found[patient_id].append(_content_of(keys[patient_id], patient_id, row_id, version, sealed))
    return found


def row_ids(owner: UUID, named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Return under which rows resources of a file stand now, by type and id."""
    rows = Resource.objects.filter(patient_id=owner, fhir_id__in=[fhir_id for _, fhir_id in named], deleted_at=None)
    found = rows.values_list("resource_type", "fhir_id", "id")
    return {(kind, fhir_id): row_id for kind, fhir_id, row_id in found if (kind, fhir_id) in named}


def text_of_document(resource: Json, patient_id: UUID) -> str | None:
    """Return the text of a DocumentReference wherever its bytes lie here; None where it is no plain text."""
    try:
        content = _content(resource, patient_id)
    except (ValueError, LookupError, Blob.DoesNotExist):
        return None
    return content.content.decode(errors="replace") if content.content_type == "text/plain" else None


def days_with_encounters() -> set[date]:
    """Return the days on which anybody was seen, as far as this actor sees files."""
    days = Resource.objects.filter(resource_type="Encounter", deleted_at=None, on_date__isnull=False)
    return {day for day in days.values_list("on_date", flat=True).distinct() if day}


def blobs_of(filed: Iterable[Filed]) -> Iterator[tuple[UUID, str, bytes]]:
    """Yield id, type and bytes of every document that some of these resources lead to."""
    for one in filed:
        found = summaries.attachment(one.resource) if one.kind == "DocumentReference" else None
        if found and found.data is None and found.binary_id:
            content = _content(one.resource, one.patient_id)
            yield UUID(found.binary_id), content.content_type, content.content


def letter(patient_id: UUID, fhir_id: str, reader: UUID, labels: Iterable[Label]) -> tuple[UUID, str]:
    """Return the row's id and the text of a document; DoesNotExist for what is no text."""
    row_id, content = document(patient_id, fhir_id, reader, labels)
    if content.content_type != "text/plain":
        raise Resource.DoesNotExist
    return row_id, content.content.decode(errors="replace")


def documents_by(patient_id: UUID, author: UUID) -> dict[str, Label]:
    """Return the labels of the documents that somebody took into a file, by id."""
    rows = _documents_by().rows(patient=patient_id, author=author)
    return {fhir_id: Label(label) for fhir_id, label in rows}


@cache
def _documents_by() -> Prepared:
    rows = Resource.objects.filter(patient_id=Given("patient"), written_by=Given("author"))
    return Prepared(rows.filter(resource_type="DocumentReference").values_list("fhir_id", "label"))


def blob_of(row: Resource) -> UUID | None:
    """Return which bytes a DocumentReference leads to, where it does not hold them itself."""
    found = summaries.attachment(_current(row).resource)
    return UUID(found.binary_id) if found.data is None and found.binary_id else None


def document(patient_id: UUID, fhir_id: str, reader: UUID, labels: Iterable[Label]) -> tuple[UUID, Content]:
    """Return the row's id and the content of a document; DoesNotExist where this file has none for this reader."""
    asked = _document(frozenset(labels))
    for row_id, version, sealed in asked.rows(patient=patient_id, fhir_id=fhir_id, reader=reader):
        resource = _content_of(file_key(patient_id), patient_id, row_id, version, sealed)
        return row_id, _content(resource, patient_id)
    raise Resource.DoesNotExist


@lru_cache(maxsize=16)
def _document(labels: frozenset[Label]) -> Prepared:
    rows = Resource.objects.filter(_open_to(Given("reader"), labels), deleted_at=None)
    named = rows.filter(patient_id=Given("patient"), resource_type="DocumentReference", fhir_id=Given("fhir_id"))
    return Prepared(named.values_list("id", "version", "sealed"))


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


def label_at(resource_id: UUID | None) -> Label:
    """Return how confidential something in a file is; normal, where it is not there yet."""
    label = Resource.objects.filter(pk=resource_id).values_list("label", flat=True).first() if resource_id else None
    return Label(label or Label.NORMAL)


def row_of(patient_id: UUID, kind: str, fhir_id: str) -> Resource:
    """Return the row of what stands in a file, under lock; DoesNotExist where there is none for this actor."""
    wanted = {"patient_id": patient_id, "resource_type": kind, "fhir_id": fhir_id}
    return Resource.objects.select_for_update().get(**wanted, deleted_at=None)


def filed(kind: str, fhir_id: str) -> Filed:
    """Return a resource as it stands now, deleted or not; DoesNotExist where there is none for this actor."""
    return _filed(Resource.objects.get(resource_type=kind, fhir_id=fhir_id))


def filed_version(kind: str, fhir_id: str, version: int) -> Filed:
    """Return one version of a resource; DoesNotExist where there is none for this actor."""
    row = Resource.objects.get(resource_type=kind, fhir_id=fhir_id)
    if row.version == version:
        return _filed(row)
    return _filed_earlier(Earlier.objects.get(resource_id=row.id, version=version), row)


def filed_by_id(wanted: Iterable[tuple[str, str]], reach: Reach) -> list[Filed]:
    """Return those of the resources, by type and id, that are there and within reach."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, fhir_id in wanted:
        by_kind[kind].add(fhir_id)
    rows = [
        row
        for kind, ids in by_kind.items()
        for row in Resource.objects.filter(resource_type=kind, fhir_id__in=ids, deleted_at=None)
        if reach.includes(row.patient_id)
    ]
    return opened(rows)


def filed_for_change(kind: str, fhir_id: str) -> Resource:
    """Return a resource's row under lock, deleted or not; DoesNotExist where there is none for this actor."""
    return Resource.objects.select_for_update().get(resource_type=kind, fhir_id=fhir_id)


def filed_patients(patient_ids: Iterable[UUID]) -> list[Filed]:
    """Return the Patient resources that were filed of some patients, as far as this actor may open them."""
    return opened(Resource.objects.filter(resource_type="Patient", patient_id__in=list(patient_ids), deleted_at=None))


def with_filed_patient(reach: Reach) -> set[UUID]:
    """Return those within reach of whom a Patient resource was filed."""
    rows = Resource.objects.filter(resource_type="Patient", deleted_at=None)
    rows = rows if reach.is_everybody else rows.filter(patient_id__in=reach.owners)
    return set(rows.values_list("patient_id", flat=True))


def opened(rows: Iterable[Resource], keys: Mapping[UUID, DataKey] = NO_KEYS) -> list[Filed]:
    """Return the content of resources of any patients whose keys there are; those that are open already are not asked for."""
    rows = list(rows)
    keys = {**keys, **keys_of({row.patient_id for row in rows} - keys.keys())}
    return [_filed(row, keys[row.patient_id]) for row in rows if row.patient_id in keys]


def history(
    kind: str, reach: Reach, *, fhir_id: str | None = None, since: datetime | None, most: int, after: Spot | None
) -> Page:
    """Return versions, newest first: of one resource, or of all of a type within reach."""
    rows = Resource.objects.filter(resource_type=kind, **({"fhir_id": fhir_id} if fhir_id else {}))
    rows = rows if reach.is_everybody else rows.filter(patient_id__in=reach.owners)
    current = _newest(rows, since, after, most)
    earlier = _newest(Earlier.objects.filter(resource_id__in=rows.values("id")), since, after, most)
    of = {row.id: row for row in Resource.objects.filter(pk__in={row.resource_id for row in earlier})}
    versions = [_filed(row) for row in current] + [_filed_earlier(row, of[row.resource_id]) for row in earlier]
    versions.sort(key=lambda one: (one.written_at, str(one.row_id)), reverse=True)
    shown = tuple(versions[:most])
    is_more = len(versions) > most
    return Page(shown, Spot(shown[-1].written_at.isoformat(), shown[-1].row_id) if is_more else None)


def _newest(rows: Any, since: datetime | None, after: Spot | None, most: int) -> list[Any]:
    if since:
        rows = rows.filter(written_at__gte=since)
    if after:
        at = datetime.fromisoformat(after.value)
        rows = rows.filter(Q(written_at__lt=at) | Q(written_at=at, pk__lt=after.row_id))
    return list(rows.order_by("-written_at", "-pk")[: most + 1])


def blob_content(blob_id: UUID) -> tuple[UUID, bytes]:
    """Return whose a document's bytes are, and the bytes; DoesNotExist where there are none for this actor."""
    blob = Blob.objects.get(pk=blob_id)
    key = file_key(blob.patient_id)
    return blob.patient_id, unseal(key, bytes(blob.sealed), blob_place(blob.id, blob.patient_id))


def keys_of(owners: set[UUID]) -> dict[UUID, DataKey]:
    """Return the keys of several files, the practice's own among them, as far as there are any for this actor."""
    keys = patient_keys(owners - {PRACTICE}, Scope.CLINICAL)
    return keys | {PRACTICE: practice_data_key()} if PRACTICE in owners else keys


def _filed(row: Resource, key: DataKey | None = None) -> Filed:
    content = unseal(key or file_key(row.patient_id), bytes(row.sealed), place(row.id, row.version, row.patient_id))
    return Filed(
        row.id,
        row.resource_type,
        row.fhir_id,
        row.patient_id,
        row.version,
        _labelled(orjson.loads(content), row.label),
        row.written_by,
        row.written_at,
    )


def _labelled(content: Json, label: str) -> Json:
    return labelled(content, Label(label)) if content else content


def _filed_earlier(row: Earlier, now: Resource) -> Filed:
    where = place(row.resource_id, row.version, row.patient_id)
    content = _labelled(orjson.loads(unseal(file_key(row.patient_id), bytes(row.sealed), where)), row.label)
    return Filed(
        row.id, now.resource_type, now.fhir_id, row.patient_id, row.version, content, row.written_by, row.written_at
    )
