"""What a request tells of guidance: who is about to do what, where, and whether it was done."""

import json
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from paravent.access.asking import Asked
from paravent.guidance import operations
from paravent.guidance.detection import holds_third_person
from paravent.guidance.policy import may_be_guided
from paravent.guidance.terms import Piece
from paravent.guidance.words import WORDS
from paravent.keys.custody import opened_for_practice, sealed_for_practice

LOOKED_UP_FOR_SECONDS = 600
DONE = {
    "emergency:break": (Piece.BREAK_GLASS, 302),
    "copies:export": (Piece.EXPORT, 200),
    "visits:send_invitation": (Piece.RECIPIENT, 200),
    "visits:sign_note": (Piece.THIRD_PERSON, 200),
}
"""The act of each piece: which POST it is, and how it is answered where it was done."""

ABOUT_ONE = frozenset({"records:chart"})
"""Better ways that lead to the same patient."""


def where(request: HttpRequest) -> str:
    """Return which patient or visit a page is about, by its address."""
    found = request.resolver_match.kwargs if request.resolver_match else {}
    return " ".join(str(value) for value in found.values() if isinstance(value, UUID))


def needed(request: Asked) -> frozenset[Piece]:
    """Return what the reader may still be told, looked up every ten minutes at most and remembered sealed."""
    name = remembered_as(request.actor.person)
    known = cache.get(name)
    if known is None:
        known = sealed_for_practice(json.dumps(sorted(operations.look_up_needed(request.actor))), (name,))
        cache.set(name, known, LOOKED_UP_FOR_SECONDS)
    return frozenset(Piece(piece) for piece in json.loads(opened_for_practice(known, (name,))))


def remembered_as(person_id: UUID) -> str:
    """Return under which name it is remembered what somebody may still be told."""
    return f"guidance-of-{person_id}"


def piece_in(request: Asked, piece: Piece) -> dict[str, Any]:
    """Return what a page shows of a piece: nothing where it is not needed, is retired, or the coin says so."""
    if not may_be_guided(request.actor).allowed or piece not in needed(request):
        return {"is_shown": False}
    if not operations.come_upon(request.actor.person, piece, where(request)):
        return {"is_shown": False}
    said = WORDS[piece]
    return {
        "is_shown": True,
        "piece": piece,
        "said": said,
        "leads_to": _address(request, said.leads_to),
        "back": request.path,
    }


def _address(request: HttpRequest, leads_to: str) -> str:
    if leads_to.startswith("#"):
        return leads_to
    match = request.resolver_match
    return reverse(leads_to, kwargs=match.kwargs if match and leads_to in ABOUT_ONE else None)


def note_outcome(request: HttpRequest, response: HttpResponse) -> None:
    """Count it where a request was the act of a piece and was done; a note only where it still holds another person's data."""
    match, actor = request.resolver_match, getattr(request, "actor", None)
    if request.method != "POST" or match is None or actor is None or match.view_name not in DONE:
        return
    piece, status = DONE[match.view_name]
    is_kept = piece is not Piece.THIRD_PERSON or holds_third_person("\n".join(map(str, request.POST.values())))
    if response.status_code == status and is_kept:
        operations.note_done(actor.person, piece, where(request))
