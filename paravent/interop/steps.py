"""Writing for programs, inside an open operation: each write asks the policy, and is checked before it is kept."""

import re
from typing import Any
from uuid import UUID, uuid4

import jsonpatch

from paravent.access.operation import Operation
from paravent.fhir import resources as fhir
from paravent.fhir import summaries
from paravent.fhir.matching import pointer
from paravent.fhir.terms import Complaint, Resource, Unclear
from paravent.fhir.wanted import Search
from paravent.interop import policy, queries, shelves
from paravent.interop.terms import (
    OF_THE_PRACTICE,
    SERVED,
    Found,
    Gone,
    NobodysResource,
    NotServed,
    SeveralFit,
    Shown,
    Verb,
    VersionChanged,
    Written,
)
from paravent.kernel.ids import PatientId
from paravent.people import steps as people
from paravent.people.searching import wait_between_searches
from paravent.people.terms import Identity
from paravent.programs.terms import Access
from paravent.records import steps as file
from paravent.records.queries import filed_for_change, filed_patients
from paravent.records.terms import PRACTICE, NotInFile, Spot

ETAG = re.compile(r'(?:W/)?"([A-Za-z0-9\-.]{1,64})"')
SAID_BY_SERVER = {"versionId", "lastUpdated"}


def create(op: Operation, access: Access, kind: str, resource: Resource, *, fhir_id: str | None = None) -> Written:
    """Take a new resource in, under an id that the server chooses."""
    _refuse_unserved(kind, "create")
    op.require(policy.may_ask(access, kind, Verb.CREATE))
    checked = _checked(kind, resource, fhir_id or str(uuid4()))
    owner = _register(op, access, checked) if kind == "Patient" else _owner(access, checked)
    op.require(policy.may_write(access, kind, owner, queries.relation_with(access, owner)))
    _name_patient(op, owner)
    shown = shelves.shown_of(file.file_new(op, patient_id=owner, resource=checked))
    op.note(resource=shown.reference, version=shown.version)
    return Written(is_new=True, shown=shown)


def create_once(
    op: Operation, access: Access, kind: str, resource: Resource, condition: Search, *, fhir_id: str | None = None
) -> Written:
    """Take a new resource in unless one that fits the condition is there; raise SeveralFit."""
    _refuse_unserved(kind, "create")
    op.require(policy.may_ask(access, kind, Verb.CREATE))
    op.require(policy.may_ask(access, kind, Verb.SEARCH))
    # Two programs that ask at once would both find nothing: one waits for the other's commit.
    op.alone(f"fhir.create {kind}")
    pace(op, condition)
    there = queries.search(access, condition).found
    if len(there) > 1:
        raise SeveralFit
    if there:
        op.note(resource=there[0].reference, created="no")
        return Written(is_new=False, shown=there[0])
    return create(op, access, kind, resource, fhir_id=fhir_id)


def update(op: Operation, access: Access, kind: str, fhir_id: str, resource: Resource, if_match: str) -> Written:
    """Replace a resource by its next version; a deleted one comes back. Raises VersionChanged."""
    _refuse_unserved(kind, "update")
    if resource.get("id") != fhir_id:
        raise Unclear(Complaint("invalid", "The resource's id must be the one in the address.", f"{kind}.id"))
    op.require(policy.may_ask(access, kind, Verb.UPDATE))
    _may_change(op, access, kind, fhir_id, if_match)
    return _replace(op, access, kind, _checked(kind, resource, fhir_id))


def patch(op: Operation, access: Access, kind: str, fhir_id: str, changes: Any, if_match: str) -> Written:
    """Change parts of a resource by JSON Patch (RFC 6902)."""
    _refuse_unserved(kind, "patch")
    op.require(policy.may_ask(access, kind, Verb.UPDATE))
    now = _may_change(op, access, kind, fhir_id, if_match)
    if now.is_deleted:
        raise Gone(now.version)
    changed = _patched(now.resource, changes)
    if changed.get("id") != fhir_id:
        raise Unclear(Complaint("invalid", "A patch cannot change the id.", f"{kind}.id"))
    return _replace(op, access, kind, _checked(kind, changed, fhir_id))


def delete(op: Operation, access: Access, kind: str, fhir_id: str, if_match: str = "") -> Shown:
    """Delete a resource: a version without content stands in its place. Deleting it again changes nothing."""
    _refuse_unserved(kind, "delete")
    op.require(policy.may_ask(access, kind, Verb.DELETE))
    now = _may_change(op, access, kind, fhir_id, if_match)
    if now.is_deleted:
        return now
    file.mark_deleted(op, filed_for_change(kind, fhir_id))
    return queries.one(access, kind, fhir_id)


def searched(op: Operation, access: Access, wanted: Search, after: Spot | None = None) -> Found:
    """Search, and let the log say what was shown and by which parameters, never by which values."""
    op.require(policy.may_ask(access, wanted.kind, Verb.SEARCH))
    pace(op, wanted)
    found = queries.search(access, wanted, after)
    note_shown(op, [*found.found, *found.included])
    names = "&".join(criterion.parameter.name for criterion in wanted.criteria)
    op.note(query=f"{wanted.kind}?{names}", count=len(found.found))
    return found


def pace(op: Operation, wanted: Search) -> None:
    """Let whoever is slowed down look for people by what names them no faster here than on the pages; raises TooSoon."""
    if wanted.kind == "Patient" or any(criterion.parameter.is_personal for criterion in wanted.criteria):
        wait_between_searches(op)


def note_shown(op: Operation, shown: list[Shown]) -> None:
    """Let the log say what was shown, and of whom."""
    for one in shown:
        if one.owner == PRACTICE:
            op.note(shown=f"{op.facts.get('shown', '')} {one.reference}".strip())
        else:
            op.show(one.owner, one.reference)
    shelves.note_left(op, shown)


def _refuse_unserved(kind: str, interaction: str) -> None:
    if interaction not in SERVED.get(kind, ()):
        raise NotServed


def _checked(kind: str, resource: Resource, fhir_id: str) -> Resource:
    """Return a valid resource under its id, without what only the server says."""
    if resource.get("resourceType") != kind:
        raise Unclear(Complaint("invalid", "The resource is of another type than the address.", "resourceType"))
    meta = resource.get("meta")
    plain = {**resource, "id": fhir_id}
    if isinstance(meta, dict):
        kept = {name: value for name, value in meta.items() if name not in SAID_BY_SERVER}
        plain = {**plain, "meta": kept} if kept else {name: value for name, value in plain.items() if name != "meta"}
    return fhir.validated(plain)


def _owner(access: Access, resource: Resource) -> UUID:
    """Return whose file a resource belongs to; raise NobodysResource."""
    if resource["resourceType"] in OF_THE_PRACTICE:
        return PRACTICE
    said = fhir.patient_reference(resource)
    if said is not None:
        there = pointer(said)
        owner = queries.uuid_or_none(there.fhir_id) if there and there.kind == "Patient" else None
        if owner is None:
            raise NobodysResource
        return owner
    return _owner_of_target(access, resource)


def _owner_of_target(access: Access, resource: Resource) -> UUID:
    """Return in whose file the first target lies: a Provenance stands beside what it tells of."""
    targets = [there for target in resource.get("target") or [] if (there := pointer(target))]
    for there in targets:
        if there.kind == "Patient" and (owner := queries.uuid_or_none(there.fhir_id)):
            return owner
    for one in queries.fetched(access, {(there.kind, there.fhir_id) for there in targets}):
        return one.owner
    raise NobodysResource


def _register(op: Operation, access: Access, resource: Resource) -> PatientId:
    """Make the patient with their keys."""
    op.require(policy.may_register(access))
    return people.register_patient(op, _identity(resource), patient_id=UUID(resource["id"]))


def _identity(resource: Resource) -> Identity:
    who = summaries.demographics(resource)
    return Identity(who.name, who.birth_date, who.phone, who.email)


def _name_patient(op: Operation, owner: UUID) -> None:
    if owner != PRACTICE:
        op.note(patient=owner)


def _may_change(op: Operation, access: Access, kind: str, fhir_id: str, if_match: str) -> Shown:
    """Return the resource as it stands, once it is sure that this program may change it and knows what it changes."""
    if kind != "Patient":
        # The lock comes first: what is compared with If-Match is what is replaced.
        filed_for_change(kind, fhir_id)
    now = queries.one(access, kind, fhir_id)
    _name_patient(op, now.owner)
    op.require(policy.may_write(access, kind, now.owner, queries.relation_with(access, now.owner)))
    wanted = ETAG.fullmatch(if_match) if if_match else None
    if if_match and (wanted is None or wanted[1] != now.version):
        raise VersionChanged
    return now


def _replace(op: Operation, access: Access, kind: str, checked: Resource) -> Written:
    if kind == "Patient":
        return _replace_patient(op, access, checked)
    row = filed_for_change(kind, checked["id"])
    if _owner(access, checked) != row.patient_id:
        raise NotInFile
    file.next_version(op, row, checked)
    return Written(is_new=False, shown=_now(op, access, kind, checked["id"]))


def _replace_patient(op: Operation, access: Access, checked: Resource) -> Written:
    """Keep who a patient is in both places: reception's, and the file's."""
    patient_id = UUID(checked["id"])
    people.rename_patient(op, patient_id, _identity(checked))
    filed = filed_patients([patient_id])
    # A Patient that was brought over keeps, in the file, the id under which it came.
    kept = checked | {"id": filed[0].fhir_id} if filed else checked
    file.file_resource(op, patient_id=patient_id, resource=kept)
    return Written(is_new=False, shown=_now(op, access, "Patient", checked["id"]))


def _now(op: Operation, access: Access, kind: str, fhir_id: str) -> Shown:
    shown = queries.one(access, kind, fhir_id)
    op.note(resource=shown.reference, version=shown.version)
    return shown


def _patched(resource: Resource, changes: Any) -> Resource:
    if not isinstance(changes, list):
        raise Unclear(Complaint("structure", "A JSON Patch is a list of changes."))
    try:
        changed = jsonpatch.JsonPatch(changes).apply(resource)
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, TypeError, ValueError, KeyError):
        raise Unclear(Complaint("processing", "This patch cannot be applied to the resource as it stands.")) from None
    if not isinstance(changed, dict):
        raise Unclear(Complaint("structure", "A patch cannot replace the whole resource by something else."))
    return changed
