"""The log's own pages: who watches it, its public key, a receipt checked in the browser, the receipts of one's own lines."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked
from paravent.access.operation import operation
from paravent.access.terms import Purpose, allow, refuse
from paravent.keys.custody import signers
from paravent.ledger.answers import receipt_file
from paravent.ledger.notes import head_of, parts_of
from paravent.ledger.queries import checkpoint, lines, receipt_of, sightings, times_ran_back
from paravent.ledger.receipts import Receipt
from paravent.web.terms import Act
from paravent.web.words import act_in_words, reason_in_words

COMMAND = "paravent witness --state watched %s/ledger --every 10m"


@require_GET
def watchers(request: HttpRequest) -> HttpResponse:
    """Say who watches this log, when each of them last saw it, and how to become one of them."""
    note = checkpoint()
    head = head_of(parts_of(note)[0]) if note else None
    return render(
        request, "log/watchers.html", _keys() | {"head": head, "sightings": sightings(), "ran_back": times_ran_back()}
    )


@require_GET
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """Serve the page on which a browser checks a receipt by itself. It may be saved, and works without a network."""
    return render(request, "log/verify.html", _keys())


@require_GET
def own_receipt(request: Asked, entry_id: UUID) -> HttpResponse:
    """Give staff the proof of a line that they caused."""
    taken = _own_receipt(request, entry_id)
    what = act_in_words(taken.leaf["act"], taken.leaf["outcome"])
    return receipt_file(taken.saying(what=what, why=reason_in_words(taken.opens["because"])))


def _own_receipt(request: Asked, entry_id: UUID) -> Receipt:
    actor = request.actor
    with operation(Act.TAKE_RECEIPT, actor, Purpose.OPERATIONS) as op:
        op.note(entry=entry_id)
        is_own = bool(actor.roles) and any(line.actor == actor.person for line in lines(entry=entry_id))
        op.require(allow("own-lines") if is_own else refuse("not-your-line"))
        return receipt_of(entry_id, signers()).saying(who=str(getattr(request.user, "name", "")))


def _keys() -> dict[str, Any]:
    return {
        "log_keys": [str(key) for _, key in signers().held],
        "witnesses": settings.LEDGER_WITNESSES,
        "command": COMMAND % settings.BASE_URL,
    }
