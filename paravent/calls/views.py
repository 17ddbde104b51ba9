"""The consultation's two pages: the clinician's, with the file beside the picture, and the patient's."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked, purpose_at_work
from paravent.access.bearers import guest_of
from paravent.access.terms import Refused, Role
from paravent.calls.operations import ice_servers
from paravent.calls.words import call_words
from paravent.consent.queries import wording
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.records.words import LABELS
from paravent.ties.forms import KINDS
from paravent.visits import operations
from paravent.visits.forms import Arrival, Verification
from paravent.visits.terms import CARE_AFTER, LEFT, PartyKind, Status, Welcome


@require_GET
@ensure_csrf_cookie
def consult(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show a visit to whoever runs it: to reception its arrangement, to the clinician the consultation."""
    actor = request.actor
    visit = operations.see_visit(actor, purpose_at_work(actor), VisitId(visit_id))
    is_live = visit.status in {Status.BOOKED, Status.OPEN}
    consults = actor.is_a(Role.CLINICIAN)
    context = {
        "visit": visit,
        "visit_id": visit_id,
        "form": Verification(),
        "is_live": is_live,
        "consults": consults,
        "takes_documents": visit.status != Status.CANCELLED and clock.now() <= visit.ends_at + CARE_AFTER,
        "config": _config(f"/ws/visits/{visit_id}/", visit_id, PartyKind.CLINICIAN, str(actor.person)),
        "words": call_words(),
        "labels": LABELS,
    }
    return render(request, "calls/consult.html" if consults else "calls/arranged.html", context)


@require_GET
@ensure_csrf_cookie
def guest(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show a guest where they are: getting ready, waiting, in the call, or what they keep of it."""
    bearer = guest_of(request.COOKIES)
    try:
        welcome = operations.present_invitation(bearer)
    except Refused:
        return render(request, "visits/link_not_valid.html", {"link": operations.closed_link(bearer)}, status=403)
    if welcome.visit_id != visit_id:
        return render(request, "visits/link_not_valid.html", status=403)
    if welcome.status == Status.ENDED:
        return _summary(request, VisitId(visit_id))
    context = _guest_context(welcome, bearer.party) | {"left": request.GET.get(LEFT, "")}
    return render(request, "calls/guest.html", context)


def _guest_context(welcome: Welcome, party: UUID | None) -> dict[str, Any]:
    visit_id = welcome.visit_id
    return {
        "welcome": welcome,
        "visit_id": visit_id,
        "form": Arrival(),
        "consent": wording(Topic.VIDEO_CONSULTATION, (get_language() or "en")[:2]),
        "config": _config(f"/join/{visit_id}/socket/", visit_id, PartyKind.PATIENT, str(party or visit_id)),
        "words": call_words(),
    }


def _summary(request: Asked, visit_id: VisitId) -> HttpResponse:
    try:
        summary = operations.read_summary(guest_of(request.COOKIES), visit_id)
    except Refused as refused:
        return render(request, "visits/summary_closed.html", {"reason": refused.reason}, status=403)
    return render(request, "visits/summary.html", {"summary": summary, "visit_id": visit_id, "ties": KINDS})


def _config(socket: str, visit_id: UUID, kind: PartyKind, party: str) -> dict[str, Any]:
    servers = ice_servers(settings.TURN_URLS, settings.TURN_SECRET, party, clock.now(), settings.TURN_TTL_SECONDS)
    return {
        "socket_path": socket,
        "visit_id": str(visit_id),
        "party_kind": kind,
        "ice_servers": [asdict(server) for server in servers],
        "ice_transport_policy": settings.ICE_TRANSPORT_POLICY,
    }
