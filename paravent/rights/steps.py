"""Writes about requests, for use inside an operation."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import yaml
from django.conf import settings
from django.core.mail import send_mail

from paravent.access.operation import Operation
from paravent.kernel.said import with_sentences
from paravent.keys.custody import sealed_for_practice
from paravent.people.queries import is_erased
from paravent.people.terms import Identity
from paravent.rights import queries
from paravent.rights.models import Correction, Request, RequestDeadline, Telling
from paravent.rights.terms import ANSWER_WITHIN_MONTHS, SHORTEST_TEXT, Kind, TextTooShort, months_later

WORDS: Final = Path(__file__).parent / "words" / "mail.yaml"


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
    # What somebody asks for who was erased before is needed until it is answered.
    asked = Request.objects.exclude(sealed_wish=b"").exclude(kind=Kind.ACCESS, answered_at=None)
    rows = list(asked.values_list("id", "patient_id"))
    erased = _erased({patient_id for _, patient_id in rows})
    gone = [request_id for request_id, patient_id in rows if patient_id in erased]
    Telling.objects.filter(patient_id__in=_erased(Telling.objects.values_list("patient_id", flat=True))).delete()
    Correction.objects.filter(patient_id__in=erased).delete()
    return Request.objects.filter(pk__in=gone).update(sealed_wish=b"")


def _erased(patients: Iterable[UUID]) -> set[UUID]:
    return {patient_id for patient_id in patients if is_erased(patient_id)}


def send_word(op: Operation, address: str, language: str) -> None:
    """Send a patient word that there is something new: no name, nothing about whom, what or where. Raises OSError, SMTPException."""
    op.note(by="e-mail")
    words: Mapping[str, Any] = with_sentences(yaml.safe_load(WORDS.read_text()))
    text, subject = (words[part].said(language) for part in ("text", "subject"))
    send_mail(subject, text.format(url=f"{settings.BASE_URL}/something-new/"), None, [address])


def sealed_identity(correction_id: UUID, identity: Identity) -> bytes:
    """Seal how somebody's identity stood under the practice's key."""
    text = json.dumps(asdict(identity), default=str)
    return sealed_for_practice(text, ("rights.correction", str(correction_id)))


def long_enough(text: str) -> None:
    """Raise TextTooShort where a text says too little."""
    if len(text.strip()) < SHORTEST_TEXT:
        raise TextTooShort
