"""OWASP ASVS 4.0.3, levels 1 and 2, requirement by requirement: whether it is met, how, and what shows it. Pure: no Django."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, RootModel, model_validator

from paravent.conformity.rulebook.reading import Strict
from paravent.kernel import written
from paravent.kernel.said import Said

FOLDER = Path(__file__).with_name("asvs")
FORM = written.Form("chapter of ASVS", largest=256 * 1024)
CHAPTERS = {
    1: "Architecture, Design and Threat Modeling",
    2: "Authentication",
    3: "Session Management",
    4: "Access Control",
    5: "Validation, Sanitization and Encoding",
    6: "Stored Cryptography",
    7: "Error Handling and Logging",
    8: "Data Protection",
    9: "Communication",
    10: "Malicious Code",
    11: "Business Logic",
    12: "Files and Resources",
    13: "API and Web Service",
    14: "Configuration",
}
"""OWASP's own names."""


class Stands(StrEnum):
    """How it stands with a requirement. What a person has to do is not met by the program."""

    UNMET = "unmet"
    PERSON = "person"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"


class Requirement(Strict):
    """One requirement, in our words: the lowest level that asks for it, how it stands, and the tests, probes and files that show it."""

    id: str = Field(pattern=r"^\d{1,2}\.\d{1,2}\.\d{1,2}$")
    level: int = Field(ge=1, le=2)
    stands: Stands
    asks: Said
    how: Said
    shown: tuple[str, ...] = ()

    @property
    def chapter(self) -> int:
        """Return in which chapter it stands."""
        return int(self.id.partition(".")[0])

    @model_validator(mode="after")
    def _met_is_shown(self) -> Self:
        """Hold that what is said to be met names what shows it."""
        if self.stands is Stands.MET and not self.shown:
            message = f"{self.id} is said to be met, and names nothing that shows it"
            raise ValueError(message)
        return self


class Chapter(RootModel[tuple[Requirement, ...]]):
    """One file."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many requirements of a level and those below stand which way."""

    level: int
    all: int
    by: Counter[Stands]


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return every requirement of levels 1 and 2, in OWASP's order. Raises written.Unreadable."""
    return tuple(one for path in sorted(FOLDER.glob("*.yaml")) for one in written.read(path, Chapter, FORM).root)


def totals() -> Iterator[Totals]:
    """Return how it stands with level 1, and with levels 1 and 2."""
    for level in (1, 2):
        asked = [one for one in requirements() if one.level <= level]
        yield Totals(level, len(asked), Counter(one.stands for one in asked))
