"""Reading what is taken out of a file, and what was."""

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from paravent.copies.terms import READ_BY_PROGRAMS, Act, Mark, ReadByProgram, Taken
from paravent.fhir.confidentiality import Label
from paravent.fhir.resources import stamped
from paravent.ledger.queries import done_by, through_programs, tried_since
from paravent.ledger.terms import Disclosure
from paravent.people.queries import names_of, patients_by_id
from paravent.programs.queries import names_of as programs_called
from paravent.records import queries as records
from paravent.visits.queries import day_of
from paravent.visits.terms import Act as Visiting

TAG = "urn:ietf:rfc:4122"
COPIES = (Act.EXPORT, Act.PRINT, Act.COPY, Act.COPY_BY_HAND)
BETWEEN_FILES = (Visiting.SEND_ANYWAY, Visiting.KEEP_ANYWAY)
"""How a document gets from one patient's file to somebody else though the page had said so; the line is about all of them."""


def used_today(person: UUID, act: Act, now: datetime) -> int:
    """Return how often somebody did this today, as the log has it: nobody sets that back."""
    return done_by(person, act, since=day_of(now)[0])


def taken_today(now: datetime) -> list[Taken]:
    """Return what was taken out of files today, the newest first, and what was refused."""
    lines = tried_since((*COPIES, *BETWEEN_FILES), since=day_of(now)[0])
    names = names_of({line.actor for line in lines})
    patients = patients_by_id({one for line in lines for one in _whose(line)})
    return [
        Taken(
            at=line.at,
            who=names.get(line.actor, ""),
            whose=", ".join(patients[one].identity.name or "…" for one in _whose(line) if one in patients),
            patient_id=line.patient,
            act=line.act,
            outcome=line.outcome.value,
            because=line.because,
            characters=line.facts.get("characters", ""),
        )
        for line in lines
    ]


def read_today(now: datetime) -> list[ReadByProgram]:
    """Return what other programs read today: how often, and of how many patients. What, the log has, resource by resource."""
    found = through_programs(READ_BY_PROGRAMS, day_of(now)[0])
    programs, people = programs_called({one[0] for one in found}), names_of({one[1] for one in found})
    return [
        ReadByProgram(programs.get(program, "…"), people.get(person, ""), patients, times)
        for program, person, times, patients in found
    ]


def _whose(line: Disclosure) -> tuple[UUID, ...]:
    return (line.patient,) if line.patient else line.mentioned


def bundle_of(patient_id: UUID, reader: UUID, labels: frozenset[Label], mark: Mark) -> dict[str, Any]:
    """Return a file as a FHIR R4 Bundle: all that this reader may see of it, with the mark of who took it."""
    filed = records.whole_file(patient_id, reader, labels)
    resources = [stamped(one.resource, str(one.version), one.written_at) for one in filed]
    blobs = [
        {"resourceType": "Binary", "id": str(blob), "contentType": kind, "data": _text(content)}
        for blob, kind, content in records.blobs_of(filed)
    ]
    at = mark.at.astimezone(UTC).isoformat(timespec="seconds")
    words = f"Exported by {mark.reader} at {at}, entry {mark.entry_id} of the log"
    return {
        "resourceType": "Bundle",
        "id": str(mark.entry_id),
        "meta": {"tag": [{"system": TAG, "code": f"urn:uuid:{mark.entry_id}", "display": words}]},
        "type": "collection",
        "timestamp": at,
        "entry": [{"fullUrl": _url(one), "resource": one} for one in [*resources, *blobs]],
    }


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _url(resource: dict[str, Any]) -> str:
    return f"{resource['resourceType']}/{resource['id']}"
