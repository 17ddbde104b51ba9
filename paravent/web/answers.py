"""What our refusals and states mean over HTTP: the only place that translates them."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from paravent.access.terms import Refused
from paravent.breaches.terms import NotAssessed
from paravent.kernel.sealing import SealBroken
from paravent.keys.terms import KeyDestroyed
from paravent.ledger.terms import NotYetProved
from paravent.vigilance.terms import RemarkTooShort
from paravent.visits.terms import RoomFull, SlotTaken, TimeImpossible, VisitOver
from paravent.web.words import reason_in_words

STATUS: dict[type[Exception], int] = {
    Refused: 403,
    ObjectDoesNotExist: 404,
    KeyDestroyed: 410,
    VisitOver: 410,
    NotYetProved: 503,
    RoomFull: 409,
    NotAssessed: 409,
    SlotTaken: 409,
    TimeImpossible: 422,
    RemarkTooShort: 422,
    SealBroken: 500,
}

WORDS = {
    Refused: _("This is not open to you. The request and its refusal have been recorded."),
    ObjectDoesNotExist: _("There is nothing here for you."),
    KeyDestroyed: _("This content was erased for ever: its key has been destroyed."),
    VisitOver: _("This visit is over."),
    NotYetProved: _("The log has not signed this line yet. That takes about a second: try again."),
    RoomFull: _("Everybody who can be in this call is already there."),
    NotAssessed: _("A notice needs to know first how severe the breach is. Answer the questions on its page."),
    SlotTaken: _("There is another visit at that time. Choose another time."),
    TimeImpossible: _("A visit starts in the future and lasts between 5 minutes and 4 hours."),
    RemarkTooShort: _("Write a sentence that somebody can follow later."),
    SealBroken: _("This content was changed outside Paravent and is not shown. Tell your data-protection officer."),
}


def to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the page for an error of ours; None leaves the others to Django."""
    kind = next((known for known in STATUS if isinstance(error, known)), None)
    if kind is None:
        return None
    if kind is Refused and not request.actor.roles:  # type: ignore[attr-defined]
        return redirect("account_login")
    context = {"words": WORDS[kind], "reason": reason_in_words(error.reason) if isinstance(error, Refused) else ""}
    return render(request, "refusal.html", context, status=STATUS[kind])
