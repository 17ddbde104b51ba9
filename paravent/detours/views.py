"""The pages of detours: owning up, what it means, and how often it happens."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Purpose, Refused
from paravent.detours import operations
from paravent.detours.forms import Nudged, OwningUp
from paravent.detours.terms import App, Row, SentenceTooShort, Trend
from paravent.detours.words import APPS, HEEDS, WHYS
from paravent.kernel.ids import VisitId
from paravent.visits.operations import see_visit

WORDS = {str(key): words for table in (APPS, HEEDS, WHYS) for key, words in table.items()}


@require_http_methods(["GET", "POST"])
def elsewhere(request: Asked, visit_id: UUID) -> HttpResponse:
    """Take that a visit was held in another app: the app is the button, the sentence goes into the file."""
    form = OwningUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.own_up(request.actor, VisitId(visit_id), **form.cleaned_data)
        except SentenceTooShort:
            form.add_error("sentence", OwningUp.base_fields["sentence"].error_messages["min_length"])
        else:
            return redirect("detours:owned_up", visit_id=visit_id)
    visit = see_visit(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    asked = request.GET.get("app", "")
    context = {"visit": visit, "visit_id": visit_id, "form": form, "apps": _first(asked), "asked": asked}
    return render(request, "detours/elsewhere.html", context, status=422 if form.errors else 200)


def _first(asked: str) -> list[tuple[App, object]]:
    """Return the apps, the one that was noticed first."""
    return sorted(APPS.items(), key=lambda one: one[0] != asked)


@require_GET
def owned_up(request: Asked, visit_id: UUID) -> HttpResponse:
    """Say what it means that a visit was held elsewhere."""
    if not request.actor.roles:
        raise Refused("not-your-visit")
    return render(request, "detours/owned_up.html", {"visit_id": visit_id})


@require_POST
def count(request: Asked) -> HttpResponse:
    """Count what came of a nudge. Who asks is looked at, so that strangers count nothing, and then forgotten."""
    form = Nudged(request.POST)
    if not request.actor.roles:
        return HttpResponse(status=403)
    if not form.is_valid():
        return HttpResponse(status=422)
    operations.count_nudge(**form.cleaned_data)
    return HttpResponse(status=204)


@require_GET
def trend(request: Asked) -> HttpResponse:
    """Show how often, to whoever runs the practice."""
    found = operations.see_trend(request.actor)
    return render(request, "detours/trend.html", {"trend": found, "tables": _tables(found)})


def _tables(found: Trend) -> dict[str, list[tuple[object, Row]]]:
    tables = {"nudges": found.nudges, "heeds": found.heeds, "apps": found.apps, "whys": found.whys}
    return {name: [(WORDS.get(row.what, row.what), row) for row in rows] for name, rows in tables.items()}
