"""A transaction: everything in a bundle, or nothing; references among its entries become references to what was made."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

from paravent.access.operation import Operation
from paravent.fhir.bundles import CONDITIONAL, METHODS, Entry, conditional_references
from paravent.fhir.resources import rewritten
from paravent.fhir.search import understood
from paravent.fhir.terms import Complaint, Resource, Unclear
from paravent.fhir.wanted import Search
from paravent.interop import policy, queries, steps
from paravent.interop.terms import SERVED, Done, NotServed, Shown, Verb, Written
from paravent.kernel import clock
from paravent.programs.terms import Access

PLACE = re.compile(r"([A-Z][A-Za-z]+)(?:/([A-Za-z0-9\-.]{1,64}))?(?:\?(.*))?")


def carry_out(op: Operation, access: Access, entries: list[Entry]) -> list[Done]:
    """Do all entries in the order that FHIR asks for and return what became of each, in their own order."""
    ids = {one.at: str(uuid4()) for one in entries if one.method == "POST" and one.resource}
    mapping = _mapping(op, access, entries, ids)
    done: dict[int, Done] = {}
    for method in METHODS:
        for one in (entry for entry in entries if entry.method == method):
            done[one.at] = DOES[method](op, access, _with_references(one, mapping), ids.get(one.at))
    return [done[one.at] for one in entries]


def _mapping(op: Operation, access: Access, entries: list[Entry], ids: dict[int, str]) -> dict[str, str]:
    """Return how references inside the bundle are written once everything is there."""
    mapping: dict[str, str] = {}
    for one in entries:
        if not one.full_url:
            continue
        if one.full_url in mapping:
            raise Unclear(Complaint("duplicate", "Two entries have the same fullUrl.", f"{one.where}.fullUrl"))
        mapping[one.full_url] = _reference(op, access, one, ids)
    resources = [one.resource for one in entries if one.resource]
    return mapping | {said: _sole(op, access, said) for said in conditional_references(resources)}


def _reference(op: Operation, access: Access, one: Entry, ids: dict[int, str]) -> str:
    kind, fhir_id, _ = place(one.url)
    if one.at not in ids:
        return f"{kind}/{fhir_id}"
    if one.if_none_exist and (there := _condition_met(op, access, kind, one.if_none_exist)):
        return there
    return f"{kind}/{ids[one.at]}"


def _condition_met(op: Operation, access: Access, kind: str, condition: str) -> str:
    if not policy.may_ask(access, kind, Verb.SEARCH).allowed:
        return ""
    there = _met(op, access, condition_of(kind, condition))
    return there[0].reference if len(there) == 1 else ""


def _sole(op: Operation, access: Access, said: str) -> str:
    """Return what a conditional reference refers to, or itself where that is nobody's business: nothing, or several."""
    found = CONDITIONAL.fullmatch(said)
    if found is None or found[1] not in SERVED or not policy.may_ask(access, found[1], Verb.SEARCH).allowed:
        return said
    there = _met(op, access, condition_of(found[1], found[2]))
    return there[0].reference if len(there) == 1 else said


def _met(op: Operation, access: Access, wanted: Search) -> tuple[Shown, ...]:
    steps.pace(op, wanted)
    return tuple(queries.search(access, wanted).found)


def condition_of(kind: str, text: str) -> Search:
    """Return the search in a condition such as identifier=1; raise Unclear, also where there is none."""
    pairs = parse_qsl(text.partition("?")[2] or text)
    search = understood(kind, [*pairs, ("_count", "2")], now=clock.now())
    if not search.criteria:
        raise Unclear(Complaint("required", "A condition needs a search parameter."))
    return search


def _with_references(one: Entry, mapping: dict[str, str]) -> Entry:
    if one.resource is None:
        return one
    resource: Resource = rewritten(one.resource, mapping)
    return Entry(one.at, one.method, one.url, resource, one.full_url, one.if_match, one.if_none_exist)


def place(url: str) -> tuple[str, str, str]:
    """Return type, id and query of an entry's address; raise NotServed."""
    found = PLACE.fullmatch(
        unquote(url.partition("?")[0]).lstrip("/") + ("?" + url.partition("?")[2] if "?" in url else "")
    )
    if found is None or found[1] not in SERVED:
        raise NotServed
    return found[1], found[2] or "", found[3] or ""


def _made(op: Operation, access: Access, one: Entry, fhir_id: str | None) -> Done:
    kind, _, _ = place(one.url)
    resource = one.resource or {}
    if one.if_none_exist:
        condition = condition_of(kind, one.if_none_exist)
        return _told(steps.create_once(op, access, kind, resource, condition, fhir_id=fhir_id))
    return _told(steps.create(op, access, kind, resource, fhir_id=fhir_id))


def _told(written: Written) -> Done:
    return Done("201 Created" if written.is_new else "200 OK", written.shown)


def _updated(op: Operation, access: Access, one: Entry, _: str | None) -> Done:
    kind, fhir_id, _query = place(one.url)
    return _told(steps.update(op, access, kind, fhir_id, one.resource or {}, one.if_match))


def _patched(op: Operation, access: Access, one: Entry, _: str | None) -> Done:  # noqa: ARG001 (as its siblings)
    raise Unclear(
        Complaint("not-supported", "In a bundle a patch is not supported; send it by itself.", f"{one.where}.request")
    )


def _deleted(op: Operation, access: Access, one: Entry, _: str | None) -> Done:
    kind, fhir_id, _query = place(one.url)
    return Done("204 No Content", steps.delete(op, access, kind, fhir_id, one.if_match))


def _read(op: Operation, access: Access, one: Entry, _: str | None) -> Done:
    kind, fhir_id, query = place(one.url)
    if not fhir_id:
        return Done("200 OK", found=steps.searched(op, access, understood(kind, parse_qsl(query), now=clock.now())))
    shown = queries.current(access, kind, fhir_id)
    op.require(queries.may_read(access, kind, shown.owner, Verb.READ))
    return Done("200 OK", shown)


DOES: dict[str, Callable[[Operation, Access, Entry, str | None], Done]] = {
    "DELETE": _deleted,
    "POST": _made,
    "PUT": _updated,
    "PATCH": _patched,
    "GET": _read,
}
