"""Releases on a study's page: for who asks for them, names who receives them, and decides."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Role
from paravent.interop.answers import address_of
from paravent.releases import operations, paper, words
from paravent.releases.answers import in_parts
from paravent.releases.dossier import AGAIN, leak_of
from paravent.releases.forms import Naming, Wishing
from paravent.releases.terms import TEXTS, KeyUnclear, Proposal, RecipientView, ReleaseView, State, Wish
from paravent.uses.terms import Kind

MAKING_A_KEY = """\
openssl genrsa -out recipient.pem 3072
openssl rsa -in recipient.pem -pubout -out recipient-public.pem
openssl rsa -in recipient.pem -pubout -outform DER | openssl dgst -sha256"""
"""What a recipient types, once; the guide for recipients says the same (docs/guide/recipients.md)."""


@require_http_methods(["GET", "POST"])
def of_study(request: Asked, study_id: UUID) -> HttpResponse:
    """Show a study's releases, and take a wish for another."""
    return _of_study(request, study_id, wishing=request.POST or None)


def _of_study(
    request: Asked, study_id: UUID, wishing: QueryDict | None = None, naming: Naming | None = None
) -> HttpResponse:
    found = operations.list_releases(request.actor, study_id)
    study, questions = found.study, found.questions
    is_running = study.is_open and study.is_own and Kind.RELEASE in study.plan.exits
    form = Wishing(wishing, questions=questions, approved=study.plan)
    if form.is_bound and form.is_valid():
        return redirect("releases:one", release_id=operations.ask_for_release(request.actor, study_id, form.wish()))
    context = {
        "study": study,
        "releases": [{**_shown(one), **_asked_for(one)} for one in found.releases],
        "form": form,
        "asks": is_running and bool(questions),
        "is_an_exit": Kind.RELEASE in study.plan.exits,
        "recipients": [_key_shown(one) for one in found.recipients],
        "naming": naming or Naming(),
        "making_a_key": MAKING_A_KEY,
        "names": is_running,
        "decides": request.actor.is_a(Role.DPO) and not study.is_own,
    }
    is_wrong = form.errors or (naming and naming.errors)
    return render(request, "releases/of_study.html", context, status=422 if is_wrong else 200)


def _key_shown(one: RecipientView) -> dict[str, Any]:
    label, colour = words.key_state(one)
    return {"view": one, "label": label, "colour": colour, "mark": words.in_fours(one.fingerprint)}


@require_GET
def one(request: Asked, release_id: UUID) -> HttpResponse:
    """Show a release: what was asked, what it risks, and what comes next."""
    seen = operations.see_release(request.actor, release_id)
    found = seen.findings
    context = {
        "one": _shown(seen),
        **_asked_for(seen),
        "protection": words.look_alike(seen.wish.threshold, seen.approved),
        "why": list(words.why(found, seen.wish.threshold)) if found else [],
        "steps": [words.coarser(*step) for step in found.steps] if found else [],
        "proposals": [words.offered(seen.wish, offered) for offered in found.proposals] if found else [],
        "people": words.few(found.people) if found else "",
        "left_out": words.few(found.left_out) if found and found.left_out else "",
        "address": address_of("releases:one", release_id).removesuffix("/"),
        "verify": f"paravent release verify release-{release_id}.json --proof release-{release_id}.receipt *.ndjson",
        "leak": words.leak(leak_of(seen.texts), AGAIN),
        "texts": list(words.of_texts(seen.texts)) if seen.texts else [],
        "decides": request.actor.is_a(Role.DPO) and seen.state is State.WAITS and not seen.is_own,
    }
    return render(request, "releases/one.html", context)


def _shown(seen: ReleaseView) -> dict[str, Any]:
    label, colour = words.STATES[seen.state]
    return {"view": seen, "state": str(seen.state), "label": label, "colour": colour}


def _asked_for(seen: ReleaseView) -> dict[str, Any]:
    return {"kinds": [words.KIND_WORDS[kind] for kind in seen.wish.kinds], "asked": list(words.asked(seen.wish))}


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


@require_POST
def name_recipient(request: Asked, study_id: UUID) -> HttpResponse:
    """Take the public key of a recipient, which waits for somebody else."""
    naming = Naming(request.POST)
    if naming.is_valid():
        try:
            operations.name_recipient(request.actor, study_id, **naming.cleaned_data)
            return redirect("releases:of_study", study_id=study_id)
        except KeyUnclear:
            naming.add_error("public_key", words.KEY_UNCLEAR)
    return _of_study(request, study_id, naming=naming)


@require_POST
def decide_recipient(request: Asked, study_id: UUID, recipient_id: UUID) -> HttpResponse:
    """Say that a key is the recipient's, or that it is not."""
    operations.decide_recipient(request.actor, recipient_id, approves=request.POST.get("decision") == "approve")
    return redirect("releases:of_study", study_id=study_id)


@require_POST
def end_recipient(request: Asked, study_id: UUID, recipient_id: UUID) -> HttpResponse:
    """End a key."""
    operations.end_recipient(request.actor, recipient_id)
    return redirect("releases:of_study", study_id=study_id)


# Files


@require_GET
def file(request: Asked, release_id: UUID, number: int) -> HttpResponse:
    """Return a file to who asked for it, or what of it is still missing."""
    return in_parts(request, *operations.take_file(request.actor, release_id, number))


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
