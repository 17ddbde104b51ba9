"""Drills where they happen, one's own page, teams, and what everybody may know about all that."""

import json
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Refused
from paravent.drills import operations, policy
from paravent.drills.credentials import credential as signed_credential
from paravent.drills.credentials import issuer_document
from paravent.drills.paper import own_pdf, practice_pdf
from paravent.drills.policy import A_PATIENT_WAITS
from paravent.drills.statements import statements as as_statements
from paravent.drills.terms import MASTERED, DrillView, waits_for
from paravent.drills.words import DIFFICULTIES, TOPICS
from paravent.exercise.scenarios import REPORT
from paravent.exercise.terms import Grade, Topic
from paravent.kernel import clock
from paravent.kernel.crowds import FEWEST
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
        "mastered": [(one.topic.value, TOPICS[one.topic]) for one in found.topics if one.is_mastered],
        "threshold": MASTERED,
        "languages": settings.LANGUAGES,
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
    context = {
        "teams": operations.see_teams(request.actor),
        "fewest": FEWEST,
        "draws": policy.may_draw_record(request.actor).allowed,
        "languages": settings.LANGUAGES,
    }
    return render(request, "drills/teams.html", context)


@require_POST
def statements(request: Asked) -> HttpResponse:
    """Give somebody their own drills as xAPI statements."""
    made = as_statements(operations.take_own_record(request.actor), clock.now())
    return _download(json.dumps(made, ensure_ascii=False, indent=1), "application/json", "drills-xapi.json")


@require_POST
def credential(request: Asked) -> HttpResponse:
    """Give somebody the signed credential of a topic that they have mastered."""
    topic = next((one for one in Topic if one == request.POST.get("topic")), None)
    record, language = operations.take_own_record(request.actor), _language(request)
    signed = signed_credential(record, topic, language, clock.now()) if topic else None
    if signed is None:
        messages.info(request, _("This topic has no credential yet. Its band has to lie higher first."))
        return redirect("drills:mine")
    return _download(signed, "application/vc+jwt", "credential.jwt")


@require_POST
def own_record(request: Asked) -> HttpResponse:
    """Give somebody their own record of training as PDF."""
    record = operations.take_own_record(request.actor)
    made = own_pdf(record, _language(request), with_results=request.POST.get("results") == "on")
    return _download(made, "application/pdf", "training-record.pdf")


@require_POST
def practice_record(request: Asked) -> HttpResponse:
    """Give whoever answers for training the practice's record as PDF."""
    made = practice_pdf(operations.draw_practice_record(request.actor), _language(request))
    return _download(made, "application/pdf", "training-of-staff.pdf")


@require_GET
def issuer(request: Asked) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Publish the key by which everybody checks a credential."""
    answer = JsonResponse(issuer_document(), content_type="application/did+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _language(request: Asked) -> str:
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else (get_language() or "en")[:2]


def _download(made: bytes | str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
