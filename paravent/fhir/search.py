"""Understanding a search: from parameters as they come by URL or form to what is wanted.

What is not supported is said, never passed over: a filter that is ignored shows more than was asked for.
Source: HL7 FHIR R4, 3.1.1 (search).
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from paravent.fhir.parameters import TABLE, Kind, Parameter, ordering, parameters
from paravent.fhir.terms import Complaint, Unclear
from paravent.fhir.times import Span, span
from paravent.fhir.wanted import (
    MOST,
    Amount,
    Criterion,
    Include,
    Missing,
    Moment,
    Order,
    Pointer,
    Search,
    Text,
    Token,
    Value,
)

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
MODIFIERS = {
    Kind.TOKEN: {"not", "text", "missing"},
    Kind.REFERENCE: {"missing", "identifier"},
    Kind.DATE: {"missing"},
    Kind.STRING: {"exact", "contains", "missing"},
    Kind.QUANTITY: {"missing"},
    Kind.URI: {"missing"},
}
SUMMARIES = {"true", "text", "data", "count", "false"}
MOST_CRITERIA, MOST_VALUES = 40, 200
# Seen to by whoever answers over HTTP.
OF_THE_ANSWER = {"_format", "_pretty"}
LITERAL = re.compile(r"(?:.*/)?([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\-.]{1,64})(?:/_history/[A-Za-z0-9\-.]{1,64})?")


def understood(kind: str, pairs: Iterable[tuple[str, str]], *, now: datetime, lenient: bool = False) -> Search:
    """Return what a search wants; raise Unclear with everything that is wrong with it."""
    reading = _Reading(kind, now)
    said = [(name, value) for name, value in pairs if value and name not in OF_THE_ANSWER]
    if len(said) > MOST_CRITERIA:
        raise Unclear(Complaint("too-costly", "A search has at most forty parameters."))
    for name, value in said:
        reading.take(name, value)
    complaints = [one for one in reading.complaints if not (lenient and one.code == "not-supported")]
    if complaints:
        raise Unclear(*complaints)
    return reading.search(tuple(said))


class _Reading:
    """What has been understood so far."""

    def __init__(self, kind: str, now: datetime) -> None:
        self.kind, self.now = kind, now
        self.known = parameters(kind)
        self.criteria: list[Criterion] = []
        self.result: dict[str, str] = {}
        self.includes: list[Include] = []
        self.complaints: list[Complaint] = []

    def take(self, name: str, value: str) -> None:
        """Understand one parameter, or complain of it."""
        plain, _, modifier = name.partition(":")
        try:
            if plain in RESULT:
                RESULT[plain](self, name, value)
            elif plain in self.known:
                self.criteria.append(criterion(self.known[plain], modifier, value, self.now))
            else:
                raise Unclear(Complaint("not-supported", "This search parameter is not known here.", f"http.{plain}"))
        except Unclear as unclear:
            self.complaints.extend(unclear.complaints)

    def search(self, said: tuple[tuple[str, str], ...]) -> Search:
        """Return the whole search."""
        ignored = tuple(one.where.removeprefix("http.") for one in self.complaints)
        return Search(
            kind=self.kind,
            criteria=tuple(self.criteria),
            order=self.order(self.result.get("_sort", "")),
            count=min(int(self.result.get("_count", "50")), MOST),
            includes=tuple(self.includes),
            summary="count" if self.result.get("_count") == "0" else self.result.get("_summary", "false"),
            elements=tuple(self.result.get("_elements", "").split(",")) if "_elements" in self.result else (),
            wants_total=self.result.get("_total") == "accurate" or self.result.get("_summary") == "count",
            said=tuple(pair for pair in said if pair[0].partition(":")[0] not in ignored),
            ignored=ignored,
        )

    def order(self, said: str) -> Order:
        """Return by what to order; `take` has seen that it can be done."""
        return Order(said.lstrip("-"), is_descending=said.startswith("-"))

    def one_of(self, name: str, value: str, allowed: set[str]) -> None:
        """Keep a result parameter that is a choice."""
        if value not in allowed:
            raise Unclear(Complaint("not-supported", "This value is not supported.", f"http.{name}"))
        self.result[name] = value

    def counted(self, name: str, value: str) -> None:
        """Keep how many are wanted."""
        if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004 (no page is so long)
            raise Unclear(Complaint("invalid", "This must be a whole number, zero or more.", f"http.{name}"))
        self.result[name] = value

    def sorted_by(self, name: str, value: str) -> None:
        """Keep by what to order."""
        main = ordering(self.kind)
        self.one_of(name, value, {f"{sign}{one}" for sign in ("", "-") for one in _orders(main)})

    def included(self, name: str, value: str) -> None:
        """Keep what shall come along."""
        plain, _, modifier = name.partition(":")
        kind, _, rest = value.partition(":")
        parameter_name, _, target = rest.partition(":")
        parameter = parameters(kind).get(parameter_name) if kind in TABLE else None
        wrong_side = plain == "_include" and kind != self.kind
        if modifier or wrong_side or parameter is None or parameter.kind != Kind.REFERENCE:
            raise Unclear(Complaint("not-supported", "This cannot be included.", f"http.{plain}"))
        self.includes.append(Include(kind, parameter, target, is_reverse=plain == "_revinclude"))

    def named(self, name: str, value: str) -> None:
        """Keep which elements are wanted."""
        self.result[name] = value


RESULT: dict[str, Callable[[_Reading, str, str], None]] = {
    "_count": _Reading.counted,
    "_sort": _Reading.sorted_by,
    "_include": _Reading.included,
    "_revinclude": _Reading.included,
    "_elements": _Reading.named,
    "_summary": lambda self, name, value: self.one_of(name, value, SUMMARIES),
    "_total": lambda self, name, value: self.one_of(name, value, {"none", "estimate", "accurate"}),
}


def _orders(main: Parameter | None) -> list[str]:
    return ["_lastUpdated", *([main.name] if main else [])]


def criterion(parameter: Parameter, modifier: str, value: str, now: datetime) -> Criterion:
    """Return one understood parameter; raise Unclear."""
    where = f"http.{parameter.name}"
    is_type = parameter.kind == Kind.REFERENCE and modifier in TABLE
    if modifier and modifier not in MODIFIERS[parameter.kind] and not is_type:
        raise Unclear(Complaint("not-supported", "This modifier is not supported here.", where))
    if modifier == "missing":
        if value not in {"true", "false"}:
            raise Unclear(Complaint("invalid", "The modifier :missing takes true or false.", where))
        return Criterion(parameter, modifier, (Missing(value == "true"),))
    parts = _split(value, ",")
    if len(parts) > MOST_VALUES:
        raise Unclear(Complaint("too-costly", "A parameter has at most two hundred values.", where))
    return Criterion(parameter, modifier, tuple(_value(parameter, modifier, part, now) for part in parts))


def _value(parameter: Parameter, modifier: str, text: str, now: datetime) -> Value:
    if parameter.kind == Kind.TOKEN or modifier == "identifier":
        return _token(text)
    if parameter.kind == Kind.REFERENCE:
        return _pointer(text, modifier)
    if parameter.kind == Kind.DATE:
        return _moment(parameter, text, now)
    if parameter.kind == Kind.QUANTITY:
        return _amount(parameter, text)
    return Text(_plain(text))


def _token(text: str) -> Token:
    system, bar, code = _cut(text)
    return Token(_plain(system), _plain(code)) if bar else Token(None, _plain(system))


def _pointer(text: str, kind: str) -> Pointer:
    if found := LITERAL.fullmatch(text):
        return Pointer(found[1], found[2])
    return Pointer(kind, _plain(text).removeprefix("urn:uuid:"))


def _moment(parameter: Parameter, text: str, now: datetime) -> Moment:
    prefix, rest = _prefixed(text)
    found = span(rest)
    if found is None:
        raise Unclear(Complaint("invalid", "This must be a date, with or without a prefix.", f"http.{parameter.name}"))
    return Moment(prefix, _widened(found, now) if prefix == "ap" else found)


def _widened(found: Span, now: datetime) -> Span:
    """Return a span "approximately": a tenth of how long ago it was, to both sides."""
    reach = abs(now - found.low) / 10
    try:
        return Span(found.low - reach, found.high + reach)
    except OverflowError:
        return found


def _amount(parameter: Parameter, text: str) -> Amount:
    number, _, unit = _cut(text)
    system, _, code = _cut(unit)
    prefix, rest = _prefixed(number)
    try:
        value = Decimal(rest)
        exponent = value.as_tuple().exponent
    except InvalidOperation:
        exponent = "n"
    if not isinstance(exponent, int) or abs(exponent) > 20:  # noqa: PLR2004 (beyond anything measured)
        raise Unclear(
            Complaint("invalid", "This must be a number, with or without prefix and unit.", f"http.{parameter.name}")
        )
    return Amount(prefix, value, Decimal(5).scaleb(exponent - 1), _plain(system), _plain(code))


def _prefixed(text: str) -> tuple[str, str]:
    return (text[:2], text[2:]) if text[:2] in PREFIXES else ("eq", text)


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that is not escaped by a backslash."""
    return [part for part in re.split(rf"(?<!\\){re.escape(separator)}", text) if part] or [""]


def _cut(text: str) -> tuple[str, str, str]:
    first, *rest = re.split(r"(?<!\\)\|", text, maxsplit=1)
    return (first, "|", rest[0]) if rest else (first, "", "")


def _plain(text: str) -> str:
    return re.sub(r"\\([\\,|$])", r"\1", text)
