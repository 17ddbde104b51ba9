"""What a recipient asks by themselves: whom they have to delete, as FHIR Bulk Data's manifest says it, and that they did.

https://hl7.org/fhir/uv/bulkdata/STU2/export.html: `deleted`, one transaction Bundle a line with a DELETE each.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from paravent.fhir.outcomes import outcome
from paravent.fhir.terms import Complaint
from paravent.interop.answers import address_of, written
from paravent.kernel import clock
from paravent.ledger.terms import NotYetProved
from paravent.uses import operations
from paravent.uses.answers import NDJSON, as_ndjson
from paravent.uses.terms import Batch, BatchUnknown, CodeUnknown

MINUTE, MOMENT = {"Retry-After": "60"}, {"Retry-After": "2"}


View = Callable[..., HttpResponse]


def for_recipients(view: View) -> View:
    """Serve a view to who bears the code of a use, at a measured pace: the code is never in an address."""

    @wraps(view)
    def served(request: HttpRequest, **named: UUID) -> HttpResponse:
        if not ratelimit.consume(request, action="program"):
            return _refused(429, "throttled", "Too many requests. Wait a minute.", MINUTE)
        scheme, _, code = request.headers.get("Authorization", "").partition(" ")
        try:
            return view(code if scheme.lower() == "bearer" else "", **named)
        except CodeUnknown:
            challenge = {"WWW-Authenticate": "Bearer"}
            return _refused(401, "login", "No release has this code, or another one was given since.", challenge)
        except BatchUnknown:
            return _refused(404, "not-found", "You have no such list, or have not said yet that it is deleted.")
        except NotYetProved:
            return _refused(
                503, "transient", "The log has not signed this line yet. That takes about a second.", MOMENT
            )

    return served


def _refused(status: int, code: str, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return written(outcome([Complaint(code, words)]), status, headers)


@require_GET
@for_recipients
def manifest(code: str) -> HttpResponse:
    """List whom the recipient has to delete and has not said to have deleted: nothing to do is an empty list."""
    asked = address_of("uses:manifest")
    lists = [_listed(batch) for batch in operations.fetch_lists(code)]
    now = clock.now().isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"transactionTime": now, "request": asked, "requiresAccessToken": True}
    return written(said | {"output": [], "deleted": lists, "error": []}, headers={"Cache-Control": "no-store"})


@require_GET
@for_recipients
def deleted(code: str, batch_id: UUID) -> HttpResponse:
    """Give one list: a transaction a line, each with one DELETE. Whatever refers to that Patient goes with it."""
    lines = as_ndjson([operations.fetch_list(code, batch_id)])
    return HttpResponse(lines, content_type=NDJSON, headers={"Cache-Control": "no-store"})


# A recipient brings a code and no cookie: nothing here could be done in somebody's name by a page of somebody else's.
@csrf_exempt
@require_POST
@for_recipients
def acknowledged(code: str, batch_id: UUID) -> HttpResponse:
    """Take it that the recipient deleted everybody whom a list names; saying it twice is the same."""
    operations.acknowledge(code, batch_id)
    return HttpResponse(status=204)


@require_GET
@for_recipients
def receipt(code: str, batch_id: UUID) -> HttpResponse:
    """Give the receipt by which the log vouches that the recipient said they deleted whom a list names."""
    said = operations.fetch_receipt(code, batch_id)
    return HttpResponse(said, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def _listed(batch: Batch) -> dict[str, object]:
    return {
        "type": "Bundle",
        "url": address_of("uses:deleted", batch.batch_id),
        "count": len(batch.pseudonyms),
        "extension": {
            "acknowledge": address_of("uses:acknowledged", batch.batch_id),
            "receipt": address_of("uses:receipt", batch.batch_id),
        },
    }
