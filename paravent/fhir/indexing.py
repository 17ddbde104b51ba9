"""By what a resource is found: the words of its index, before they are blinded, and the words that a search looks for.

The index promises one thing: whatever matches is found by it. It may find more; `matching` decides.
"""

from collections.abc import Iterator

from paravent.fhir.matching import pointer, tokens, values
from paravent.fhir.parameters import TABLE, Clarity, Kind, Parameter, ordering
from paravent.fhir.terms import Resource
from paravent.fhir.times import Span, span_of
from paravent.fhir.wanted import Criterion, Pointer, Text, Token, Value
from paravent.kernel.blind import LONGEST_PREFIX, SHORTEST_PREFIX, prefixes, split_words

Word = tuple[str, str]
"""A field of the index and a value in it. All parameters of a kind share a field: a thief sees less of what is what."""

BLIND = {kind: [one for one in parameters if one.clarity == Clarity.BLIND] for kind, parameters in TABLE.items()}


def words(resource: Resource) -> set[Word]:
    """Return everything by which a resource is found."""
    return {word for parameter in BLIND.get(resource["resourceType"], ()) for word in _words(resource, parameter)}


def _words(resource: Resource, parameter: Parameter) -> Iterator[Word]:
    for element in values(resource, parameter):
        if parameter.kind == Kind.TOKEN:
            yield from (("token", code) for _, code in tokens(element))
        elif parameter.kind == Kind.REFERENCE:
            if there := pointer(element):
                yield "reference", there.fhir_id
        elif isinstance(element, str):
            named = prefixes(element) if parameter.kind == Kind.STRING else {element}
            yield from ((parameter.kind.value, one) for one in named)


def wanted_words(wanted: Criterion) -> set[Word] | None:
    """Return words of which a match has at least one; nothing where the index cannot tell."""
    if wanted.parameter.clarity != Clarity.BLIND or wanted.modifier in {
        "not",
        "text",
        "missing",
        "contains",
        "identifier",
    }:
        return None
    found = {_wanted_word(wanted.parameter, value) for value in wanted.values}
    return None if None in found else {word for word in found if word}


def _wanted_word(parameter: Parameter, value: Value) -> Word | None:
    if isinstance(value, Token):
        return ("token", value.code) if value.code else None
    if isinstance(value, Pointer):
        return "reference", value.fhir_id
    if not isinstance(value, Text):
        return None
    if parameter.kind == Kind.URI:
        return "uri", value.text
    first = "".join(split_words(value.text)[:1])[:LONGEST_PREFIX]
    return ("string", first) if len(first) >= SHORTEST_PREFIX else None


def when(resource: Resource) -> Span | None:
    """Return the span by which a resource is ordered and found by date."""
    parameter = ordering(resource["resourceType"]) if resource["resourceType"] in TABLE else None
    if parameter is None:
        return None
    spans = [one for one in map(span_of, values(resource, parameter)) if one]
    return Span(min(one.low for one in spans), max(one.high for one in spans)) if spans else None
