"""What goes out over HTTP: resources with their versions, bundles with their links, every refusal as an OperationOutcome.

Source: HL7 FHIR R4, http.html.
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from paravent.access.terms import BETWEEN_SEARCHES, Refused, TooSoon
from paravent.fhir.bundles import bundle
from paravent.fhir.outcomes import complaints_of, outcome
from paravent.fhir.terms import Complaint, Invalid, Resource, Unclear
from paravent.fhir.trimming import trimmed
from paravent.interop.cursors import Pairs, cursor
from paravent.interop.policy import NO_SCOPE
from paravent.interop.terms import (
    Done,
    Found,
    Gone,
    NobodysResource,
    NotServed,
    SeveralFit,
    Shown,
    VersionChanged,
    Versions,
)
from paravent.keys.terms import KeyDestroyed
from paravent.programs.queries import allowed_origin
from paravent.programs.terms import Access, NoAccess
from paravent.records.terms import NotInFile

log = logging.getLogger("paravent.interop")
ROOT = "/fhir/R4"
JSON = "application/fhir+json; charset=utf-8"
READABLE = "ETag, Location, Content-Location, Last-Modified, WWW-Authenticate"
"""What a program's page reads of an answer besides its body."""


class Unfit(Exception):
    """The request itself does not fit HTTP as FHIR speaks it: its method, its format, its size."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.words, self.headers = status, words, dict(headers or {})


ANSWERS: dict[type[Exception], tuple[int, str, str]] = {
    NoAccess: (401, "login", "A bearer token of this server is needed, and this is none."),
    TooSoon: (429, "throttled", "Searches by name are slowed down for this person. Try again in some seconds."),
    Refused: (403, "forbidden", "This is not open to you. The request and its refusal have been recorded."),
    ObjectDoesNotExist: (404, "not-found", "There is nothing here for you."),
    NotServed: (404, "not-supported", "There is no such type here, or this cannot be done with it."),
    Gone: (410, "deleted", "The resource was deleted. Its earlier versions can still be read one by one."),
    KeyDestroyed: (410, "deleted", "This content was erased for ever: its key has been destroyed."),
    VersionChanged: (412, "conflict", "Somebody else has changed the resource. Read it again, then change it."),
    SeveralFit: (412, "multiple-matches", "Several resources fit the condition; it must tell one apart."),
    NobodysResource: (422, "business-rule", "The resource must name a patient who is here, as Patient/id."),
    NotInFile: (422, "business-rule", "The resource belongs to another patient's file."),
    IntegrityError: (409, "conflict", "Somebody else did the same at the same time. Read, then try again."),
}


def address_of(route: str, *named: object) -> str:
    """Return the whole address of a page or endpoint of ours: the one by which the practice is known, not one that a request claims."""
    return str(settings.BASE_URL) + reverse(route, args=named)


def base_url() -> str:
    """Return the address below which everything is found."""
    return str(settings.BASE_URL) + ROOT


def written(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None, *, pretty: bool = False
) -> HttpResponse:
    """Return a JSON answer."""
    content = orjson.dumps(body, option=orjson.OPT_INDENT_2 if pretty else None)
    return HttpResponse(content, status=status, content_type=JSON, headers=dict(headers or {}))


def for_pages_of(origin: str, answer: HttpResponse) -> HttpResponse:
    """Let pages of a registered program read the answer, and no other page: browsers ask where they come from."""
    # Whatever the origin: a cache must not hand one page what was said to another.
    patch_vary_headers(answer, ["Origin"])
    if origin and allowed_origin(origin):
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = READABLE
    return answer


def refusal(error: Exception) -> HttpResponse:
    """Return what an error means: an OperationOutcome that names the element and repeats no value."""
    if isinstance(error, Unfit):
        return written(outcome([Complaint("not-supported", error.words)]), error.status, error.headers)
    if isinstance(error, Unclear):
        return written(outcome(error.complaints), 400)
    if isinstance(error, Invalid):
        return written(outcome(complaints_of(error.problems)), 422)
    known = next((kind for kind in ANSWERS if isinstance(error, kind)), None)
    if known is None:
        log.error("a FHIR request failed", exc_info=error)
        return written(outcome([Complaint("exception", "The server failed. Nothing was changed.")], "fatal"), 500)
    status, code, words = ANSWERS[known]
    return written(outcome([Complaint(code, words)]), status, _challenge(error))


def _challenge(error: Exception) -> dict[str, str]:
    realm = f'Bearer realm="{base_url()}"'
    if isinstance(error, NoAccess):
        return {"WWW-Authenticate": f'{realm}, error="invalid_token"' if error.reason != "nothing-shown" else realm}
    if isinstance(error, Refused) and error.reason == NO_SCOPE:
        return {"WWW-Authenticate": f'{realm}, error="insufficient_scope"'}
    if isinstance(error, TooSoon):
        return {"Retry-After": str(int(BETWEEN_SEARCHES.total_seconds()))}
    if isinstance(error, Gone):
        return {"ETag": f'W/"{error.version}"'}
    return {}


def versioned(shown: Shown) -> dict[str, str]:
    """Return the headers that tell a resource's version."""
    return {"ETag": f'W/"{shown.version}"', "Last-Modified": http_date(shown.at.timestamp())}


def location(shown: Shown) -> str:
    """Return the address of exactly this version."""
    return f"{base_url()}/{shown.reference}/_history/{shown.version}"


def page(access: Access, path: str, found: Found) -> Resource:
    """Return a page of a search as a Bundle."""
    search = found.search
    entries = [_entry(one, "match", search.summary, search.elements) for one in found.found]
    entries += [_entry(one, "include", "false", ()) for one in found.included]
    if search.ignored:
        ignored = [
            Complaint("not-supported", "This parameter was not looked at.", f"http.{one}") for one in search.ignored
        ]
        entries.append({"resource": outcome(ignored, "warning"), "search": {"mode": "outcome"}})
    links = {"self": _self(access, path, found)}
    if found.end:
        links["next"] = f"{base_url()}/{path}?_page={cursor(access, path, search.said, found.end)}"
    return bundle("searchset", entries, links, found.total)


def _self(access: Access, path: str, found: Found) -> str:
    said: Pairs = found.search.said
    personal = {
        one.parameter.name for one in found.search.criteria if one.parameter.is_personal or one.modifier == "identifier"
    }
    if any(name.partition(":")[0] in personal for name, _ in said):
        return f"{base_url()}/{path}?_page={cursor(access, path, said, None)}"
    return f"{base_url()}/{path}" + (f"?{urlencode(said)}" if said else "")


def _entry(one: Shown, mode: str, summary: str, elements: tuple[str, ...]) -> Resource:
    return {
        "fullUrl": f"{base_url()}/{one.reference}",
        "resource": trimmed(one.resource, summary, elements),
        "search": {"mode": mode},
    }


def versions(access: Access, path: str, found: Versions, said: Pairs) -> Resource:
    """Return a page of a history as a Bundle."""
    address = f"{base_url()}/{path}"
    links = {"self": address + (f"?{urlencode(said)}" if said else "")}
    if found.end:
        links["next"] = f"{address}?_page={cursor(access, path, said, found.end)}"
    return bundle("history", [_version(one) for one in found.found], links)


def _version(one: Shown) -> Resource:
    method = "DELETE" if one.is_deleted else "POST" if one.version == "1" else "PUT"
    status = {"DELETE": "204", "POST": "201", "PUT": "200"}[method]
    entry: Resource = {
        "fullUrl": f"{base_url()}/{one.reference}",
        "request": {"method": method, "url": one.kind if method == "POST" else one.reference},
        "response": {"status": status, "etag": f'W/"{one.version}"', "lastModified": one.at.isoformat()},
    }
    return entry if one.is_deleted else {**entry, "resource": one.resource}


def done(access: Access, one: Done, *, with_resource: bool) -> Resource:
    """Return what became of one entry of a bundle."""
    response: Resource = {"status": one.status}
    if one.found:
        return {"resource": page(access, one.found.search.kind, one.found), "response": response}
    if one.shown is None:
        return {"response": response}
    response |= {"etag": f'W/"{one.shown.version}"', "lastModified": one.shown.at.isoformat()}
    if one.status.startswith("201"):
        response["location"] = location(one.shown)
    entry: Resource = {"fullUrl": f"{base_url()}/{one.shown.reference}", "response": response}
    return {**entry, "resource": one.shown.resource} if with_resource and not one.shown.is_deleted else entry


def failed(error: Exception) -> Resource:
    """Return what became of an entry of a batch that failed: the others do not care."""
    answer = refusal(error)
    return {"response": {"status": str(answer.status_code), "outcome": orjson.loads(answer.content)}}
