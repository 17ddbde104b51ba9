"""What stays of a visit: the note, what was accepted, the end."""

import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Purpose
from paravent.fhir.confidentiality import Label
from paravent.fhir.terms import Invalid
from paravent.kernel.ids import VisitId
from paravent.visits import operations
from paravent.visits.forms import NoteForm, flow_said
from paravent.visits.terms import AcceptedItem, NotAcceptable, NoteChanged, NoteSigned, NoteView
from paravent.visits.uploads import looked_at
from paravent.visits.words import kind_in_words


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
    """Take a vital sign or a document of the call into the file."""
    try:
        item = _accepted(request, VisitId(visit_id))
    except Invalid as invalid:
        return JsonResponse({"error": " ".join(words for _path, words in invalid.problems)}, status=422)
    except NotAcceptable as no:
        return JsonResponse({"error": _said(no)}, status=422)
    words = f"{kind_in_words(item.kind)}: {item.detail}"
    return JsonResponse({"id": str(item.resource_id), "words": words}, status=201)


def _said(no: NotAcceptable) -> str:
    words = {
        "too-large": _("The file is too large: 25 MB is the most."),
        "not-a-photo-or-pdf": _(
            "This is neither a photo (JPEG, PNG, WebP) nor a PDF, whatever it is called. It was not taken."
        ),
        "not-a-vital": _("This measurement is incomplete or unreadable. Ask for it again."),
    }
    return words.get(str(no), words["not-a-vital"])


def _accepted(request: Asked, visit_id: VisitId) -> AcceptedItem:
    if request.POST.get("kind") == "document":
        upload = request.FILES.get("file")
        content = upload.read() if upload else b""
        return operations.accept_document(
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


def _label(text: str) -> Label:
    return Label(text) if text in set(Label) else Label.NORMAL


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
