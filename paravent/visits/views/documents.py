"""What stays of a visit: the note, what was accepted, the end."""

import json
import re
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from hashlib import sha256
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.forms import too_large
from paravent.access.terms import Purpose, Refused
from paravent.fhir.confidentiality import Label
from paravent.fhir.terms import Invalid
from paravent.kernel.ids import VisitId
from paravent.records.terms import QUOTA_USED_UP
from paravent.records.words import LABELS
from paravent.visits import operations
from paravent.visits.forms import NoteForm, flow_said
from paravent.visits.terms import (
    AcceptedItem,
    Elsewhere,
    InAnotherFile,
    KeptBecause,
    NotAcceptable,
    NoteChanged,
    NoteSigned,
    NoteView,
)
from paravent.visits.uploads import LARGEST, looked_at
from paravent.visits.words import KEPT_BECAUSE, kept_elsewhere_in_words, kind_in_words, sent_elsewhere_in_words

SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@require_http_methods(["GET", "POST"])
def note(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show the note, or keep what has been written so far."""
    if request.method == "GET":
        return _note(request, visit_id, operations.read_note(request.actor, Purpose.TREATMENT, VisitId(visit_id)))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _too_long()
    try:
        kept = operations.write_note(
            request.actor, Purpose.TREATMENT, VisitId(visit_id), form.note(), seen=form.cleaned_data["seen"]
        )
    except (NoteSigned, NoteChanged):
        kept = operations.read_note(request.actor, Purpose.TREATMENT, VisitId(visit_id))
        return JsonResponse(_told(kept) | {"signed": kept.signed_at is not None, "note": asdict(kept.note)}, status=409)
    return JsonResponse(_told(kept))


def _told(kept: NoteView) -> dict[str, object]:
    return {"saved_at": kept.saved_at.isoformat() if kept.saved_at else None}


@require_POST
def sign(request: Asked, visit_id: UUID) -> HttpResponse:
    """Sign the note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _too_long()
    try:
        kept = operations.sign_note(
            request.actor,
            Purpose.TREATMENT,
            VisitId(visit_id),
            form.note(),
            form.cleaned_data["label"],
            seen=form.cleaned_data["seen"],
        )
    except (NoteSigned, NoteChanged):
        return _beside_the_other(request, visit_id, form)
    return _note(request, visit_id, kept)


@require_POST
def amend(request: Asked, visit_id: UUID) -> HttpResponse:
    """Amend a signed note; the earlier version stays readable."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _too_long()
    try:
        kept = operations.amend_note(
            request.actor,
            Purpose.TREATMENT,
            VisitId(visit_id),
            form.note(),
            form.cleaned_data["label"],
            seen=form.cleaned_data["seen"],
        )
    except NoteChanged:
        return _beside_the_other(request, visit_id, form)
    return _note(request, visit_id, kept)


def _beside_the_other(request: Asked, visit_id: UUID, form: NoteForm) -> HttpResponse:
    """Show what was typed in the fields, and beside it what another window kept meanwhile: nothing is lost."""
    kept = operations.read_note(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    if kept.note == form.note():
        return _note(request, visit_id, kept)
    context = {"kept": kept, "other": kept, "parts": asdict(kept.note).items(), "form": form, "visit_id": visit_id}
    # htmx shows an answer only where it says that all went well.
    return render(request, "visits/_note.html", context, status=200 if request.htmx else 409)


def _too_long() -> HttpResponse:
    return JsonResponse({"error": _("That is more text than a note holds.")}, status=422)


def _note(request: Asked, visit_id: UUID, kept: NoteView) -> HttpResponse:
    form = NoteForm(initial=asdict(kept.note) | {"label": kept.label})
    context = {"kept": kept, "parts": asdict(kept.note).items(), "form": form, "visit_id": visit_id}
    return render(request, "visits/_note.html", context)


@require_POST
def accept(request: Asked, visit_id: UUID) -> HttpResponse:
    """Take a vital sign or a document into the file; ask first where the document is in another patient's too."""
    try:
        item = _accepted(request, VisitId(visit_id))
    except Invalid as invalid:
        return _refused(request, visit_id, " ".join(words for _path, words in invalid.problems))
    except NotAcceptable as no:
        return _refused(request, visit_id, _said(no))
    except InAnotherFile:
        return _whose(request, visit_id)
    except Refused as no:
        if no.reason != QUOTA_USED_UP:
            raise
        return _refused(request, visit_id, _quota_said())
    if _is_form(request):
        return redirect("calls:consult", visit_id=visit_id)
    words = f"{kind_in_words(item.kind)}: {item.detail}"
    return JsonResponse({"id": str(item.resource_id), "words": words}, status=201)


@require_GET
def take(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show the form by which a photo or PDF is taken into the file without a call, and without scripts."""
    return _take(request, visit_id)


def _take(request: Asked, visit_id: UUID, status: int = 200, **more: object) -> HttpResponse:
    """Show that form, and above it whose file it is."""
    visit = operations.see_visit(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    context = {"visit": visit, "visit_id": visit_id, "labels": LABELS, "typed": request.POST} | more
    return render(request, "visits/take.html", context, status=status)


def _is_form(request: Asked) -> bool:
    """Tell whether a form of a page without scripts was sent: such a browser wants a page for an answer."""
    return "text/html" in request.headers.get("Accept", "")


def _refused(request: Asked, visit_id: UUID, words: str) -> HttpResponse:
    if _is_form(request):
        return _take(request, visit_id, 422, error=words)
    return JsonResponse({"error": words}, status=422)


def _whose(request: Asked, visit_id: UUID) -> HttpResponse:
    """Ask whose the document is that was about to be kept, and why it would be kept here too."""
    words = kept_elsewhere_in_words(_compared(request, visit_id, sha256(_uploaded(request)).digest()).names)
    if _is_form(request):
        return _take(request, visit_id, 409, question=words, reasons=KEPT_BECAUSE)
    reasons = [[value, str(said)] for value, said in KEPT_BECAUSE.items()]
    return JsonResponse({"error": words, "reasons": reasons}, status=409)


def _compared(request: Asked, visit_id: UUID, digest: bytes) -> Elsewhere:
    return operations.compare_document(request.actor, Purpose.TREATMENT, VisitId(visit_id), digest)


@require_POST
def compare(request: Asked, visit_id: UUID) -> HttpResponse:
    """Tell whether a document that is about to be sent is another patient's. Asked too often, it is not told."""
    if not ratelimit.consume(request, action="compare", key=str(request.actor.person)):
        return JsonResponse({"error": _("Too many attempts. Try again in a minute.")}, status=429)
    if (digest := _digest(request)) is None:
        return JsonResponse({"error": _("This is no fingerprint of a file.")}, status=422)
    found = _compared(request, visit_id, digest)
    words = sent_elsewhere_in_words(found.names) if found.is_elsewhere else ""
    return JsonResponse({"elsewhere": found.is_elsewhere, "words": words})


@require_POST
def sent_anyway(request: Asked, visit_id: UUID) -> HttpResponse:
    """Note that it was sent all the same."""
    if (digest := _digest(request)) is None:
        return JsonResponse({"error": _("This is no fingerprint of a file.")}, status=422)
    operations.send_anyway(request.actor, Purpose.TREATMENT, VisitId(visit_id), digest)
    return HttpResponse(status=204)


def _digest(request: Asked) -> bytes | None:
    text = request.POST.get("digest", "")
    return bytes.fromhex(text) if SHA256_HEX.fullmatch(text) else None


def _said(no: NotAcceptable) -> str:
    words = {
        "too-large": too_large(LARGEST, _("Save it smaller, and choose it once more.")),
        "not-a-photo-or-pdf": _(
            "This is neither a photo (JPEG, PNG, WebP) nor a PDF, whatever it is called. It was not taken."
        ),
        "empty": _("There is nothing in this file, or none was chosen."),
        "damaged": _(
            "This file is damaged: its end is missing, or it cannot be read. Save it anew where it comes from, and choose it once more."
        ),
        "not-a-vital": _("This measurement is incomplete or unreadable. Ask for it again."),
    }
    return words.get(str(no), words["not-a-vital"])


def _quota_said() -> str:
    return _(
        "You have taken %(most)s documents into files today, which is as many as one person may. This one was not kept. Tomorrow there is room again; if you need more today, ask whoever runs Paravent here."
    ) % {"most": settings.DOCUMENTS_A_DAY}


def _accepted(request: Asked, visit_id: VisitId) -> AcceptedItem:
    if request.POST.get("kind") == "document":
        because = _because(request.POST.get("because", ""))
        keep = partial(operations.keep_anyway, because=because) if because else operations.accept_document
        content = _uploaded(request)
        return keep(
            request.actor,
            Purpose.TREATMENT,
            visit_id,
            title=request.POST.get("title", "")[:120] or _("Document"),
            content_type=looked_at(content),
            content=content,
            label=_label(request.POST.get("label", "")),
        )
    kind, values, measured_at = _vital(request.POST.get("payload", ""))
    return operations.accept_vital(
        request.actor, Purpose.TREATMENT, visit_id, kind=kind, values=values, measured_at=measured_at
    )


def _uploaded(request: Asked) -> bytes:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise NotAcceptable("empty")
    if (upload.size or 0) > LARGEST:
        raise NotAcceptable("too-large")
    upload.seek(0)
    return upload.read()


def _label(text: str) -> Label:
    return Label(text) if text in set(Label) else Label.NORMAL


def _because(text: str) -> KeptBecause | None:
    return KeptBecause(text) if text in set(KeptBecause) else None


def _vital(payload: str) -> tuple[str, dict[str, Decimal], datetime]:
    try:
        body = json.loads(payload)
        values = {str(name): Decimal(str(value)) for name, value in body["values"].items()}
        measured_at = datetime.fromisoformat(body["measured_at"])
        if measured_at.tzinfo is None:
            raise ValueError
        return str(body["type"]), values, measured_at
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        raise NotAcceptable("not-a-vital") from None


@require_POST
def end(request: Asked, visit_id: UUID) -> HttpResponse:
    """End the visit; the patient's link now leads to the summary."""
    operations.end_visit(
        request.actor,
        Purpose.TREATMENT,
        VisitId(visit_id),
        for_patient=request.POST.get("for_patient", "")[:5000],
        flow=flow_said(request.POST.get("flow", "")),
    )
    return redirect("calls:consult", visit_id=visit_id)
