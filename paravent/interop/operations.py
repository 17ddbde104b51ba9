"""What programs do. One function, one use case, one line in the log: who acted, through which program, on what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.fhir.bundles import Entry
from paravent.fhir.terms import Resource
from paravent.fhir.wanted import Search
from paravent.interop import policy, queries, shelves, steps, transactions
from paravent.interop.terms import SERVED, Act, Done, Found, Gone, NotServed, Shown, Verb, Versions, Written
from paravent.programs.terms import Access
from paravent.records.terms import PRACTICE, Spot


@contextmanager
def _at(act: str, access: Access, kind: str = "", fhir_id: str = "") -> Iterator[Operation]:
    """Open the gate for a program, and let the log say which one, and at which resource."""
    with operation(act, access.actor, access.purpose) as op:
        op.note(client=access.program)
        if fhir_id:
            op.note(resource=f"{kind}/{fhir_id}")
        yield op


def read(access: Access, kind: str, fhir_id: str) -> Shown:
    """Return a resource; raise Gone where it was deleted."""
    with _at(Act.READ, access, kind, fhir_id) as op:
        op.require(policy.may_ask(access, kind, Verb.READ))
        shown = queries.one(access, kind, fhir_id)
        _ask_for(op, access, shown, Verb.READ)
        shelves.note_left(op, [shown])
    if shown.is_deleted:
        raise Gone(shown.version)
    return shown


def vread(access: Access, kind: str, fhir_id: str, version: str) -> Shown:
    """Return one version of a resource; raise Gone where that version is its deletion."""
    with _at(Act.VREAD, access, kind, fhir_id) as op:
        op.require(policy.may_ask(access, kind, Verb.READ))
        shown = queries.version(kind, fhir_id, version)
        op.note(version=shown.version)
        _ask_for(op, access, shown, Verb.READ)
    if shown.is_deleted:
        raise Gone(shown.version)
    return shown


def read_blob(access: Access, fhir_id: str) -> tuple[Shown, bytes]:
    """Return a document's bytes, with the DocumentReference that says what they are."""
    with _at(Act.READ, access, "Binary", fhir_id) as op:
        op.require(policy.may_ask(access, "Binary", Verb.READ))
        owner, content, document = queries.blob(fhir_id)
        op.note(patient=owner)
        op.require(policy.may_open(access, "Binary", owner, queries.relation_with(access, owner)))
        return document, content


def history(
    access: Access, kind: str, fhir_id: str = "", *, since: datetime | None, most: int, after: Spot | None = None
) -> Versions:
    """Return the versions of a resource, or of a type, newest first."""
    with _at(Act.HISTORY, access, kind, fhir_id) as op:
        if f"history-{'instance' if fhir_id else 'type'}" not in SERVED.get(kind, ()):
            raise NotServed
        op.require(policy.may_ask(access, kind, Verb.READ if fhir_id else Verb.SEARCH))
        found = queries.history(access, kind, fhir_id or None, since=since, most=most, after=after)
        steps.note_shown(op, list(found.found))
        return found


def search(access: Access, wanted: Search, after: Spot | None = None) -> Found:
    """Return one page of a search. A search is a disclosure: the log has every id that was shown."""
    with _at(Act.SEARCH, access) as op:
        return steps.searched(op, access, wanted, after)


def everything(access: Access, patient_id: UUID, wanted: Search, after: Spot | None = None) -> Found:
    """Return one page of a patient's whole file, as far as the scopes go."""
    with _at(Act.EVERYTHING, access, "Patient", str(patient_id)) as op:
        op.note(patient=patient_id)
        op.require(policy.may_ask(access, "Patient", Verb.READ))
        relation = queries.relation_with(access, patient_id)
        op.require(policy.may_open(access, "Patient", patient_id, relation))
        found = queries.everything(access, patient_id, wanted, after)
        steps.note_shown(op, list(found.found))
        return found


def create(access: Access, kind: str, resource: Resource) -> Written:
    """Take a new resource in."""
    with _at(Act.CREATE, access) as op:
        return steps.create(op, access, kind, resource)


def create_once(access: Access, kind: str, resource: Resource, condition: Search) -> Written:
    """Take a new resource in unless one that fits the condition is there."""
    with _at(Act.CREATE, access) as op:
        return steps.create_once(op, access, kind, resource, condition)


def update(access: Access, kind: str, fhir_id: str, resource: Resource, if_match: str = "") -> Written:
    """Replace a resource by its next version."""
    with _at(Act.UPDATE, access, kind, fhir_id) as op:
        return steps.update(op, access, kind, fhir_id, resource, if_match)


def patch(access: Access, kind: str, fhir_id: str, changes: object, if_match: str = "") -> Written:
    """Change parts of a resource."""
    with _at(Act.PATCH, access, kind, fhir_id) as op:
        return steps.patch(op, access, kind, fhir_id, changes, if_match)


def delete(access: Access, kind: str, fhir_id: str, if_match: str = "") -> Shown:
    """Delete a resource; what stood there stays readable, version by version."""
    with _at(Act.DELETE, access, kind, fhir_id) as op:
        return steps.delete(op, access, kind, fhir_id, if_match)


def carry_out(access: Access, entries: list[Entry]) -> list[Done]:
    """Do everything in a transaction, or nothing of it."""
    with _at(Act.TRANSACTION, access) as op:
        op.require(policy.may_ask_for_bundle(access))
        done = transactions.carry_out(op, access, entries)
        touched = [one.shown for one in done if one.shown]
        steps.note_shown(op, touched)
        owners = {one.owner for one in touched} - {PRACTICE}
        op.note(entries=len(entries), patients=len(owners))
        return done


def _ask_for(op: Operation, access: Access, shown: Shown, verb: Verb) -> None:
    if shown.owner != PRACTICE:
        op.note(patient=shown.owner)
    op.require(queries.may_read(access, shown.kind, shown.owner, verb))
