"""The note: written while talking, signed at the end, amended with its history kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.fhir import making
from paravent.fhir.confidentiality import Label
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.people.queries import names_of
from paravent.records import queries as records
from paravent.records import steps as file
from paravent.visits import policy, steps
from paravent.visits.models import Note, Visit
from paravent.visits.terms import Act, NoteChanged, NoteSigned, NoteVersion, NoteView
from paravent.visits.terms import Note as NoteText


def read_note(actor: Actor, purpose: Purpose, visit_id: VisitId) -> NoteView:
    """Return the note of a visit with its earlier versions; an empty one before the first word."""
    with _at(Act.READ_NOTE, actor, purpose, visit_id) as _:
        return _view(Note.objects.filter(visit_id=visit_id).first())


def write_note(
    actor: Actor, purpose: Purpose, visit_id: VisitId, text: NoteText, *, seen: datetime | None = None
) -> NoteView:
    """Keep what has been written so far. Raises NoteSigned, for a signed note is amended, and NoteChanged.

    `seen` says when the note was kept that the writer has before them; none before the first word.
    """
    with _at(Act.WRITE_NOTE, actor, purpose, visit_id) as (op, visit):
        return _view(_saved(op, visit, _unsigned(visit_id), text, seen))


def sign_note(
    actor: Actor,
    purpose: Purpose,
    visit_id: VisitId,
    text: NoteText,
    label: Label = Label.NORMAL,
    *,
    seen: datetime | None = None,
) -> NoteView:
    """Sign the note: from here on it stands in the file, and every change leaves the earlier version readable."""
    with _at(Act.SIGN_NOTE, actor, purpose, visit_id) as (op, visit):
        row = _saved(op, visit, _unsigned(visit_id), text, seen)
        return _view(_filed(op, visit, row, text, label, status="final"))


def amend_note(
    actor: Actor,
    purpose: Purpose,
    visit_id: VisitId,
    text: NoteText,
    label: Label = Label.NORMAL,
    *,
    seen: datetime | None = None,
) -> NoteView:
    """Change a signed note by a new version beside the old one."""
    with _at(Act.AMEND_NOTE, actor, purpose, visit_id) as (op, visit):
        row = Note.objects.select_for_update().get(visit_id=visit_id, signed_at__isnull=False)
        return _view(_filed(op, visit, _saved(op, visit, row, text, seen), text, label, status="amended"))


@contextmanager
def _at(act: Act, actor: Actor, purpose: Purpose, visit_id: VisitId) -> Iterator[tuple[Operation, Visit]]:
    with operation(act, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_document(actor, visit))
        yield op, visit


def _unsigned(visit_id: VisitId) -> Note | None:
    row = Note.objects.select_for_update().filter(visit_id=visit_id).first()
    if row is not None and row.signed_at is not None:
        raise NoteSigned
    return row


def _saved(op: Operation, visit: Visit, row: Note | None, text: NoteText, seen: datetime | None) -> Note:
    # The same words again are no other words: an answer that was lost on the way is asked for once more.
    if row is not None and row.saved_at != seen and steps.unsealed_note(row) != text:
        raise NoteChanged
    note = row or Note(visit_id=visit.id)
    note.patient_id = visit.patient_id
    note.sealed = steps.sealed_note(visit.patient_id, visit.id, text)
    note.saved_at, note.saved_by = clock.now(), op.actor.person
    note.save(force_insert=row is None)
    return note


def _filed(op: Operation, visit: Visit, row: Note, text: NoteText, label: Label, *, status: str) -> Note:
    resource = making.composition(
        patient_id=visit.patient_id,
        author_id=op.actor.person,
        at=row.saved_at,
        encounter_id=visit.id,
        status=status,
        sections={
            "subjective": text.subjective,
            "objective": text.objective,
            "assessment": text.assessment,
            "plan": text.plan,
        },
    )
    row.composition_id = file.file_resource(
        op,
        patient_id=visit.patient_id,
        resource=resource | {"id": str(visit.id)},
        visit_id=visit.id,
    )
    file.relabel(op, records.row_of(visit.patient_id, "Composition", str(visit.id)), label)
    row.signed_at, row.signed_by = row.saved_at, op.actor.person
    row.version += 1
    row.save(update_fields=["composition_id", "signed_at", "signed_by", "version"])
    return row


def _view(row: Note | None) -> NoteView:
    if row is None:
        return NoteView(NoteText(), None, None, "", 0)
    names = names_of([row.signed_by]) if row.signed_by else {}
    return NoteView(
        note=steps.unsealed_note(row),
        saved_at=row.saved_at,
        signed_at=row.signed_at,
        signed_by=names.get(row.signed_by, "") if row.signed_by else "",
        version=row.version,
        label=records.label_at(row.composition_id),
        earlier=tuple(_earlier(row)),
    )


def _earlier(row: Note) -> Iterator[NoteVersion]:
    if row.composition_id is None:
        return
    versions = records.versions_of(row.composition_id)
    names = names_of({version.written_by for version in versions})
    for version in versions[:-1]:
        sections = making.composition_sections(version.resource)
        yield NoteVersion(
            version.version,
            NoteText(**sections),
            names.get(version.written_by, ""),
            version.written_at,
        )
