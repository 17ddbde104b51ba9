"""Export, print, copy: by POST, each once, marked, and kept nowhere."""

from uuid import UUID

import orjson
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Purpose, Refused, Role
from paravent.copies import operations
from paravent.kernel.ids import PatientId
from paravent.records.words import hidden_by, label_of

MOST = 10_000_000
"""Nobody copies more characters at once; a larger number is not one of our module's."""


@require_http_methods(["GET", "POST"])
def export(request: Asked, patient_id: UUID) -> HttpResponse:
    """Say what an export is, then give a whole file as a download; its name says nothing about anybody."""
    if request.method == "GET":
        if not request.actor.is_a(Role.CLINICIAN):
            raise Refused("only-clinicians-open-files")
        return render(request, "copies/export.html", {"patient_id": patient_id})
    bundle = operations.export_file(request.actor, Purpose.TREATMENT, PatientId(patient_id))
    response = HttpResponse(orjson.dumps(bundle, option=orjson.OPT_INDENT_2), content_type="application/fhir+json")
    response.headers["Content-Disposition"] = 'attachment; filename="file.json"'
    return response


@require_POST
def printed(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show a file as it goes on paper."""
    found = operations.print_file(request.actor, Purpose.TREATMENT, PatientId(patient_id))
    context = {
        "opened": found.opened,
        "mark": found.mark,
        "chart": found.opened.chart,
        "patient_id": patient_id,
        "documents": [(one, None) for one in found.opened.chart.documents],
        "hides": hidden_by(found.opened.labels),
        "series": [(label_of(one), None, one) for one in found.opened.chart.series],
    }
    return render(request, "copies/print.html", context)


@require_POST
def copy(request: Asked, patient_id: UUID, fhir_id: str) -> HttpResponse:
    """Give a letter as text, for the button that copies it."""
    text = operations.copy_letter(request.actor, Purpose.TREATMENT, PatientId(patient_id), fhir_id)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def copied(request: Asked, patient_id: UUID, purpose: Purpose = Purpose.TREATMENT) -> HttpResponse:
    """Keep that something was copied by hand, and say a word where it was much."""
    said = request.POST.get("characters", "")
    if not (said.isascii() and said.isdigit() and 0 < int(said[:9]) <= MOST):
        raise Http404
    was_much = operations.note_copy(request.actor, purpose, PatientId(patient_id), int(said[:9]))
    words = _(
        "That was much to copy. It stands in the log, with its length and your name. Was it meant for the patient?"
    )
    return JsonResponse({"nudge": words if was_much else ""})


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show the data-protection officer what was taken out of files today."""
    return render(request, "copies/desk.html", {"left": operations.list_copies(request.actor)})
