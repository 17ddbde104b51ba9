"""Releases: on a study's page for who asks and who decides, and as FHIR Bulk Data for who fetches the files."""

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Role
from paravent.fhir.outcomes import outcome
from paravent.fhir.terms import Complaint
from paravent.interop.answers import address_of
from paravent.releases import operations, paper, words
from paravent.releases.forms import Wishing
from paravent.releases.terms import TEXTS, Proposal, ReleaseView, State, Wish
from paravent.uses.answers import NDJSON

RANGE = re.compile(r"bytes=(\d+)-(\d*)")
RETRY_SECONDS = 5


@require_http_methods(["GET", "POST"])
def of_study(request: Asked, study_id: UUID) -> HttpResponse:
    """Show a study's releases, and take a wish for another."""
    study, releases, questions = operations.list_releases(request.actor, study_id)
    form = Wishing(request.POST or None, questions=questions, approved=study.plan.threshold)
    if request.method == "POST" and form.is_valid():
        return redirect("releases:one", release_id=operations.ask_for_release(request.actor, study_id, form.wish()))
    context = {
        "study": study,
        "releases": [_shown(one) for one in releases],
        "form": form,
        "asks": study.is_open and study.is_own and bool(questions),
    }
    return render(request, "releases/of_study.html", context, status=422 if form.errors else 200)


@require_GET
def one(request: Asked, release_id: UUID) -> HttpResponse:
    """Show a release: what was asked, what it risks, and what comes next."""
    seen = operations.see_release(request.actor, release_id)
    found = seen.findings
    context = {
        "one": _shown(seen),
        "asked": words.asked(seen.wish),
        "kinds": [words.KIND_WORDS[kind] for kind in seen.wish.kinds],
        "why": list(words.why(found, seen.wish.threshold)) if found else [],
        "steps": [words.coarser(*step) for step in found.steps] if found else [],
        "proposals": [words.offered(seen.wish, offered) for offered in found.proposals] if found else [],
        "people": words.few(found.people) if found else "",
        "left_out": words.few(found.left_out) if found and found.left_out else "",
        "kick_off": f"GET {reverse('releases:kick_off', args=[release_id])}",
        "verify": f"paravent release verify release-{release_id}.json --proof release-{release_id}.receipt *.ndjson",
        "leak": words.leak(),
        "decides": request.actor.is_a(Role.DPO) and seen.state is State.WAITS and not seen.is_own,
    }
    return render(request, "releases/one.html", context)


def _shown(seen: ReleaseView) -> dict[str, Any]:
    label, colour = words.STATES[seen.state]
    return {"view": seen, "state": str(seen.state), "label": label, "colour": colour}


@require_POST
def coarser(request: Asked, release_id: UUID, number: int) -> HttpResponse:
    """Ask again, as coarsely as was proposed."""
    seen = operations.see_release(request.actor, release_id)
    offered = (seen.findings.proposals if seen.findings else ())[number : number + 1]
    if not offered:
        return redirect("releases:one", release_id=release_id)
    wish = _as_offered(seen.wish, offered[0])
    return redirect("releases:one", release_id=operations.ask_for_release(request.actor, seen.study_id, wish))


def _as_offered(wish: Wish, one: Proposal) -> Wish:
    kinds = wish.kinds if one.texts else tuple(kind for kind in wish.kinds if kind not in TEXTS)
    return replace(wish, kinds=kinds, rungs=one.rungs, texts=one.texts, leaves_out=one.leaves_out)


@require_POST
def decide(request: Asked, release_id: UUID) -> HttpResponse:
    """Hand a release out, or turn it down."""
    operations.decide_release(request.actor, release_id, approves=request.POST.get("decision") == "approve")
    return redirect("releases:one", release_id=release_id)


@require_POST
def begin(request: Asked, release_id: UUID) -> HttpResponse:
    """Let a release be made."""
    operations.begin_release(request.actor, release_id)
    return redirect("releases:one", release_id=release_id)


@require_POST
def give_back(request: Asked, release_id: UUID) -> HttpResponse:
    """Delete the files, which are not needed any more."""
    operations.give_back(request.actor, release_id)
    return redirect("releases:one", release_id=release_id)


# FHIR Bulk Data


def _outcome(code: str, text: str, status: int) -> JsonResponse:
    return JsonResponse(outcome([Complaint(code, text)]), status=status, content_type="application/fhir+json")


@require_http_methods(["GET", "POST"])
def kick_off(request: Asked, release_id: UUID) -> HttpResponse:
    """Begin an export. No other page can let a browser send this header, so that nothing begins by a link."""
    if "respond-async" not in request.headers.get("Prefer", ""):
        return _outcome("required", "Send the header Prefer: respond-async.", HTTPStatus.BAD_REQUEST)
    operations.begin_release(request.actor, release_id)
    response = HttpResponse(status=HTTPStatus.ACCEPTED)
    response["Content-Location"] = address_of("releases:status", release_id)
    return response


@require_http_methods(["GET", "DELETE"])
def status(request: Asked, release_id: UUID) -> HttpResponse:
    """Say how far an export is; once it is whole, the manifest of its files. DELETE gives the files back."""
    if request.method == "DELETE":
        operations.give_back(request.actor, release_id)
        return HttpResponse(status=HTTPStatus.ACCEPTED)
    seen = operations.see_release(request.actor, release_id)
    if seen.state is State.READY and seen.finished_at:
        response: HttpResponse = JsonResponse(_manifest(seen))
        response["Expires"] = http_date(seen.kept_until.timestamp() if seen.kept_until else 0)
        return response
    if seen.state is not State.BEING_MADE:
        return _outcome("not-found", "Nothing is being made or ready.", HTTPStatus.NOT_FOUND)
    response = HttpResponse(status=HTTPStatus.ACCEPTED)
    response["X-Progress"], response["Retry-After"] = f"{seen.resources} resources written", str(RETRY_SECONDS)
    return response


def _manifest(seen: ReleaseView) -> dict[str, Any]:
    return {
        "transactionTime": seen.finished_at and seen.finished_at.isoformat(),
        "request": address_of("releases:kick_off", seen.release_id),
        "requiresAccessToken": True,
        "output": [
            {
                "type": one.kind,
                "url": address_of("releases:file", seen.release_id, one.number),
                "count": one.count,
                "extension": {"sha256": one.sha256, "size": one.size},
            }
            for one in seen.files
        ],
        # Files with somebody in them who took their permission back are not there any more.
        "deleted": [],
        "extension": {"deleted": address_of("uses:manifest")},
        "error": [],
    }


@require_GET
def file(request: Asked, release_id: UUID, number: int) -> HttpResponse:
    """Return a file, or what of it is still missing: a transfer that was cut goes on where it ended."""
    told, content = operations.take_file(request.actor, release_id, number)
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    start, end = (int(asked[1]), int(asked[2] or told.size - 1)) if asked else (0, told.size - 1)
    if asked and not start <= end < told.size:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{told.size}"
        return response
    response = HttpResponse(content[start : end + 1], content_type=NDJSON, status=206 if asked else 200)
    if asked:
        response["Content-Range"] = f"bytes {start}-{end}/{told.size}"
    response["Accept-Ranges"], response["ETag"] = "bytes", f'"{told.sha256}"'
    response["Content-Disposition"] = f'attachment; filename="{told.kind}-{told.number}.ndjson"'
    return response


@require_GET
def dossier(request: Asked, release_id: UUID) -> HttpResponse:
    """Return what the release consists of and risks."""
    content, _ = operations.take_dossier(request.actor, release_id)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="release-{release_id}.json"'
    return response


@require_GET
def on_paper(request: Asked, release_id: UUID) -> HttpResponse:
    """Return the dossier to be read."""
    content, _ = operations.take_dossier(request.actor, release_id)
    response = HttpResponse(paper.pdf(content, (get_language() or "en")[:2]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="release-{release_id}.pdf"'
    return response


@require_GET
def proof(request: Asked, release_id: UUID) -> HttpResponse:
    """Return the receipt by which the log vouches for the dossier."""
    response = HttpResponse(operations.take_proof(request.actor, release_id), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="release-{release_id}.receipt"'
    return response
