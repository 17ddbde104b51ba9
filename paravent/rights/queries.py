"""Reading requests. Row security decides whose."""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from paravent.consent.queries import agreed
from paravent.fhir import views
from paravent.fhir.confidentiality import Label
from paravent.fhir.resources import stamped
from paravent.fhir.summaries import attachment
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.kernel.retention import PICK_UP_CODE, REQUESTS
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.ledger.queries import disclosures_of
from paravent.ledger.terms import Outcome as Done
from paravent.people.queries import is_erased, is_restricted, names_of, patient, patients_by_id
from paravent.people.terms import Person
from paravent.records import queries as records
from paravent.records.terms import Filed
from paravent.rights.models import PickUp, Request, RequestDeadline, Telling
from paravent.rights.shelves import kept_above
from paravent.rights.terms import TOLD_AT_MOST_EVERY, Kind, Outcome, Portable, RequestView, WithheldFor, WithheldName
from paravent.visits.queries import OPENINGS, why_withheld, withheld_from

ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
}


def place(request_id: UUID, part: str) -> tuple[str, ...]:
    """Return what a text of a request is sealed to."""
    return ("rights.request", part, str(request_id))


def sealed(request_id: UUID, part: str, text: str) -> bytes:
    """Seal a text of a request under the practice's key."""
    return sealed_for_practice(text, place(request_id, part))


def _text(row: Request, part: str, content: bytes | memoryview | None) -> str:
    return opened_for_practice(content, place(row.id, part)) if content else ""


def overdue(now: datetime) -> int:
    """Return how many requests should have been answered. Says nothing of whom, and may be asked by every page."""
    return RequestDeadline.objects.filter(stopped_at=None, due_at__lt=now).count()


def piles() -> dict[Kind, Pile]:
    """Return what waits for an answer, by what is asked for."""
    due = RequestDeadline.objects.filter(pk=OuterRef("pk")).values("due_at")
    rows = Request.objects.filter(answered_at=None).annotate(due=Subquery(due)).values("kind")
    found = rows.annotate(number=Count("pk"), since=Min("asked_at"), due_at=Min("due")).order_by("kind")
    return {Kind(row["kind"]): Pile(row["number"], row["since"], row["due_at"]) for row in found}


def requests_of(patient_id: UUID) -> list[RequestView]:
    """Return one patient's requests, the newest first."""
    return views_of(Request.objects.filter(patient_id=patient_id).order_by("-asked_at"))


def all_requests() -> list[RequestView]:
    """Return every request: those that wait by their deadline, then those that were answered, the newest first."""
    found = views_of(Request.objects.order_by("-answered_at"))
    waiting = sorted((one for one in found if one.is_open), key=lambda one: one.due_at)
    return [*waiting, *(one for one in found if not one.is_open)]


def open_corrections() -> list[RequestView]:
    """Return the corrections that wait for reception."""
    found = Request.objects.filter(kind=Kind.CORRECTION, answered_at=None)
    return sorted(views_of(found), key=lambda one: one.due_at)


def view_of(row: Request) -> RequestView:
    """Return one request."""
    return views_of([row])[0]


def views_of(rows: Iterable[Request] | QuerySet[Request]) -> list[RequestView]:
    """Return requests with whom they are about; as many queries for many as for one."""
    rows = list(rows)
    people = patients_by_id({row.patient_id for row in rows})
    names = names_of({row.answered_by for row in rows if row.answered_by})
    ids = [row.id for row in rows]
    due = dict(RequestDeadline.objects.filter(pk__in=ids).values_list("request_id", "due_at"))
    codes = {code.request_id: code for code in PickUp.objects.filter(request_id__in=ids).order_by("made_at")}
    restricted = is_restricted({row.patient_id for row in rows})
    return [
        _view(
            row,
            people.get(row.patient_id),
            names,
            due[row.id],
            codes.get(row.id),
            is_closed=row.patient_id in restricted,
        )
        for row in rows
    ]


def _view(
    row: Request,
    person: Person | None,
    names: dict[UUID, str],
    due_at: datetime,
    code: PickUp | None,
    *,
    is_closed: bool,
) -> RequestView:
    return RequestView(
        request_id=row.id,
        kind=Kind(row.kind),
        patient_id=row.patient_id,
        name=person.identity.name if person else "",
        wish=_text(row, "wish", row.sealed_wish),
        is_from_patient=row.entered_by == row.patient_id,
        asked_at=row.asked_at,
        due_at=due_at,
        is_overdue=row.answered_at is None and due_at < clock.now(),
        extension=_text(row, "extension", row.sealed_extension),
        outcome=Outcome(row.outcome) if row.outcome else None,
        answer=_text(row, "answer", row.sealed_answer),
        answered_by=names.get(row.answered_by, "") if row.answered_by else "",
        answered_at=row.answered_at,
        is_erased=person is None and is_erased(row.patient_id),
        is_restricted=is_closed,
        code_until=code.ends_at if code else None,
        picked_up_at=code.used_at if code else None,
    )


def looked_at(patient_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return who looked into a file, by name: those of whom a name could be told."""
    names = names_of({line.actor for line in disclosures_of(patient_id) if line.act in OPENINGS})
    return tuple(sorted(names.items(), key=lambda one: one[1]))


def names_withheld(patient_id: UUID) -> tuple[WithheldName, ...]:
    """Return the names that a patient is not told now, with the reasons."""
    rows = withheld_from(patient_id)
    names = names_of(rows)
    return tuple(
        WithheldName(person, names.get(person, ""), WithheldFor(row.ground), why_withheld(row), row.ends_at)
        for person, row in rows.items()
    )


def is_told(patient_id: UUID) -> bool:
    """Tell whether a patient is told of each look."""
    return Telling.objects.filter(pk=patient_id).exists()


def waiting_to_be_told(now: datetime) -> list[UUID]:
    """Return who asked to be told, was not told today, and whose file somebody looked into since."""
    rows = Telling.objects.filter(Q(told_at=None) | Q(told_at__lte=now - TOLD_AT_MOST_EVERY))
    return [row.patient_id for row in rows if has_news(row)]


def has_news(row: Telling) -> bool:
    """Tell whether somebody else looked into the file since its patient was told last."""
    return any(
        line.act in OPENINGS and line.outcome is Done.DONE and line.actor != row.patient_id
        for line in disclosures_of(row.patient_id, since=row.told_until)
    )


MOST_CHOICES = 10_000


def portable(patient_id: UUID, entry_id: UUID) -> Portable:
    """Return all of a file for its patient, as whom it is read: every label, documents inside, and who looked."""
    at, was_erased = clock.now(), is_erased(patient_id)
    # Of an erased file nothing can be opened any more: what is left stands beside it.
    filed = [] if was_erased else records.whole_file(patient_id, patient_id, frozenset(Label))
    resources = [_whole(one) for one in filed]
    if not was_erased and not any(one.kind == "Patient" for one in filed):
        resources.insert(0, _known(patient(patient_id)))
    resources += [views.consent(choice) for choice in agreed([patient_id], None, MOST_CHOICES)]
    kept = kept_above(patient_id)
    resources += [resource for one in kept for resource in one.resources]
    lines = tuple(line for line in disclosures_of(patient_id) if line.actor != patient_id)
    withheld = frozenset(withheld_from(patient_id))
    return Portable(
        bundle=_bundle(resources, at, entry_id),
        documents=tuple(_documents(filed)),
        lines=lines,
        names=names_of({line.actor for line in lines} - withheld),
        made_at=at,
        entry_id=entry_id,
        withheld=withheld,
        kept=kept,
        was_erased=was_erased,
    )


def _known(person: Person) -> dict[str, Any]:
    who = person.identity
    return views.patient(
        views.Known(str(person.patient_id), who.name, who.birth_date, who.phone, who.email, who.language)
    )


def _whole(one: Filed) -> dict[str, Any]:
    """Return a resource as it goes out; a document holds its bytes itself, so that any other system takes it in."""
    resource = stamped(one.resource, str(one.version), one.written_at)
    for _blob, kind, content in records.blobs_of([one]):
        within = {**attachment_of(resource), "contentType": kind, "data": base64.b64encode(content).decode()}
        within.pop("url", None)
        resource = resource | {"content": [{**resource["content"][0], "attachment": within}]}
    return resource


def attachment_of(resource: dict[str, Any]) -> dict[str, Any]:
    """Return where a DocumentReference says what its document is."""
    found: dict[str, Any] = resource["content"][0]["attachment"]
    return found


def _documents(filed: Iterable[Filed]) -> Iterable[tuple[str, bytes]]:
    number = 0
    for one in filed:
        if one.kind != "DocumentReference":
            continue
        inline = attachment(one.resource)
        blobs = [(kind, content) for _blob, kind, content in records.blobs_of([one])]
        for kind, content in blobs or ([(inline.content_type, inline.data)] if inline.data is not None else []):
            number += 1
            yield f"documents/{number:03}.{ENDINGS.get(kind, 'bin')}", content


def _bundle(resources: list[dict[str, Any]], at: datetime, entry_id: UUID) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "id": str(entry_id),
        "type": "collection",
        "timestamp": at.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"{one['resourceType']}/{one['id']}", "resource": one} for one in resources],
    }


def first_due() -> dict[str, datetime | None]:
    """Return when the first answered request and the first code are due to go, by their terms in the register."""
    answered = Request.objects.aggregate(at=Min("answered_at"))["at"]
    ended = PickUp.objects.aggregate(at=Min("ends_at"))["at"]
    return {"requests": answered and answered + REQUESTS, "pick-up-codes": ended and ended + PICK_UP_CODE}
