"""Reporting, for everybody; the desk, for the data-protection officer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.kernel import clock
from paravent.reports import operations
from paravent.reports.forms import Answering, Reporting
from paravent.reports.queries import soonness


@require_http_methods(["GET", "POST"])
def report(request: Asked) -> HttpResponse:
    """Take a report of the real thing."""
    form = Reporting(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.make_report(request.actor, **form.cleaned_data)
        messages.success(request, _("Thank you. It lies on the data-protection officer's desk."))
        return redirect("front_door")
    return render(request, "reports/report.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show what was reported."""
    found = operations.list_reports(request.actor)
    soon, now = soonness(found), clock.now()
    answered_in = timesince(now - soon.until_answered, now) if soon.until_answered else ""
    context = {"reports": found, "soon": soon, "answered_in": answered_in, "form": Answering()}
    return render(request, "reports/desk.html", context)


@require_POST
def answer(request: Asked, report_id: UUID) -> HttpResponse:
    """Answer a report, and open a breach where it is one."""
    form = Answering(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        breach_id = operations.answer_report(
            request.actor, report_id, given["answer"], opens_breach=given["opens_breach"]
        )
        if breach_id:
            return redirect("breaches:breach", breach_id=breach_id)
    return redirect("reports:desk")
