"""Whether a resource is what a search wants: the one place where a parameter's meaning is decided.

An index may find too many; what is shown has passed here. Source: HL7 FHIR R4, 3.1.1.4 (search parameter types).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from paravent.fhir.elements import found
from paravent.fhir.parameters import Kind, Parameter
from paravent.fhir.search import LITERAL
from paravent.fhir.terms import Resource
from paravent.fhir.times import Span, span_of
from paravent.fhir.wanted import Amount, Criterion, Missing, Pointer, Token
from paravent.kernel.blind import folded, spellings


def matches(resource: Resource, wanted: Criterion) -> bool:
    """Tell whether a resource meets a criterion."""
    there = values(resource, wanted.parameter)
    if isinstance(wanted.values[0], Missing):
        return wanted.values[0].is_missing != bool(there)
    if wanted.modifier == "not":
        return not _any(wanted, there)
    return _any(wanted, there)


def values(resource: Resource, parameter: Parameter) -> list[Any]:
    """Return the elements that a parameter looks at."""
    there = found(resource, parameter.paths)
    # The one parameter that is a condition: alive is what is not said.
    return [any(one is not False for one in there)] if parameter.name == "deceased" else there


def _any(wanted: Criterion, there: list[Any]) -> bool:
    meets = MEETS[wanted.parameter.kind]
    return any(meets(element, value, wanted) for element in there for value in wanted.values)


def tokens(element: Any) -> Iterator[tuple[str | None, str]]:
    """Return the (system, code) pairs of an element; a plain code's system is its element's own: None."""
    if isinstance(element, bool):
        yield None, "true" if element else "false"
    elif isinstance(element, str):
        yield None, element
    elif isinstance(element, dict):
        for coding in element.get("coding") or [element]:
            code = coding.get("code", coding.get("value"))
            if isinstance(code, str):
                yield str(coding.get("system", "")), code


def _meets_token(element: Any, value: Any, wanted: Criterion) -> bool:
    if wanted.modifier == "text":
        return any(_begins(text, value.code) for text in _texts(element))
    return any(_same_token(system, code, value) for system, code in tokens(element))


def _same_token(system: str | None, code: str, value: Token) -> bool:
    in_system = value.system is None or system is None or value.system == system
    return in_system and (value.code == code or (not value.code and bool(value.system)))


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, dict):
        for one in (element, *(element.get("coding") or [])):
            yield from (one[name] for name in ("text", "display") if isinstance(one.get(name), str))


def pointer(element: Any) -> Pointer | None:
    """Return where a reference leads, if it is a literal one."""
    text = element.get("reference") if isinstance(element, dict) else element
    if not isinstance(text, str):
        return None
    if text.startswith("urn:uuid:"):
        return Pointer("", text.removeprefix("urn:uuid:"))
    literal = LITERAL.fullmatch(text)
    return Pointer(literal[1], literal[2]) if literal else None


def _meets_reference(element: Any, value: Any, wanted: Criterion) -> bool:
    if wanted.modifier == "identifier":
        identifier = element.get("identifier") if isinstance(element, dict) else None
        return any(_same_token(system, code, value) for system, code in tokens(identifier or {}))
    there = pointer(element)
    return there is not None and there.fhir_id == value.fhir_id and _may_be(there.kind, value.kind, wanted.parameter)


def _may_be(kind: str, asked: str, parameter: Parameter) -> bool:
    # urn:uuid names no type; it stands for whatever was filed together with it.
    if not kind:
        return True
    return kind == asked if asked else not parameter.targets or kind in parameter.targets


def _meets_date(element: Any, value: Any, wanted: Criterion) -> bool:  # noqa: ARG001 (one signature for all kinds)
    there = span_of(element)
    return there is not None and DATES[value.prefix](there, value.span)


DATES: dict[str, Callable[[Span, Span], bool]] = {
    "eq": lambda there, asked: asked.contains(there),
    "ne": lambda there, asked: not asked.contains(there),
    "gt": lambda there, asked: there.high > asked.high,
    "lt": lambda there, asked: there.low < asked.low,
    "ge": lambda there, asked: there.high > asked.high or asked.contains(there),
    "le": lambda there, asked: there.low < asked.low or asked.contains(there),
    "sa": lambda there, asked: there.low >= asked.high,
    "eb": lambda there, asked: there.high <= asked.low,
    "ap": lambda there, asked: asked.meets(there),
}


def _meets_string(element: Any, value: Any, wanted: Criterion) -> bool:
    if not isinstance(element, str):
        return False
    if wanted.modifier == "exact":
        return element == value.text
    if wanted.modifier == "contains":
        return any(folded(value.text) in spelling for spelling in spellings(element))
    return _begins(element, value.text)


def _begins(text: str, asked: str) -> bool:
    return any(spelling.startswith(folded(asked)) for spelling in spellings(text))


def _meets_uri(element: Any, value: Any, wanted: Criterion) -> bool:  # noqa: ARG001 (one signature for all kinds)
    return bool(element == value.text)


def _meets_quantity(element: Any, value: Any, wanted: Criterion) -> bool:  # noqa: ARG001 (one signature for all kinds)
    if not isinstance(element, dict) or not _same_unit(element, value):
        return False
    try:
        number = Decimal(str(element.get("value")))
    except InvalidOperation:
        return False
    return AMOUNTS[value.prefix](number, value)


def _same_unit(element: dict[str, Any], value: Amount) -> bool:
    if value.system and element.get("system") != value.system:
        return False
    named = {element.get("code")} if value.system else {element.get("code"), element.get("unit")}
    return not value.unit or value.unit in named


def _is_about(number: Decimal, asked: Amount) -> bool:
    return asked.number - asked.tolerance <= number < asked.number + asked.tolerance


AMOUNTS: dict[str, Callable[[Decimal, Amount], bool]] = {
    "eq": _is_about,
    "ne": lambda number, asked: not _is_about(number, asked),
    "gt": lambda number, asked: number > asked.number,
    "lt": lambda number, asked: number < asked.number,
    "ge": lambda number, asked: number >= asked.number,
    "le": lambda number, asked: number <= asked.number,
    "sa": lambda number, asked: number > asked.number,
    "eb": lambda number, asked: number < asked.number,
    "ap": lambda number, asked: abs(number - asked.number) <= abs(asked.number) / 10,
}

MEETS: dict[Kind, Callable[[Any, Any, Criterion], bool]] = {
    Kind.TOKEN: _meets_token,
    Kind.REFERENCE: _meets_reference,
    Kind.DATE: _meets_date,
    Kind.STRING: _meets_string,
    Kind.QUANTITY: _meets_quantity,
    Kind.URI: _meets_uri,
}
