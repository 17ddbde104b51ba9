"""The words of the file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Act(StrEnum):
    """What can be done with a file, as the log says it."""

    OPEN_CHART = "chart.open"
    OPEN_DOCUMENT = "document.open"
    IMPORT = "records.import"


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
class Content:
    """A document's bytes with what they are."""

    title: str
    content_type: str
    content: bytes


class NotInFile(Exception):
    """The resource belongs to another patient's file."""
