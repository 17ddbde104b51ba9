"""The FHIR server's mouth: each function reads a request, does one operation, and writes its answer."""

import base64
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from paravent.fhir.bundles import Entry, bundle, entries_of
from paravent.fhir.capability import About, statement
from paravent.fhir.outcomes import outcome
from paravent.fhir.search import understood
from paravent.fhir.summaries import attachment
from paravent.fhir.terms import Complaint, Resource, Unclear
from paravent.fhir.times import span
from paravent.fhir.trimming import trimmed
from paravent.fhir.wanted import DEFAULT_COUNT, MOST, Search
from paravent.interop import answers, operations
from paravent.interop.asked import PATCH, Asked, fhir, refuse_other_formats, to_pages
from paravent.interop.cursors import Pairs
from paravent.interop.terms import SERVED, NotServed, Shown, Written
from paravent.interop.transactions import condition_of
from paravent.kernel import clock
from paravent.records.terms import Spot

EVERYTHING = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
SIGN_IN = {
    "authorize": "programs:authorize",
    "token": "programs:token",
    "introspect": "programs:introspect",
    "revoke": "programs:give_back",
}
"""Where a program asks for a token (SMART App Launch 2, section 4.0)."""

STATED = "2026-11-24"
"""When what the statement says was last changed."""


@csrf_exempt
@to_pages
def metadata(request: HttpRequest) -> HttpResponse:
    """Say what the server can do; everybody may know."""
    try:
        refuse_other_formats(request)
    except answers.Unfit as unfit:
        return answers.refusal(unfit)
    if request.method not in {"GET", "HEAD"}:
        return answers.refusal(answers.Unfit(405, "This cannot be done here.", {"Allow": "GET, HEAD"}))
    about = About(answers.base_url(), STATED, {name: answers.address_of(route) for name, route in SIGN_IN.items()})
    return answers.written(statement(about, SERVED, EVERYTHING), pretty=request.GET.get("_pretty") == "true")


def _read(asked: Asked, kind: str, fhir_id: str) -> HttpResponse:
    if kind == "Binary":
        return _bytes(asked, fhir_id)
    return _shown(asked, operations.read(asked.access, kind, fhir_id))


def _shown(asked: Asked, shown: Shown) -> HttpResponse:
    if _is_known(asked.http, shown):
        return HttpResponse(status=304, headers=answers.versioned(shown))
    wanted = dict(asked.pairs())
    elements = tuple(part for part in wanted.get("_elements", "").split(",") if part)
    resource = trimmed(shown.resource, wanted.get("_summary", "false"), elements)
    return answers.written(resource, headers=answers.versioned(shown), pretty=asked.pretty)


def _is_known(request: HttpRequest, shown: Shown) -> bool:
    """Tell whether the program has this very version already (RFC 9110: the ETag counts before the date)."""
    if known := request.headers.get("If-None-Match"):
        tags = {one.strip().removeprefix("W/").strip('"') for one in known.split(",")}
        return bool(tags & {shown.version, "*"})
    since = _http_date(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(shown.at.timestamp()) <= int(since.timestamp())


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None


def _bytes(asked: Asked, fhir_id: str) -> HttpResponse:
    """Give a document's bytes as a Binary. As what it is it would be shown by a browser; here it is shown to programs."""
    document, content = operations.read_blob(asked.access, fhir_id)
    resource = {
        "resourceType": "Binary",
        "id": fhir_id,
        "contentType": attachment(document.resource).content_type or "application/octet-stream",
        "securityContext": {"reference": document.reference},
        "data": base64.b64encode(content).decode(),
    }
    return answers.written(resource, pretty=asked.pretty)


def _vread(asked: Asked, kind: str, fhir_id: str, version: str) -> HttpResponse:
    return _shown(asked, operations.vread(asked.access, kind, fhir_id, version))


def _history(asked: Asked, kind: str, fhir_id: str = "") -> HttpResponse:
    path = f"{kind}/{fhir_id}/_history" if fhir_id else f"{kind}/_history"
    said, after = asked.page(path)
    wanted = dict(said)
    since = span(wanted["_since"]) if "_since" in wanted else None
    if "_since" in wanted and since is None:
        raise Unclear(Complaint("invalid", "This must be an instant.", "http._since"))
    found = operations.history(
        asked.access, kind, fhir_id, since=since.low if since else None, most=_count(wanted), after=after
    )
    return answers.written(answers.versions(asked.access, path, found, said), pretty=asked.pretty)


def _count(wanted: dict[str, str]) -> int:
    said = wanted.get("_count", str(DEFAULT_COUNT))
    if not (said.isascii() and said.isdigit() and len(said) < 10):  # noqa: PLR2004 (no page is so long)
        raise Unclear(Complaint("invalid", "This must be a whole number, zero or more.", "http._count"))
    return max(1, min(int(said), MOST))


def _search(asked: Asked, kind: str) -> HttpResponse:
    return _found(asked, kind, *asked.page(kind))


def _search_by_form(asked: Asked, kind: str) -> HttpResponse:
    return _found(asked, kind, asked.form(), None)


def _search_in_file(asked: Asked, fhir_id: str, kind: str) -> HttpResponse:
    """Search in one patient's file: Patient/1/Observation is Observation?patient=1."""
    said, after = asked.page(kind)
    return _found(asked, kind, said if after else (*said, ("patient", fhir_id)), after)


def _found(asked: Asked, kind: str, said: Pairs, after: Spot | None) -> HttpResponse:
    wanted = _understood(asked, kind, said)
    found = operations.search(asked.access, wanted, after)
    return answers.written(answers.page(asked.access, kind, found), pretty=asked.pretty)


def _understood(asked: Asked, kind: str, said: Pairs) -> Search:
    if "search-type" not in SERVED.get(kind, ()):
        raise NotServed
    return understood(kind, said, now=clock.now(), lenient="handling=lenient" in asked.prefers)


def _everything(asked: Asked, fhir_id: str) -> HttpResponse:
    path = f"Patient/{fhir_id}/$everything"
    said, after = asked.page(path)
    wanted = Search("Patient", count=_count(dict(said)), said=said)
    if unknown := [name for name, _ in said if name not in {"_count", "_format", "_pretty"}]:
        raise Unclear(Complaint("not-supported", "This parameter is not supported here.", f"http.{unknown[0]}"))
    found = operations.everything(asked.access, UUID(fhir_id), wanted, after)
    return answers.written(answers.page(asked.access, path, found), pretty=asked.pretty)


def _create(asked: Asked, kind: str) -> HttpResponse:
    if "create" not in SERVED.get(kind, ()):
        raise NotServed
    condition = asked.http.headers.get("If-None-Exist", "")
    if condition:
        return _kept(asked, operations.create_once(asked.access, kind, asked.resource(), condition_of(kind, condition)))
    return _kept(asked, operations.create(asked.access, kind, asked.resource()))


def _update(asked: Asked, kind: str, fhir_id: str) -> HttpResponse:
    return _kept(asked, operations.update(asked.access, kind, fhir_id, asked.resource(), asked.if_match))


def _patch(asked: Asked, kind: str, fhir_id: str) -> HttpResponse:
    return _kept(asked, operations.patch(asked.access, kind, fhir_id, asked.sent(PATCH), asked.if_match))


def _kept(asked: Asked, written: Written) -> HttpResponse:
    """Answer a write as the program prefers: with the resource, with nothing, or with an outcome."""
    headers = answers.versioned(written.shown)
    if written.is_new:
        headers |= {"Location": answers.location(written.shown)}
    status = 201 if written.is_new else 200
    if "return=minimal" in asked.prefers:
        return HttpResponse(status=status, headers=headers)
    if "return=OperationOutcome" in asked.prefers:
        said = outcome([Complaint("informational", "The resource is kept.")], "information")
        return answers.written(said, status, headers)
    return answers.written(written.shown.resource, status, headers, pretty=asked.pretty)


def _delete(asked: Asked, kind: str, fhir_id: str) -> HttpResponse:
    shown = operations.delete(asked.access, kind, fhir_id, asked.if_match)
    return HttpResponse(status=204, headers={"ETag": f'W/"{shown.version}"'})


def _bundle(asked: Asked) -> HttpResponse:
    """Do a transaction as one, or a batch one by one."""
    sent = asked.resource()
    kind = sent.get("type")
    if sent.get("resourceType") != "Bundle" or kind not in {"batch", "transaction"}:
        raise Unclear(Complaint("invalid", "This must be a Bundle of type batch or transaction.", "Bundle.type"))
    entries = entries_of(sent)
    with_resource = "return=representation" in asked.prefers
    if kind == "transaction":
        done = operations.carry_out(asked.access, entries)
        answered = [
            answers.done(asked.access, one, with_resource=with_resource or entry.method == "GET")
            for one, entry in zip(done, entries, strict=True)
        ]
    else:
        answered = [_alone(asked, entry, with_resource=with_resource) for entry in entries]
    return answers.written(bundle(f"{kind}-response", answered), pretty=asked.pretty)


def _alone(asked: Asked, entry: Entry, *, with_resource: bool) -> Resource:
    try:
        (done,) = operations.carry_out(asked.access, [entry])
    except Exception as error:  # noqa: BLE001 (an entry of a batch fails by itself)
        return answers.failed(error)
    return answers.done(asked.access, done, with_resource=with_resource or entry.method == "GET")


def _nowhere(asked: Asked, **places: Any) -> HttpResponse:  # noqa: ARG001 (whatever it was)
    raise NotServed


system = fhir(POST=_bundle)
of_type = fhir(GET=_search, POST=_create)
by_form = fhir(POST=_search_by_form)
type_history = fhir(GET=_history)
one = fhir(GET=_read, PUT=_update, PATCH=_patch, DELETE=_delete)
history = fhir(GET=_history)
version = fhir(GET=_vread)
everything = fhir(GET=_everything)
in_file = fhir(GET=_search_in_file)
nowhere = fhir(GET=_nowhere, POST=_nowhere, PUT=_nowhere, PATCH=_nowhere, DELETE=_nowhere)
