"""What our refusals and states mean over HTTP: the only place that translates them."""

import sys
from math import ceil
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from paravent.access.bearers import guest_of
from paravent.access.terms import ANONYMOUS, PasskeyNeeded, Refused, Role, TooSoon
from paravent.breaches.terms import NotAssessed
from paravent.doubts.terms import WordsNotThere
from paravent.drills.terms import NoSuchAct
from paravent.kernel import clock
from paravent.kernel.keyfile import KeyFileMissing, KeyFileOpen, KeyFileUnreadable
from paravent.kernel.sealing import SealBroken
from paravent.keys.terms import KeyDestroyed
from paravent.ledger.terms import NotYetProved
from paravent.releases.terms import NotReady, PermissionTakenBack
from paravent.study.terms import AnsweredAlready, WaveOpen, WaveOver
from paravent.ties.terms import SpanMissing
from paravent.vigilance.terms import NotProposed, RemarkTooShort
from paravent.visits.terms import SEAT_IS_TAKEN, RoomFull, SlotTaken, TimeImpossible, VisitOver
from paravent.visits.words import SEAT_TAKEN
from paravent.web.words import reason_in_words

STATUS: dict[type[Exception], int] = {
    Refused: 403,
    ObjectDoesNotExist: 404,
    KeyDestroyed: 410,
    VisitOver: 410,
    NotYetProved: 503,
    RoomFull: 409,
    NotAssessed: 409,
    NoSuchAct: 422,
    WordsNotThere: 422,
    NotProposed: 409,
    WaveOver: 410,
    WaveOpen: 409,
    AnsweredAlready: 409,
    SlotTaken: 409,
    TimeImpossible: 422,
    RemarkTooShort: 422,
    SpanMissing: 422,
    NotReady: 409,
    PermissionTakenBack: 410,
    SealBroken: 500,
}

GUESTS = "/join/"
"""Below it a guest asks, by the cookie of their invitation."""
LOST = "lost"
"""Stands in the address of a page whose form was sent when the session had ended: the page says that nothing was kept."""
GUESTS_READ: dict[str, tuple[Promise, Promise | str]] = {
    "not-verified": (
        _("This opens once the practice knows for sure who you are."),
        _(
            "Otherwise anybody who has your link could ask. Somebody at the practice notes how they know you: in your next visit, by your identity card, or because they have known you for long."
        ),
    ),
    "nothing-to-read": (
        _("This is not open now."),
        _("It opens when your visit has ended, and stays open for as long as the page of your visit says."),
    ),
    "another-device": (_("This opens on the device on which you were in the visit."), ""),
    SEAT_IS_TAKEN: (SEAT_TAKEN, ""),
}
"""Reasons in the words of a patient; where none is known, it is not open now."""

WORDS = {
    Refused: _("This is not open to you. The request and its refusal have been recorded."),
    ObjectDoesNotExist: _("There is nothing here for you."),
    KeyDestroyed: _("This content was erased for ever: its key has been destroyed."),
    VisitOver: _("This visit is over."),
    NotYetProved: _("The log has not signed this line yet. That takes about a second: try again."),
    RoomFull: _("Everybody who can be in this call is already there."),
    NotAssessed: _("A notice needs to know first how severe the breach is. Answer the questions on its page."),
    NoSuchAct: _("There is no such button here. Go back and choose another one."),
    WordsNotThere: _(
        "A word that you typed stands nowhere in the text. Nothing was kept: go back and copy it as it stands."
    ),
    NotProposed: _("This was decided about already, or no run proposes it any more. Look at the page again."),
    WaveOver: _("This survey is closed. What came of it stands under Survey."),
    WaveOpen: _("A survey is open already."),
    AnsweredAlready: _("You have answered already, or have no ticket for this survey."),
    SlotTaken: _("There is another visit at that time. Choose another time."),
    TimeImpossible: _("A visit starts in the future and lasts between 5 minutes and 4 hours."),
    RemarkTooShort: _("Write a sentence that somebody can follow later."),
    SpanMissing: _("Say from when until when they are in the news."),
    NotReady: _("The release is not made yet. Its page says how far it is."),
    PermissionTakenBack: _(
        "Somebody in this release took their permission back. Its files were deleted; prepare it anew, and it is made without them."
    ),
    SealBroken: _("This content was changed outside Paravent and is not shown. Tell your data-protection officer."),
}


def to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the page for an error of ours; None leaves the others to Django."""
    kind = next((known for known in STATUS if isinstance(error, known)), None)
    if kind is None:
        return None
    if request.path.startswith(GUESTS):
        return _to_guest(request, error, kind)
    if isinstance(error, Refused) and (elsewhere := _elsewhere(request, error)):
        return elsewhere
    context = {"words": WORDS[kind], "reason": reason_in_words(error.reason) if isinstance(error, Refused) else ""}
    return render(request, "refusal.html", context, status=STATUS[kind])


def to_opened_form(request: HttpRequest) -> HttpResponse:
    """Answer whoever opens where a form is sent to, as by changing the language on a form that came back."""
    return render(request, "refusal.html", {"words": _("There is nothing at this address.")}, status=405)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw; where Paravent stopped at a key file, say so: whoever runs it would look for a fault of the program."""
    if not isinstance(sys.exc_info()[1], KeyFileMissing | KeyFileOpen | KeyFileUnreadable):
        return server_error(request)
    answer = server_error(request, "503.html")
    answer.status_code = 503
    return answer


def _elsewhere(request: HttpRequest, refused: Refused) -> HttpResponse | None:
    """Return how to go on: by the sign-in, one's own page where the account is paused, the passkey, or a moment later."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_a(Role.PAUSED) or (refused.reason == "account-paused" and not request.htmx):  # type: ignore[attr-defined]
        return redirect("vigilance:mine")
    if isinstance(refused, PasskeyNeeded):
        return _to_passkey(request)
    if isinstance(refused, TooSoon):
        return _later(request, refused)
    return None if actor.roles else _to_sign_in(request)


def _to_guest(request: HttpRequest, error: Exception, kind: type[Exception]) -> HttpResponse:
    """Answer a guest in the words of a patient, and lead them back to their visit: the sign-in is not for them."""
    visit = request.resolver_match.kwargs.get("visit_id") if request.resolver_match else None
    back = reverse("calls:guest", args=[visit]) if visit else reverse("visits:join")
    reason = error.reason if isinstance(error, Refused) else ""
    if reason == "invitation-not-valid" or guest_of(request.COOKIES) == ANONYMOUS:
        return render(request, "visits/link_not_valid.html", status=403)
    words, more = GUESTS_READ.get(reason, (_("This is not open now.") if reason else WORDS[kind], ""))
    return render(request, "refusal_of_guest.html", {"words": words, "more": more, "back": back}, status=STATUS[kind])


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the sign-in, and come back to the page where somebody was; what a form brought is lost, and it says so there."""
    if request.user.is_authenticated:
        # Somebody whose sign-in is not complete: there they are led on, and nowhere else.
        return redirect("account_login")
    is_lost = request.method not in {"GET", "HEAD"}
    page, told = page_of(request), {LOST: "1"} if is_lost else {}
    back = f"{page}{'&' if '?' in page else '?'}{urlencode(told)}" if told else page
    asked = told | ({"next": back} if page != "/" else {})
    where = f"{reverse('account_login')}?{urlencode(asked, safe='/')}".removesuffix("?")
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "_signed_out.html", {"where": where, "is_lost": is_lost})
    return redirect(where)


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that somebody sees: of ours alone, and the front door where none is known."""
    if request.htmx:  # type: ignore[attr-defined]
        page = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    elif request.method in {"GET", "HEAD"}:
        page = request.get_full_path()
    else:
        came = urlsplit(request.headers.get("Referer", ""))
        page = urlunsplit(("", "", came.path, came.query, "")) if came.netloc == request.get_host() else ""
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/"


def _later(request: HttpRequest, soon: TooSoon) -> HttpResponse:
    """Say in how many seconds one can search again; beside what was typed, where it is looked for while typing."""
    seconds = max(1, ceil((soon.until - clock.now()).total_seconds()))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "_later.html", {"seconds": seconds})
    return render(request, "later.html", {"seconds": seconds}, status=429)


def _to_passkey(request: HttpRequest) -> HttpResponse:
    """Ask for the passkey. A part of a page, as the file beside a call, says so in its place: leaving would end the call."""
    is_form = request.method == "POST"
    back = request.headers.get("Referer", "") if is_form else request.get_full_path()
    where = f"{reverse('people:show_passkey')}?{urlencode({'next': back})}"
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "people/_show_passkey.html", {"where": where})
    return redirect(where)
