"""The words of papers."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What can be done with papers, as the log says it."""

    DRAW = "paper.draw"


class Name(StrEnum):
    """Which papers there are. Values stand in addresses and file names."""

    TERMS = "register-of-terms"
    RECORD = "record-of-processing"
    MEASURES = "measures"
    ASSESSMENT = "impact-assessment"
    PROCESSORS = "processors"


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


@dataclass(frozen=True, slots=True)
class Activity:
    """A purpose with what is done for it, as the table of purposes says."""

    purpose: str
    roles: tuple[str, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of the threat model. One without a number says what does not hold."""

    adversary: str
    number: str
    words: str
    test: str
