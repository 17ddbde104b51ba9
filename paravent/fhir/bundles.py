"""Bundles: answers of a search, histories, and what a program sends to be done as one. Source: HL7 FHIR R4, 3.1.0.11."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from paravent.fhir.resources import references
from paravent.fhir.terms import Complaint, Resource, Unclear

MOST_ENTRIES = 1_000
METHODS = ("DELETE", "POST", "PUT", "PATCH", "GET")
"""In the order in which a transaction does them."""

CONDITIONAL = re.compile(r"([A-Z][A-Za-z]+)\?(.+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that shall be done."""

    at: int
    method: str
    url: str
    resource: Resource | None
    full_url: str = ""
    if_match: str = ""
    if_none_exist: str = ""

    @property
    def where(self) -> str:
        """Where the entry stands in its bundle."""
        return f"Bundle.entry[{self.at}]"


def entries_of(bundle: Resource) -> list[Entry]:
    """Return what a batch or transaction asks for; raise Unclear."""
    listed = bundle.get("entry") or []
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        raise Unclear(Complaint("too-costly", "A bundle has a list of at most one thousand entries.", "Bundle.entry"))
    return [_entry(at, one) for at, one in enumerate(listed)]


def _entry(at: int, given: Any) -> Entry:
    where = f"Bundle.entry[{at}]"
    request = given.get("request") if isinstance(given, dict) else None
    if not isinstance(request, dict) or request.get("method") not in METHODS or not _text(request, "url"):
        raise Unclear(Complaint("required", "An entry needs a request with method and url.", f"{where}.request"))
    resource = given.get("resource")
    if request["method"] in {"POST", "PUT", "PATCH"} and not isinstance(resource, dict):
        raise Unclear(Complaint("required", "An entry that writes needs a resource.", f"{where}.resource"))
    return Entry(
        at,
        request["method"],
        _text(request, "url"),
        resource,
        _text(given, "fullUrl"),
        _text(request, "ifMatch"),
        _text(request, "ifNoneExist"),
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def conditional_references(resources: Iterable[Resource]) -> set[str]:
    """Return the references that are searches, such as Patient?identifier=1."""
    return {one for resource in resources for one in references(resource) if CONDITIONAL.fullmatch(one)}


def bundle(
    kind: str, entries: list[Resource], links: Mapping[str, str] | None = None, total: int | None = None
) -> Resource:
    """Return a Bundle."""
    made: Resource = {"resourceType": "Bundle", "type": kind}
    if total is not None:
        made["total"] = total
    if links:
        made["link"] = [{"relation": relation, "url": url} for relation, url in links.items()]
    return made | ({"entry": entries} if entries else {})
