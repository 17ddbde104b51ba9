"""The pages of breaches, for the data-protection officer."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.breaches import operations, policy
from paravent.breaches.forms import UNDERSTOOD_LATER, Assessment, Closing, Report
from paravent.breaches.notices import pdf
from paravent.breaches.terms import Addressee, AwareTooLate, Breach, NotAssessed, TextTooShort
from paravent.breaches.words import LEVELS
from paravent.kernel import clock


@require_http_methods(["GET", "POST"])
def breaches(request: Asked) -> HttpResponse:
    """Show every breach, and take a report of a new one."""
    form = Report(request.POST or None, initial={"became_aware_at": timezone.localtime(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("breaches:breach", breach_id=operations.report_breach(request.actor, **form.cleaned_data))
        except TextTooShort:
            form.add_error("happened", UNDERSTOOD_LATER)
        except AwareTooLate:
            form.add_error("became_aware_at", _("That lies in the future."))
    context = {"breaches": [_shown(one) for one in operations.list_breaches(request.actor)], "form": form}
    return render(request, "breaches/breaches.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def breach(request: Asked, breach_id: UUID) -> HttpResponse:
    """Show one breach; keep how severe it is."""
    form = Assessment(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.assess_breach(request.actor, breach_id, form.factors(), **form.told())
        return redirect("breaches:breach", breach_id=breach_id)
    return _breach(request, breach_id, form=form if form.is_bound else None)


@require_POST
def told(request: Asked, breach_id: UUID, addressee: str) -> HttpResponse:
    """Keep that somebody was told."""
    operations.note_told(request.actor, breach_id, _addressee(addressee))
    return redirect("breaches:breach", breach_id=breach_id)


@require_POST
def close(request: Asked, breach_id: UUID) -> HttpResponse:
    """Close a breach with the reason."""
    closing = Closing(request.POST)
    if not closing.is_valid():
        return _breach(request, breach_id, closing=closing)
    try:
        operations.close_breach(request.actor, breach_id, closing.cleaned_data["reason"])
    except TextTooShort:
        closing.add_error("reason", UNDERSTOOD_LATER)
        return _breach(request, breach_id, closing=closing)
    except NotAssessed:
        closing.add_error("reason", _("Say first how severe it is."))
        return _breach(request, breach_id, closing=closing)
    return redirect("breaches:breach", breach_id=breach_id)


@require_GET
def notice(request: Asked, breach_id: UUID, addressee: str, language: str) -> HttpResponse:
    """Give a notice as PDF, in one of the practice's languages."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    to = _addressee(addressee)
    found = operations.draft_notice(request.actor, breach_id, to)
    answer = HttpResponse(pdf(found, to, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="notice-{to.value}-{language}.pdf"'
    return answer


def _addressee(text: str) -> Addressee:
    try:
        return Addressee(text)
    except ValueError as unknown:
        raise Http404 from unknown


def _breach(
    request: Asked, breach_id: UUID, *, form: Assessment | None = None, closing: Closing | None = None
) -> HttpResponse:
    found = operations.see_breach(request.actor, breach_id)
    known: dict[str, Any] = {"account": found.account, "measures": found.measures}
    known |= asdict(found.factors) if found.factors else {}
    context = _shown(found) | {
        "form": form or Assessment(initial=known),
        "closing": closing or Closing(),
        "languages": settings.LANGUAGES,
        "added_since": found.added_since_assessed,
    }
    return render(request, "breaches/breach.html", context, status=422 if form or closing else 200)


def _shown(found: Breach) -> dict[str, Any]:
    severity = found.severity
    to = policy.addressees(severity) if severity else frozenset()
    return {
        "breach": found,
        "level": LEVELS[severity.level] if severity else "",
        "is_grave": Addressee.PATIENTS in to,
        "tells_authority": Addressee.AUTHORITY in to,
        "tells_patients": Addressee.PATIENTS in to,
        "is_late": found.authority_told_at is None and found.closed_at is None and found.due_at < clock.now(),
    }
