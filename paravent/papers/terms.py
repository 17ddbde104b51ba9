"""The words of papers."""

from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    """Which papers there are. Values stand in addresses and file names."""

    TERMS = "register-of-terms"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. The first cell of a row says what the row is about."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is said below it, and a table where there is one."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one language, ready for a page or for Typst."""

    name: str
    """What its file is called."""
    language: str
    title: str
    made: str
    """By whom and when, as a line below the title."""
    sections: tuple[Section, ...]
