"""What a guest does: present the link, get ready, leave, take the agreement back."""

from uuid import UUID

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from paravent.access.bearers import COOKIE, SEAT, cookie_for, digest_of, guest_of
from paravent.access.terms import Purpose, Refused, guest
from paravent.kernel.ids import PersonId, VisitId
from paravent.ledger.answers import receipt_file
from paravent.ties.terms import Kind
from paravent.visits import operations
from paravent.visits.forms import Arrival
from paravent.visits.terms import LEFT, SEAT_IS_TAKEN
from paravent.visits.words import act_in_words, reason_in_words


@require_GET
@ensure_csrf_cookie
def join(request: HttpRequest) -> HttpResponse:
    """Serve the page that reads the secret behind the '#' and presents it."""
    return render(request, "visits/join.html")


@require_POST
def present(request: HttpRequest) -> HttpResponse:
    """Take the secret of a link, once, and give this browser a cookie for this visit alone."""
    # Links are 128 random bits; the limit is there so that nobody even tries.
    if not ratelimit.consume(request, action="invitation"):
        return render(request, "visits/link_not_valid.html", {"too_many": True}, status=429)
    bearer = guest(digest_of(request.POST.get("secret", "")))
    try:
        welcome = operations.present_invitation(bearer)
    except Refused:
        return render(request, "visits/link_not_valid.html", {"link": operations.closed_link(bearer)}, status=403)
    response = redirect("calls:guest", visit_id=welcome.visit_id)
    return _given(request, response, welcome.visit_id, {COOKIE: cookie_for(bearer.bearer or b"")})


@require_POST
def get_ready(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Sit down in the waiting room under the name one says, having agreed."""
    form = Arrival(request.POST)
    bearer = guest_of(request.COOKIES)
    if not form.is_valid():
        errors = {name: [str(words) for words in said] for name, said in form.errors.items()}
        return _seen_anew(visit_id) if _is_by_browser(request) else JsonResponse({"errors": errors}, status=422)
    try:
        seated_at, party = operations.get_ready(bearer, name=form.cleaned_data["name"], language=get_language() or "en")
    except Refused as no:
        if no.reason != SEAT_IS_TAKEN or _is_by_browser(request):
            raise
        return JsonResponse({}, status=409)
    response = _seen_anew(seated_at) if _is_by_browser(request) else JsonResponse({"party": str(party)})
    cookie = cookie_for(bearer.bearer or b"", party)
    return _given(request, response, seated_at, {COOKIE: cookie, SEAT: cookie})


def _is_by_browser(request: HttpRequest) -> bool:
    """Tell whether the form was sent before the page's script was there to send it: on a slow phone people are quicker."""
    return "text/html" in request.headers.get("Accept", "")


def _seen_anew(visit_id: UUID) -> HttpResponse:
    """Lead to the guest's page, which knows whether they have a seat by now."""
    return redirect("calls:guest", visit_id=visit_id)


@require_POST
def leave(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Leave the waiting room or the call."""
    operations.leave_room(guest_of(request.COOKIES), Purpose.PATIENT_REQUEST, VisitId(visit_id))
    return _left(visit_id, "again")


@require_POST
def withdraw(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Take the agreement back; this ends the call for the guest."""
    operations.withdraw_consent(guest_of(request.COOKIES), VisitId(visit_id))
    return _left(visit_id, "withdrawn")


def _left(visit_id: UUID, how: str) -> HttpResponse:
    """Lead back to the page that says what was done; it is no message, for which a guest would need a session."""
    return redirect(f"{reverse('calls:guest', args=[visit_id])}?{LEFT}={how}")


@require_POST
def keep_out(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Keep a clinician out of one's own file."""
    said = request.POST.get("tie", "")
    tie = Kind(said) if said in set(Kind) else None
    operations.keep_out(guest_of(request.COOKIES), VisitId(visit_id), _person(request), tie)
    return redirect("calls:guest", visit_id=visit_id)


@require_POST
def let_in(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Let a clinician in again."""
    operations.let_in(guest_of(request.COOKIES), VisitId(visit_id), _person(request))
    return redirect("calls:guest", visit_id=visit_id)


def _person(request: HttpRequest) -> PersonId:
    try:
        return PersonId(UUID(request.POST.get("person", "")))
    except ValueError:
        raise Http404 from None


@require_GET
def receipt(request: HttpRequest, visit_id: UUID, entry_id: UUID) -> HttpResponse:
    """Give the proof of one line as a file; its name says only where in the log it stands."""
    taken = operations.take_receipt(guest_of(request.COOKIES), VisitId(visit_id), entry_id)
    what = act_in_words(taken.leaf["act"], taken.leaf["outcome"], is_among=bool(taken.among))
    return receipt_file(taken.saying(what=what, why=reason_in_words(taken.opens["because"])))


def _given(request: HttpRequest, response: HttpResponse, visit_id: VisitId, cookies: dict[str, str]) -> HttpResponse:
    """Give the browser its guest cookies, sent to this visit's addresses only."""
    for name, value in cookies.items():
        response.set_cookie(
            name,
            value,
            path=f"/join/{visit_id}/",
            httponly=True,
            secure=request.is_secure(),
            samesite="Strict",
        )
    return response
