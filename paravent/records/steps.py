"""Writing the file, for use inside somebody's operation."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import groupby
from operator import attrgetter
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.utils import timezone

from paravent.access.operation import Operation
from paravent.access.rows import insert_rows
from paravent.access.terms import Refused, Role
from paravent.fhir import confidentiality, indexing, summaries
from paravent.fhir import resources as fhir
from paravent.fhir.confidentiality import Label
from paravent.fhir.terms import Resource as Json
from paravent.kernel import clock
from paravent.kernel.blind import EDITION, token
from paravent.kernel.crowds import FEWEST
from paravent.kernel.ids import ResourceId
from paravent.kernel.sealing import DataKey, SealBroken, seal, unseal
from paravent.ledger.queries import noted_by
from paravent.people.queries import works_here
from paravent.people.steps import note_home
from paravent.records.models import Blob, Earlier, Imprint, Resource
from paravent.records.queries import blob_of, blob_place, file_key, fingerprint, imprint_of, index_key, place
from paravent.records.terms import PRACTICE, QUOTA_USED_UP, Filed, NotInFile

NOTHING = b"{}"
"""The content of a version that says that the resource was deleted."""
AT_RENEWAL: list[Callable[[Operation, UUID, DataKey, DataKey], int]] = []
"""What packages further up seal anew in the same transaction when a patient's clinical key is renewed; the app of each says so when it is ready."""


def file_resource(
    op: Operation, *, patient_id: UUID, resource: Json, visit_id: UUID | None = None, label: Label = Label.NORMAL
) -> ResourceId:
    """Take a resource into a patient's file, new or as the next version of what is there; raises fhir Invalid, NotInFile."""
    checked = fhir.validated(resource)
    kind, fhir_id = checked["resourceType"], checked["id"]
    row = Resource.objects.select_for_update().filter(resource_type=kind, fhir_id=fhir_id).first()
    if row is None:
        row = new_row(op, patient_id=patient_id, resource=checked, key=file_key(patient_id), visit_id=visit_id)
        row.label = label.at_least(Label(row.label))
        row.save(force_insert=True)
        insert_rows(op, imprints_of([(row, checked)]))
    elif row.patient_id != patient_id:
        raise NotInFile
    else:
        next_version(op, row, checked)
    op.note(**{f"filed_{kind}": row.id})
    return ResourceId(row.id)


def file_new(op: Operation, *, patient_id: UUID, resource: Json) -> Filed:
    """Take a new, checked resource in, whose id nobody has, and return how it stands there."""
    row = new_row(op, patient_id=patient_id, resource=resource, key=file_key(patient_id))
    row.save(force_insert=True)
    _imprint_noted(op, row, resource)
    shown = confidentiality.labelled(resource, Label(row.label))
    return Filed(row.id, row.resource_type, row.fhir_id, patient_id, row.version, shown, row.written_by, row.written_at)


def file_many(op: Operation, *, patient_id: UUID, resources: Iterable[Json]) -> int:
    """Take many new, checked resources into one patient's file and return how many."""
    key, made = file_key(patient_id), list(resources)
    rows = [new_row(op, patient_id=patient_id, resource=resource, key=key) for resource in made]
    insert_rows(op, rows)
    insert_rows(op, imprints_of(zip(rows, made, strict=True)))
    op.note(patient=patient_id, filed=len(rows))
    return len(rows)


def new_row(op: Operation, *, patient_id: UUID, resource: Json, key: DataKey, visit_id: UUID | None = None) -> Resource:
    """Return the sealed row of a checked resource, not yet saved."""
    resource_id, span = uuid4(), indexing.when(resource)
    _count_document(op, resource)
    _note_home(op, patient_id, resource)
    return Resource(
        id=resource_id,
        patient_id=patient_id,
        resource_type=resource["resourceType"],
        fhir_id=resource["id"],
        version=1,
        visit_id=visit_id,
        on_date=fhir.clinical_day(resource),
        starts_at=span.low if span else None,
        ends_at=span.high if span else None,
        tokens=tokens_of(resource, key),
        index_edition=EDITION,
        fingerprint=fingerprint(resource),
        label=label_of(resource, patient_id),
        sealed=seal(key, orjson.dumps(resource), place(resource_id, 1, patient_id)),
        written_by=op.actor.person,
        written_at=clock.now(),
    )


def next_version(op: Operation, row: Resource, resource: Json) -> None:
    """Replace a resource's content; what stood there stays readable as an earlier version."""
    key, span = file_key(row.patient_id), indexing.when(resource)
    _count_document(op, resource)
    _note_home(op, row.patient_id, resource)
    _keep_earlier(op, row)
    row.sealed = seal(key, orjson.dumps(resource), place(row.id, row.version, row.patient_id))
    row.tokens, row.fingerprint = tokens_of(resource, key), fingerprint(resource)
    row.index_edition = EDITION
    row.on_date, row.deleted_at = fhir.clinical_day(resource), None
    # Never less than it was: only its author tells a resource to more people, by a word of their own (relabel).
    row.label = Label(row.label).at_least(label_of(resource, row.patient_id))
    row.starts_at, row.ends_at = (span.low, span.high) if span else (None, None)
    row.save()
    _imprint_noted(op, row, resource)


def _count_document(op: Operation, resource: Json) -> None:
    """Count a document that somebody takes in, and refuse what is above a person's number for a day: nobody fills the disk alone.

    Asked of people and programs (OWASP ASVS 12.1.3); an import is the installation's, and known before.
    """
    if resource["resourceType"] != "DocumentReference" or op.actor.is_a(Role.SYSTEM):
        return
    # One after the other: two at once would each find a place left.
    op.alone(f"documents of {op.actor.person}")
    here = int(op.facts.get("documents", 0)) + 1
    op.note(documents=here)
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    if noted_by(op.actor.person, "documents", midnight) + here > settings.DOCUMENTS_A_DAY:
        raise Refused(QUOTA_USED_UP)


def _note_home(op: Operation, patient_id: UUID, resource: Json) -> None:
    """Let a Patient resource say beside the patient's name where they live and are called, blinded."""
    if resource["resourceType"] == "Patient":
        phones, doors = summaries.homes(resource)
        note_home(op, patient_id, phones=phones, doors=doors)


def label_of(resource: Json, patient_id: UUID) -> Label:
    """Return how confidential a resource is: as it says itself, and at least as its codes are."""
    found = confidentiality.subjects(resource)
    least = confidentiality.derived(found, works_here=bool(found) and works_here(patient_id))
    return confidentiality.said(resource).at_least(least)


def relabel(op: Operation, row: Resource, label: Label) -> None:
    """Let more or fewer see a resource; a document's bytes go with it. The content, and so the version, stays."""
    op.note(labelled=row.id, label=label, was=row.label)
    Resource.objects.filter(pk=row.pk).update(label=label)
    if row.resource_type == "DocumentReference" and (blob := blob_of(row)):
        Blob.objects.filter(pk=blob, patient_id=row.patient_id).update(label=label)


def mark_deleted(op: Operation, row: Resource) -> None:
    """Make a version that says the resource was deleted; what stood there stays readable as an earlier version."""
    op.note(deleted=row.id)
    _keep_earlier(op, row)
    row.sealed = seal(file_key(row.patient_id), NOTHING, place(row.id, row.version, row.patient_id))
    row.tokens, row.fingerprint, row.deleted_at = [], b"", row.written_at
    row.on_date = row.starts_at = row.ends_at = None
    row.save()
    Imprint.objects.filter(pk=row.id).delete()


def _keep_earlier(op: Operation, row: Resource) -> None:
    Earlier(
        resource_id=row.id,
        patient_id=row.patient_id,
        version=row.version,
        sealed=row.sealed,
        label=row.label,
        written_by=row.written_by,
        written_at=row.written_at,
    ).save(force_insert=True)
    row.version += 1
    row.written_by, row.written_at = op.actor.person, clock.now()


def tokens_of(resource: Json, key: DataKey) -> list[bytes]:
    """Return the blind tokens by which a resource is found, under its file's own key: nobody compares two files."""
    blind = index_key(key)
    return sorted(token(blind, field, value) for field, value in indexing.words(resource))


def imprints_of(filed: Iterable[tuple[Resource, Json]]) -> list[Imprint]:
    """Return by what the documents among some resources of patients are known in other files, not yet saved."""
    found = ((row, imprint_of(resource, row.patient_id)) for row, resource in filed if row.patient_id != PRACTICE)
    return [Imprint(resource_id=row.id, patient_id=row.patient_id, token=made) for row, made in found if made]


def _imprint_anew(op: Operation, row: Resource, resource: Json) -> None:
    """Let a document be known by what it holds now."""
    if row.resource_type == "DocumentReference":
        Imprint.objects.filter(pk=row.id).delete()
        insert_rows(op, imprints_of([(row, resource)]))


def _imprint_noted(op: Operation, row: Resource, resource: Json) -> None:
    """As above, where nobody sits who could be asked: the line says in how many other files the same document lies."""
    _imprint_anew(op, row, resource)
    for kept in Imprint.objects.filter(pk=row.id):
        if others := others_with(op, bytes(kept.token), row.patient_id):
            op.note(elsewhere=int(op.facts.get("elsewhere", 0)) + len(others))


def others_with(op: Operation, imprint: bytes, patient_id: UUID) -> dict[UUID, UUID]:
    """Return in whose other files the same document lies, and as what. What lies in many is a form, and nobody's own."""
    op.compare(imprint)
    rows = Imprint.objects.filter(token=imprint).exclude(patient_id=patient_id)
    found = dict(rows.values_list("patient_id", "resource_id"))
    return found if len(found) < FEWEST else {}


def index_anew(op: Operation, limit: int) -> int:
    """Find some resources of an earlier edition of the index by the present one, and return how many."""
    rows = list(Resource.objects.select_for_update().filter(index_edition__lt=EDITION).order_by("patient_id")[:limit])
    # Of an erased or deleted one there is nothing to be found by any more.
    for patient_id, found in groupby((row for row in rows if row.fingerprint), key=attrgetter("patient_id")):
        _index_file_anew(op, file_key(patient_id), found)
    for row in rows:
        row.index_edition = EDITION
    Resource.objects.bulk_update(rows, ["tokens", "index_edition"])
    op.note(indexed_anew=len(rows))
    return len(rows)


def _index_file_anew(op: Operation, key: DataKey, rows: Iterable[Resource]) -> None:
    for row in rows:
        # What was changed outside stays found as it was, and shows as changed to whoever opens it.
        with suppress(SealBroken):
            content = unseal(key, bytes(row.sealed), place(row.id, row.version, row.patient_id))
            resource = orjson.loads(content)
            row.tokens = tokens_of(resource, key)
            _note_home(op, row.patient_id, resource)
            _imprint_anew(op, row, resource)


def forget_tokens(op: Operation, patient_id: UUID) -> None:
    """Take away what could still tell something about an erased patient's content: tokens, imprints, fingerprints and days."""
    rows = Resource.objects.filter(patient_id=patient_id).update(
        tokens=[], fingerprint=b"", on_date=None, starts_at=None, ends_at=None
    )
    Imprint.objects.filter(patient_id=patient_id).delete()
    op.note(resources=rows)


def seal_anew(op: Operation, patient_id: UUID, old: DataKey, new: DataKey) -> int:
    """Seal a patient's file under a new key, every version and every document, and return how many envelopes."""
    count = 0
    for row in Resource.objects.select_for_update().filter(patient_id=patient_id).only("id", "version", "sealed"):
        at = place(row.id, row.version, patient_id)
        content = unseal(old, bytes(row.sealed), at)
        # The tokens' key comes out of the file's key: another key, other tokens.
        tokens = tokens_of(orjson.loads(content), new) if content != NOTHING else []
        count += Resource.objects.filter(pk=row.id).update(sealed=seal(new, content, at), tokens=tokens)
    for earlier in Earlier.objects.select_for_update().filter(patient_id=patient_id):
        at = place(earlier.resource_id, earlier.version, patient_id)
        earlier.sealed = seal(new, unseal(old, bytes(earlier.sealed), at), at)
        earlier.save(update_fields=["sealed"])
        count += 1
    for blob in Blob.objects.select_for_update().filter(patient_id=patient_id):
        at = blob_place(blob.id, patient_id)
        count += Blob.objects.filter(pk=blob.id).update(sealed=seal(new, unseal(old, bytes(blob.sealed), at), at))
    count += sum(sequel(op, patient_id, old, new) for sequel in AT_RENEWAL)
    op.note(file="sealed-anew")
    return count


def file_blob(
    op: Operation, *, patient_id: UUID, content: bytes, visit_id: UUID | None = None, label: Label = Label.NORMAL
) -> UUID:
    """Take a document's bytes into the file and return their id."""
    blob_id = uuid4()
    op.note(blob=blob_id, bytes=len(content))
    Blob(
        id=blob_id,
        patient_id=patient_id,
        visit_id=visit_id,
        sealed=seal(file_key(patient_id), content, blob_place(blob_id, patient_id)),
        label=label,
        written_by=op.actor.person,
        written_at=clock.now(),
    ).save(force_insert=True)
    return blob_id


def move_visit_content(op: Operation, *, visit_id: UUID, from_patient: UUID, to_patient: UUID) -> int:
    """Seal what a visit brought anew under the right patient's key and return how much; subjects are rewritten too."""
    old, new = file_key(from_patient), file_key(to_patient)
    mapping = {f"Patient/{from_patient}": f"Patient/{to_patient}"}
    rows = list(Resource.objects.select_for_update().filter(visit_id=visit_id, patient_id=from_patient))
    for row in rows:
        for earlier in Earlier.objects.filter(resource_id=row.id):
            _move(earlier, earlier.resource_id, old, new, to_patient, mapping)
            earlier.save(update_fields=["patient_id", "sealed"])
        moved = _move(row, row.id, old, new, to_patient, mapping)
        row.tokens = tokens_of(moved, new) if moved else []
        row.label = Label(row.label).at_least(label_of(moved, to_patient))
        row.save(update_fields=["patient_id", "sealed", "tokens", "label"])
    Imprint.objects.filter(pk__in=[row.id for row in rows]).update(patient_id=to_patient)
    for blob in Blob.objects.filter(visit_id=visit_id, patient_id=from_patient):
        content = unseal(old, bytes(blob.sealed), blob_place(blob.id, from_patient))
        blob.sealed = seal(new, content, blob_place(blob.id, to_patient))
        blob.patient_id = to_patient
        blob.save(update_fields=["patient_id", "sealed"])
    op.note(moved=len(rows))
    return len(rows)


def _move(
    row: Resource | Earlier, resource_id: UUID, old: DataKey, new: DataKey, to: UUID, mapping: dict[str, str]
) -> Json:
    content = unseal(old, bytes(row.sealed), place(resource_id, row.version, row.patient_id))
    resource = fhir.rewritten(orjson.loads(content), mapping)
    row.sealed = seal(new, orjson.dumps(resource), place(resource_id, row.version, to))
    row.patient_id = to
    return resource
