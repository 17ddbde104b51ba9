"""OWASP's two lists of ten, line by line: what meets each, and what tries it. Pure: no Django."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, RootModel

from paravent.conformity.rulebook.reading import Strict
from paravent.kernel import written
from paravent.kernel.said import Said

FILE = Path(__file__).with_name("owasp.yaml")
FORM = written.Form("list of OWASP", largest=256 * 1024)


class Of(StrEnum):
    """Which list an item is of."""

    TOP10 = "top10"
    API = "api"


class Line(Strict):
    """One thing that an item asks, how it is met, and by which tests and probes that is tried."""

    asks: Said
    met: Said
    tests: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()


class Item(Strict):
    """One item of a list, by OWASP's own name; `person` says what no program can do about it."""

    id: str = Field(pattern=r"^(A\d\d|API\d{1,2})$")
    list: Of
    name: str
    lines: tuple[Line, ...] = Field(min_length=1)
    person: Said | None = None


class Items(RootModel[tuple[Item, ...]]):
    """The whole file."""


@cache
def items() -> tuple[Item, ...]:
    """Return every item, in the order of the lists. Raises written.Unreadable."""
    return written.read(FILE, Items, FORM).root
