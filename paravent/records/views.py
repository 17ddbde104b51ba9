"""Pages of a file. Each is opened for a reason, kept nowhere, and marked with its reader's name."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked
from paravent.access.terms import Purpose
from paravent.kernel.ids import PatientId
from paravent.records import operations
from paravent.records.charts import drawn
from paravent.records.terms import SHOWN_TYPES
from paravent.records.words import label_of

# What a document may do when it is shown: nothing. A PDF viewer is the browser's own.
SANDBOX = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; sandbox"


@require_GET
def chart(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show a patient's file, whole or as the pane beside the picture."""
    found = operations.open_chart(request.actor, Purpose.TREATMENT, PatientId(patient_id))
    context = {
        "chart": found,
        "patient_id": patient_id,
        "series": [(label_of(one), drawn(one), one) for one in found.series],
    }
    return render(request, "records/_chart.html" if request.htmx else "records/chart.html", context)


@require_GET
def document(request: Asked, patient_id: UUID, fhir_id: str) -> HttpResponse:
    """Give one document, as what it is or as a download, never as a page of ours."""
    found = operations.open_document(request.actor, Purpose.TREATMENT, PatientId(patient_id), fhir_id)
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
