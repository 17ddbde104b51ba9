"""Writes about requests, for use inside an operation."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.keys.custody import sealed_for_practice
from paravent.people.queries import is_erased
from paravent.people.terms import Identity
from paravent.rights import queries
from paravent.rights.models import Correction, Request, RequestDeadline
from paravent.rights.terms import ANSWER_WITHIN_MONTHS, SHORTEST_TEXT, Kind, TextTooShort, months_later


def keep_request(op: Operation, patient_id: UUID, kind: Kind, wish: str, received_at: datetime) -> UUID:
    """Keep a request and start its clock; returns it."""
    request_id = uuid4()
    op.note(request=request_id)
    Request(
        id=request_id,
        patient_id=patient_id,
        kind=kind,
        sealed_wish=queries.sealed(request_id, "wish", wish),
        asked_at=received_at,
        entered_by=op.actor.person,
    ).save(force_insert=True)
    due_at = months_later(received_at, ANSWER_WITHIN_MONTHS)
    RequestDeadline(request_id=request_id, due_at=due_at).save(force_insert=True)
    return request_id


def empty_what_the_erased_asked(op: Operation) -> int:
    """Empty the words of requests whose patient was erased: that there was one, and how it ended, stays. Returns how many."""
    op.note(emptying="words")
    rows = list(Request.objects.exclude(sealed_wish=b"").values_list("id", "patient_id"))
    gone = [request_id for request_id, patient_id in rows if is_erased(patient_id)]
    Correction.objects.filter(patient_id__in={patient for request, patient in rows if request in gone}).delete()
    return Request.objects.filter(pk__in=gone).update(sealed_wish=b"")


def sealed_identity(correction_id: UUID, identity: Identity) -> bytes:
    """Seal how somebody's identity stood under the practice's key."""
    text = json.dumps(asdict(identity), default=str)
    return sealed_for_practice(text, ("rights.correction", str(correction_id)))


def long_enough(text: str) -> None:
    """Raise TextTooShort where a text says too little."""
    if len(text.strip()) < SHORTEST_TEXT:
        raise TextTooShort
