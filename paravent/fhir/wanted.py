"""What a search asks for, in types: the values of its parameters, and how its answer shall look."""

from dataclasses import dataclass, field
from decimal import Decimal

from paravent.fhir.parameters import Parameter
from paravent.fhir.times import Span

DEFAULT_COUNT, MOST = 50, 500


@dataclass(frozen=True, slots=True)
class Token:
    """A code, in any system (None), in no system (empty) or in one; without a code, anything of the system."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference; without a type, to whatever has that id."""

    kind: str
    fhir_id: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with its prefix."""

    prefix: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A string or an address."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its prefix, half of its last digit's worth, and its unit where one is asked for."""

    prefix: str
    number: Decimal
    tolerance: Decimal
    system: str
    unit: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Whether the element shall be absent."""

    is_missing: bool


Value = Token | Pointer | Moment | Text | Amount | Missing


@dataclass(frozen=True, slots=True)
class Criterion:
    """One parameter of a search: any of its values will do."""

    parameter: Parameter
    modifier: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Include:
    """What shall come along: the resources that a parameter refers to, or in reverse, those that refer."""

    kind: str
    parameter: Parameter
    target: str
    is_reverse: bool


@dataclass(frozen=True, slots=True)
class Order:
    """By what the answer is ordered."""

    name: str
    is_descending: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A search of one type."""

    kind: str
    criteria: tuple[Criterion, ...] = ()
    order: Order = field(default_factory=lambda: Order("", is_descending=False))
    count: int = DEFAULT_COUNT
    includes: tuple[Include, ...] = ()
    summary: str = "false"
    elements: tuple[str, ...] = ()
    wants_total: bool = False
    said: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    def of(self, name: str) -> list[Criterion]:
        """Return the criteria of one parameter."""
        return [one for one in self.criteria if one.parameter.name == name]
