"""Drills where they happen, one's own page, teams, and what everybody may know about all that."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Refused
from paravent.drills import operations
from paravent.drills.policy import A_PATIENT_WAITS
from paravent.drills.terms import DrillView, waits_for
from paravent.drills.words import DIFFICULTIES, TOPICS
from paravent.exercise.crowds import FEWEST
from paravent.exercise.scenarios import REPORT
from paravent.exercise.terms import Grade
from paravent.reports.forms import Reporting


@require_http_methods(["GET", "POST"])
def drill(request: Asked, drill_id: UUID) -> HttpResponse:
    """Show what came, or what it was; take the act."""
    if request.method == "POST":
        return _decided(request, drill_id, request.POST.get("act", ""))
    try:
        found = operations.open_drill(request.actor, drill_id)
    except Refused as refusal:
        if refusal.reason != A_PATIENT_WAITS:
            raise
        messages.info(request, _("Somebody waits for you. This can wait."))
        return redirect("front_door")
    if found.grade is not None:
        return render(request, "drills/outcome.html", _told(found))
    return render(request, "drills/drill.html", {"drill": found, "scenario": found.scenario})


@require_http_methods(["GET", "POST"])
def report(request: Asked, drill_id: UUID) -> HttpResponse:
    """Take a report of what was a drill, on the page on which the real thing is reported; what was typed is not kept."""
    form = Reporting(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decided(request, drill_id, REPORT)
    return render(request, "reports/report.html", {"form": form}, status=422 if form.errors else 200)


def _decided(request: Asked, drill_id: UUID, act: str) -> HttpResponse:
    operations.decide_drill(request.actor, drill_id, act)
    cache.delete(waits_for(request.actor.person))
    return redirect("drills:drill", drill_id=drill_id)


@require_GET
def mine(request: Asked) -> HttpResponse:
    """Show what is held about somebody's own drills, to them alone."""
    found = operations.see_own_practice(request.actor)
    context = {
        "practice": found,
        "topics": [(TOPICS[one.topic], one) for one in found.topics],
        "fewest": FEWEST,
    }
    return render(request, "drills/mine.html", context)


@require_POST
def practise(request: Asked) -> HttpResponse:
    """Begin a drill now, where it is time for one."""
    found = operations.offer_drill(request.actor)
    if found is None:
        messages.info(request, _("Nothing is due now, or a patient needs you."))
        return redirect("drills:mine")
    return redirect("drills:drill", drill_id=found.drill_id)


@require_POST
def forget(request: Asked) -> HttpResponse:
    """Delete one's own results."""
    operations.forget_own_practice(request.actor)
    cache.delete(waits_for(request.actor.person))
    messages.success(request, _("Your results are deleted."))
    return redirect("drills:mine")


@require_GET
def teams(request: Asked) -> HttpResponse:
    """Show what may be said of teams."""
    return render(request, "drills/teams.html", {"teams": operations.see_teams(request.actor), "fewest": FEWEST})


@require_GET
def about(request: Asked) -> HttpResponse:
    """Say what drills are for, who sees what, and for how long: for everybody who works here, and the works council."""
    return render(request, "drills/about.html", {"fewest": FEWEST})


def _told(found: DrillView) -> dict[str, object]:
    scenario = found.scenario
    is_safe = found.grade != Grade.UNSAFE
    return {
        "drill": found,
        "scenario": scenario,
        "is_right": found.grade == Grade.RIGHT,
        "is_safe": is_safe,
        "right_act": scenario.right_act(),
        "reports_right": scenario.report == Grade.RIGHT,
        "difficulty": DIFFICULTIES[scenario.difficulty],
        "topic": TOPICS[scenario.topic],
    }
