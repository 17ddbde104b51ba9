"""The data-protection officer erases somebody: found, considered, reasoned, read a second time, done, and proved."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from paravent.access.asking import Asked
from paravent.kernel.ids import PatientId
from paravent.visits import operations
from paravent.visits.forms import ErasureReason

SHORTEST_SEARCH = 2


@require_http_methods(["GET", "POST"])
def erasures(request: Asked) -> HttpResponse:
    """Show who was erased; a search finds whom a request is about. By POST: a name does not belong in a URL."""
    text = request.POST.get("q", "").strip()
    found = operations.find_for_erasure(request.actor, text) if len(text) >= SHORTEST_SEARCH else []
    done = operations.list_erasures(request.actor)
    return render(request, "visits/erasures.html", {"text": text, "found": found, "done": done})


@require_http_methods(["GET", "POST"])
def erase(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show what goes and what stays, ask for the reason, show it a second time, and erase."""
    considered = operations.consider_erasure(request.actor, PatientId(patient_id))
    form = ErasureReason(request.POST or None)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and request.POST.get("look") == "second":
        ground, reason = form.cleaned_data["ground"], form.cleaned_data["reason"]
        operations.erase_patient(request.actor, PatientId(patient_id), ground, reason)
        return redirect("visits:erasures")
    context = {"considered": considered, "form": form, "second": form.cleaned_data if is_valid else None}
    return render(request, "visits/erase.html", context, status=422 if form.errors else 200)
