"""The words of what leaves a file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from paravent.records.terms import Opened


class Act(StrEnum):
    """How something can leave a file, as the log says it."""

    EXPORT = "file.export"
    PRINT = "file.print"
    COPY = "file.copy"
    COPY_BY_HAND = "file.copy-by-hand"
    LIST = "file.list-copies"


READ_BY_PROGRAMS = ("fhir.read", "fhir.vread", "fhir.history", "fhir.search", "fhir.everything", "fhir.transaction")
"""How another program gets something out of files, as the log says it; the FHIR server stands beside this package."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What every copy bears: who took it, when, and which line of the log says so."""

    reader: str
    at: datetime
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class Printed:
    """A file as it goes on paper."""

    opened: Opened
    mark: Mark


@dataclass(frozen=True, slots=True)
class Taken:
    """One copy that somebody took, as the data-protection officer reads it."""

    at: datetime
    who: str
    whose: str
    patient_id: UUID | None
    act: str
    outcome: str
    because: str
    characters: str


@dataclass(frozen=True, slots=True)
class ReadByProgram:
    """What one program read for one person, or for itself, as the data-protection officer reads it."""

    program: str
    for_whom: str
    """Empty: for itself, or for a patient."""
    patients: int
    times: int


@dataclass(frozen=True, slots=True)
class Left:
    """All that left files today."""

    taken: tuple[Taken, ...]
    read: tuple[ReadByProgram, ...]
