"""Breaking the glass in two looks, and the page where it is reviewed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.emergency import operations
from paravent.emergency.forms import Reason, Review
from paravent.emergency.terms import OPEN_FOR, REVIEW_WITHIN, ReasonTooShort
from paravent.kernel.ids import PatientId


@require_http_methods(["GET", "POST"])
def break_glass(request: Asked, patient_id: UUID) -> HttpResponse:
    """Ask for the reason, show it a second time, and open the file."""
    person = operations.consider_breaking(request.actor, PatientId(patient_id))
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.POST.get("look") == "second":
        try:
            operations.break_glass(request.actor, PatientId(patient_id), form.cleaned_data["reason"])
            return redirect("records:emergency", patient_id=patient_id)
        except ReasonTooShort:
            form.add_error("reason", _("Write a sentence that somebody can judge later."))
    context = {
        "person": person,
        "form": form,
        "reason": form.cleaned_data["reason"] if form.is_bound and form.is_valid() else "",
        "minutes": int(OPEN_FOR.total_seconds() // 60),
        "hours": int(REVIEW_WITHIN.total_seconds() // 3600),
    }
    return render(request, "emergency/break.html", context, status=422 if form.errors else 200)


@require_GET
def openings(request: Asked) -> HttpResponse:
    """Show the data-protection officer what waits for a review, and what was found before."""
    return _openings(request)


@require_POST
def review(request: Asked, glass_id: UUID) -> HttpResponse:
    """Keep a review."""
    form = Review(request.POST)
    if not form.is_valid():
        return _openings(request, wrong=glass_id, form=form)
    operations.review_breaking(request.actor, glass_id, form.cleaned_data["verdict"], form.cleaned_data["remark"])
    return redirect("emergency:openings")


def _openings(request: Asked, *, wrong: UUID | None = None, form: Review | None = None) -> HttpResponse:
    waiting, done = operations.list_breakings(request.actor)
    rows = [
        (one, form if form and one.glass_id == wrong else Review(auto_id=f"id_{one.glass_id}_%s")) for one in waiting
    ]
    context = {
        "waiting": rows,
        "done": done,
        "overdue": sum(one.is_overdue for one in waiting),
    }
    return render(request, "emergency/openings.html", context, status=422 if form else 200)
