"""Releases as FHIR Bulk Data, for recipients: they sign with a key of their own and fetch by a token (SMART Backend Services).

https://hl7.org/fhir/uv/bulkdata/STU2/export.html and https://hl7.org/fhir/smart-app-launch/STU2/backend-services.html.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.terms import Refused
from paravent.fhir.outcomes import outcome
from paravent.fhir.terms import Complaint
from paravent.interop.answers import address_of, written
from paravent.ledger.terms import NotYetProved
from paravent.programs.signers import ALGORITHMS
from paravent.releases import operations
from paravent.releases.answers import in_parts
from paravent.releases.terms import (
    TOKEN_FOR,
    Fetchable,
    NoRecipient,
    NotReady,
    OneFile,
    PermissionTakenBack,
    ReleaseView,
    State,
    Stop,
)
from paravent.uses.answers import NDJSON, as_ndjson, in_lines
from paravent.uses.terms import Batch, BatchUnknown

RETRY_SECONDS = 5
STATEMENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE = "system/*.rs"
WHY: dict[Stop, tuple[str, str]] = {
    Stop.STUDY_OVER: ("forbidden", "The study is over. Nothing more of it is given out."),
    Stop.REFUSED: ("forbidden", "Too few are left who permit it, so that somebody could be found. It was refused."),
    Stop.TAKEN_BACK: (
        "deleted",
        "Somebody in it took their permission back. Its files were deleted; kick off again, and it is made without them.",
    ),
    Stop.FILES_DELETED: (
        "deleted",
        "Its files were deleted: they were given back, or their time was over. Kick off again.",
    ),
}
"""Why nothing comes any more, as FHIR's codes and in a sentence: of nobody in it."""
View = Callable[..., HttpResponse]


def _refused(status: int, code: str, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return written(outcome([Complaint(code, words)]), status, headers)


ANSWERS: dict[type[Exception], tuple[int, str, str]] = {
    NoRecipient: (401, "login", "No recipient has this token, or its five minutes are over. Ask for another one."),
    Refused: (403, "forbidden", "This is not open to you. The request and its refusal have been recorded."),
    ObjectDoesNotExist: (404, "not-found", "There is nothing here for you."),
    BatchUnknown: (404, "not-found", "You have no such list."),
    NotReady: (404, "not-found", "It is not made yet."),
    NotYetProved: (503, "transient", "The log has not signed this line yet. That takes about a second."),
    PermissionTakenBack: (410, *WHY[Stop.TAKEN_BACK]),
}


HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "2"}}


def for_recipients(view: View) -> View:
    """Serve a view at a measured pace to who bears a token: it stands in no address and no cookie, so no page can use it."""

    @csrf_exempt
    @wraps(view)
    def served(request: HttpRequest, **named: Any) -> HttpResponse:
        if not ratelimit.consume(request, action="program"):
            return _refused(429, "throttled", "Too many requests. Wait a minute.", {"Retry-After": "60"})
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            answer = view(request, token if scheme.lower() == "bearer" else "", **named)
        except tuple(ANSWERS) as error:
            status, code, words = next(told for kind, told in ANSWERS.items() if isinstance(error, kind))
            answer = _refused(status, code, words, HEADERS.get(status))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return served


# Letting in


@require_GET
def configuration(request: HttpRequest, release_id: UUID) -> HttpResponse:  # noqa: ARG001 (the same for every release)
    """Say where a recipient gets a token, and how they show who they are."""
    said = {
        "token_endpoint": address_of("releases:token"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "grant_types_supported": ["client_credentials"],
        "scopes_supported": [SCOPE],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }
    return JsonResponse(said)


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a signed statement for a token of some minutes (RFC 6749, 4.4; RFC 7523)."""
    if not ratelimit.consume(request, action="program"):
        return _oauth({"error": "temporarily_unavailable"}, 429)
    sent = request.POST
    if sent.get("grant_type") != "client_credentials":
        return _oauth({"error": "unsupported_grant_type"}, 400)
    if sent.get("client_assertion_type") != STATEMENT:
        return _oauth({"error": "invalid_request"}, 400)
    try:
        given = operations.let_in(sent.get("client_assertion", ""), address_of("releases:token"))
    except NoRecipient:
        return _oauth({"error": "invalid_client"}, 400)
    lasts = int(TOKEN_FOR.total_seconds())
    return _oauth({"access_token": given, "token_type": "bearer", "expires_in": lasts, "scope": SCOPE}, 200)


def _oauth(said: dict[str, Any], status: int) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


# Bulk Data


@require_http_methods(["GET", "POST"])
@for_recipients
def kick_off(request: HttpRequest, token: str, release_id: UUID) -> HttpResponse:
    """Begin an export. What leaves was approved as a whole: no parameter changes it."""
    if "respond-async" not in request.headers.get("Prefer", ""):
        return _refused(400, "required", "Send the header Prefer: respond-async.")
    operations.begin_for_recipient(token, release_id)
    response = HttpResponse(status=HTTPStatus.ACCEPTED)
    response["Content-Location"] = address_of("releases:status", release_id)
    return response


@require_http_methods(["GET", "DELETE"])
@for_recipients
def status(request: HttpRequest, token: str, release_id: UUID) -> HttpResponse:
    """Say how far an export is; once it is whole, or nothing comes any more, its manifest. DELETE gives the files back."""
    if request.method == "DELETE":
        operations.give_back_for_recipient(token, release_id)
        return HttpResponse(status=HTTPStatus.ACCEPTED)
    told = operations.see_for_recipient(token, release_id)
    view = told.view
    if told.stop is None and view.state is State.BEING_MADE:
        response = HttpResponse(status=HTTPStatus.ACCEPTED)
        response["X-Progress"], response["Retry-After"] = f"{view.resources} resources written", str(RETRY_SECONDS)
        return response
    if told.stop is None and view.state is not State.READY:
        return _refused(404, "not-found", "Nothing is being made. Kick off first.")
    response = JsonResponse(_manifest(told))
    if told.stop is None and view.kept_until:
        response["Expires"] = http_date(view.kept_until.timestamp())
    return response


def _manifest(told: Fetchable) -> dict[str, Any]:
    view = told.view
    errors = [{"type": "OperationOutcome", "url": address_of("releases:why", view.release_id, told.stop)}]
    papers = {
        "dossier": address_of("releases:fetch_dossier", view.release_id),
        "receipt": address_of("releases:fetch_proof", view.release_id),
    }
    return {
        "transactionTime": (view.finished_at or view.asked_at).isoformat(),
        "request": address_of("releases:kick_off", view.release_id),
        "requiresAccessToken": True,
        "output": [] if told.stop else [_listed(view, one) for one in view.files],
        "deleted": [_removals(view, batch) for batch in told.removals],
        "error": errors if told.stop else [],
        "extension": papers if view.finished_at else {},
    }


def _listed(view: ReleaseView, one: OneFile) -> dict[str, Any]:
    address = address_of("releases:fetch", view.release_id, one.number)
    return {"type": one.kind, "url": address, "count": one.count, "extension": {"sha256": one.sha256, "size": one.size}}


def _removals(view: ReleaseView, batch: Batch) -> dict[str, Any]:
    acknowledge = address_of("releases:acknowledged", view.release_id, batch.batch_id)
    receipt = address_of("releases:acknowledgement", view.release_id, batch.batch_id)
    return {
        "type": "Bundle",
        "url": address_of("releases:removals", view.release_id, batch.batch_id),
        "count": len(batch.pseudonyms),
        "extension": {"acknowledge": acknowledge, "receipt": receipt},
    }


@require_GET
@for_recipients
def fetch(request: HttpRequest, token: str, release_id: UUID, number: int) -> HttpResponse:
    """Return a file to its recipient."""
    return in_parts(request, *operations.fetch_file(token, release_id, number))


@require_GET
@for_recipients
def why(request: HttpRequest, token: str, release_id: UUID, stop: str) -> HttpResponse:  # noqa: ARG001
    """Say in a line why nothing comes any more, while it is so."""
    told = operations.see_for_recipient(token, release_id)
    if told.stop is None or told.stop != stop:
        return _refused(404, "not-found", "It is not so any more. Read the manifest again.")
    code, words = WHY[told.stop]
    return HttpResponse(in_lines([outcome([Complaint(code, words)])]), content_type=NDJSON)


@require_GET
@for_recipients
def removals(request: HttpRequest, token: str, release_id: UUID, batch_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Give one list: a transaction Bundle a line, each with one DELETE. Whatever refers to that Patient goes with it."""
    return HttpResponse(as_ndjson([operations.fetch_removals(token, release_id, batch_id)]), content_type=NDJSON)


@require_http_methods(["POST"])
@for_recipients
def acknowledged(request: HttpRequest, token: str, release_id: UUID, batch_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Take it that the recipient deleted everybody whom a list names; saying it twice is the same."""
    operations.acknowledge_removals(token, release_id, batch_id)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


# Papers


@require_GET
@for_recipients
def fetch_dossier(request: HttpRequest, token: str, release_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the dossier that the log vouches for."""
    return HttpResponse(operations.fetch_dossier(token, release_id), content_type="application/json")


@require_GET
@for_recipients
def fetch_proof(request: HttpRequest, token: str, release_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the receipt by which the log vouches for the dossier."""
    return _in_text(operations.fetch_proof(token, release_id))


@require_GET
@for_recipients
def fetch_acknowledgement(request: HttpRequest, token: str, release_id: UUID, batch_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Return the receipt by which the log vouches that the recipient said they deleted whom a list names."""
    return _in_text(operations.fetch_acknowledgement(token, release_id, batch_id))


def _in_text(receipt: str) -> HttpResponse:
    return HttpResponse(receipt, content_type="text/plain; charset=utf-8")
