"""Pages of a file. Each is opened for a reason, kept nowhere, and marked with its reader's name."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Purpose, Refused
from paravent.fhir.confidentiality import Label
from paravent.kernel.ids import PatientId
from paravent.people import operations as people
from paravent.programs.queries import startable
from paravent.records import operations
from paravent.records.charts import drawn
from paravent.records.terms import SHOWN_TYPES
from paravent.records.words import LABELS, hidden_by, label_of

# What a document may do when it is shown: nothing. A PDF viewer is the browser's own.
SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; sandbox"


WARNED = "open"
"""What the page says once its reader was warned that they declared a tie."""

CLOSED = {"declared-tie", "file-is-restricted", "no-care-relation", "patient-said-no", "works-here", "own-file"}
"""Refusals that are told in the words of the file."""


@require_http_methods(["GET", "POST"])
def patients(request: Asked) -> HttpResponse:
    """Show a clinician whom they care for; a search finds the others. By POST: a name does not belong in a URL."""
    text = request.POST.get("q", "").strip()
    own = people.list_own_patients(request.actor, Purpose.TREATMENT)
    found = people.search_patients(request.actor, Purpose.TREATMENT, text) if len(text) > 1 else []
    known = {person.patient_id for person in own}
    others = [person for person in found if person.patient_id not in known]
    mine = [person for person in found if person.patient_id in known] if len(text) > 1 else own
    return render(request, "records/patients.html", {"text": text, "own": mine, "others": others, "found": found})


@require_GET
def chart(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show a patient's file, whole or as the pane beside the picture."""
    try:
        return _chart(request, patient_id, Purpose.TREATMENT)
    except Refused as refused:
        if refused.reason not in CLOSED:
            raise
        context = {"patient_id": patient_id, "reason": refused.reason}
        return render(request, "records/closed.html", context, status=403)


@require_GET
def emergency(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show a file by the glass that was broken for it."""
    return _chart(request, patient_id, Purpose.EMERGENCY)


def _chart(request: Asked, patient_id: UUID, purpose: Purpose) -> HttpResponse:
    was_warned = request.GET.get("tie") == WARNED
    found = operations.open_chart(request.actor, purpose, PatientId(patient_id), was_warned=was_warned)
    context = {
        "opened": found,
        "chart": found.chart,
        "patient_id": patient_id,
        "in_emergency": purpose == Purpose.EMERGENCY,
        "startable": startable() if purpose == Purpose.TREATMENT else [],
        "visit_id": _visit_of(request),
        "documents": [(one, found.own_documents.get(one.fhir_id)) for one in found.chart.documents],
        "labels": LABELS,
        "hides": hidden_by(found.labels),
        "series": [(label_of(one), drawn(one), one) for one in found.chart.series],
    }
    return render(request, "records/_chart.html" if request.htmx else "records/chart.html", context)


def _visit_of(request: Asked) -> UUID | None:
    """Return beside which visit a file is read. It opens nothing: a program that is started here may be told."""
    try:
        return UUID(request.GET.get("visit", ""))
    except ValueError:
        return None


@require_POST
def relabel(request: Asked, patient_id: UUID, fhir_id: str) -> HttpResponse:
    """Tell a document that one took in to more or fewer colleagues."""
    try:
        label = Label(request.POST.get("label", ""))
    except ValueError:
        raise Http404 from None
    operations.relabel(request.actor, Purpose.TREATMENT, PatientId(patient_id), "DocumentReference", fhir_id, label)
    return redirect("records:chart", patient_id=patient_id)


@require_GET
def document(request: Asked, patient_id: UUID, fhir_id: str, purpose: Purpose = Purpose.TREATMENT) -> HttpResponse:
    """Give one document, as what it is or as a download, never as a page of ours."""
    found = operations.open_document(request.actor, purpose, PatientId(patient_id), fhir_id)
    is_shown = found.content_type in SHOWN_TYPES
    response = HttpResponse(found.content, content_type=found.content_type if is_shown else "application/octet-stream")
    response.headers["Content-Disposition"] = "inline" if is_shown else 'attachment; filename="document"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    if found.content_type == "text/plain":
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
    # Chromium shows no PDF inside a sandbox; a PDF's own scripts do not reach our origin.
    if found.content_type != "application/pdf":
        response.headers["Content-Security-Policy"] = SANDBOX
    return response
