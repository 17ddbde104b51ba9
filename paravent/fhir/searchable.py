"""What a search parameter is, and how one of each kind is made."""

from dataclasses import dataclass
from enum import StrEnum

from paravent.fhir.elements import Path, path


class Kind(StrEnum):
    """How a parameter is compared (R4 SearchParamType)."""

    TOKEN = "token"  # noqa: S105 (a word of FHIR)
    REFERENCE = "reference"
    DATE = "date"
    STRING = "string"
    QUANTITY = "quantity"
    URI = "uri"


class Clarity(StrEnum):
    """What the database holds of a parameter's values."""

    BLIND = "blind"
    SPAN = "span"
    OWNER = "owner"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter: where its values stand, and what the database holds of them."""

    name: str
    kind: Kind
    paths: tuple[Path, ...]
    clarity: Clarity = Clarity.NOTHING
    targets: tuple[str, ...] = ()
    is_personal: bool = False


def _made(kind: Kind, clarity: Clarity, name: str, paths: tuple[str, ...]) -> Parameter:
    return Parameter(name, kind, tuple(path(one) for one in paths or (name,)), clarity)


def token(name: str, *paths: str) -> Parameter:
    """Return a token parameter that is found by blind tokens."""
    return _made(Kind.TOKEN, Clarity.BLIND, name, paths)


def state(name: str, *paths: str) -> Parameter:
    """Return a token parameter with so few values that a token of it would only tell a thief something."""
    return _made(Kind.TOKEN, Clarity.NOTHING, name, paths)


def reference(name: str, *paths: str, to: str = "") -> Parameter:
    """Return a reference parameter that is found by blind tokens."""
    made = _made(Kind.REFERENCE, Clarity.BLIND, name, paths)
    return Parameter(name, made.kind, made.paths, made.clarity, tuple(to.split()))


def owner(name: str, *paths: str) -> Parameter:
    """Return the reference to the patient whose file it is: a column of its own."""
    made = _made(Kind.REFERENCE, Clarity.OWNER, name, paths)
    return Parameter(name, made.kind, made.paths, made.clarity, ("Patient",))


def when(name: str, *paths: str) -> Parameter:
    """Return the date by which a type is ordered: its span stands in clear."""
    return _made(Kind.DATE, Clarity.SPAN, name, paths)


def date(name: str, *paths: str) -> Parameter:
    """Return another date, which stands nowhere in clear."""
    return _made(Kind.DATE, Clarity.NOTHING, name, paths)


def quantity(name: str, *paths: str) -> Parameter:
    """Return a quantity; a number that can be ordered without being opened tells a thief too much."""
    return _made(Kind.QUANTITY, Clarity.NOTHING, name, paths)


def string(name: str, *paths: str) -> Parameter:
    """Return a string, found by the blinded beginnings of its words."""
    return _made(Kind.STRING, Clarity.BLIND, name, paths)


def uri(name: str, *paths: str) -> Parameter:
    """Return an address, compared as it is."""
    return _made(Kind.URI, Clarity.BLIND, name, paths)


def personal(parameter: Parameter) -> Parameter:
    """Return a parameter whose values name somebody: it does not belong into a URL."""
    return Parameter(
        parameter.name, parameter.kind, parameter.paths, parameter.clarity, parameter.targets, is_personal=True
    )
