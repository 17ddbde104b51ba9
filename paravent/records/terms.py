"""The words of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from paravent.fhir.confidentiality import Label
from paravent.fhir.summaries import Chart
from paravent.people.terms import Person


class Act(StrEnum):
    """What can be done with a file, as the log says it."""

    OPEN_CHART = "chart.open"
    OPEN_DOCUMENT = "document.open"
    RELABEL = "resource.label"
    IMPORT = "records.import"
    INDEX_ANEW = "records.index-anew"


QUOTA_USED_UP = "quota-used-up"
"""Somebody did today as often as one person may what leaves files or fills them."""

PRACTICE = UUID(int=0)
"""Stands for "no patient" where content belongs to the practice: places, organisations, practitioners."""

SHOWN_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain"})
"""What a browser may show from a file. Everything else is refused on the way in."""


@dataclass(frozen=True, slots=True)
class Version:
    """A resource as it stood."""

    resource_id: UUID
    version: int
    resource: dict[str, Any]
    written_by: UUID
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A day on which a patient was seen, by the number of its Encounter; not what for."""

    on: date
    fhir_id: str
    is_in_person: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """One version of a resource with what the file knows of it. A deleted version has no content."""

    row_id: UUID
    kind: str
    fhir_id: str
    patient_id: UUID
    version: int
    resource: dict[str, Any]
    written_by: UUID
    written_at: datetime

    @property
    def is_deleted(self) -> bool:
        """Tell whether this version says that the resource was deleted."""
        return not self.resource


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose files somebody may open: every patient's, or those named; the practice's own content apart."""

    owners: frozenset[UUID]
    is_everybody: bool = False

    def includes(self, owner: UUID) -> bool:
        """Tell whether a file is within reach."""
        return self.is_everybody or owner in self.owners


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page ended: the value it is ordered by, and the row."""

    value: str
    row_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """What was found, and where to go on; nowhere, if that was all."""

    found: tuple[Filed, ...]
    end: Spot | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was opened: what it holds, whose it is, and until when it may be read."""

    chart: Chart
    person: Person
    until: datetime
    labels: frozenset[Label] = frozenset(Label)
    own_documents: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """A document's bytes with what they are."""

    title: str
    content_type: str
    content: bytes


class NotInFile(Exception):
    """The resource belongs to another patient's file."""
