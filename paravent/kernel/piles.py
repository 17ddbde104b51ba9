"""What lies on somebody's desk and waits for them, by kind: how much, since when, until when. Of nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Pile:
    """Work of one kind: how many there are, since when the oldest waits, and until when the first has to be done, if by any day."""

    number: int
    since: datetime | None = None
    due_at: datetime | None = None
    within: UUID | None = None
    """In which study the oldest waits, where each study has a page of its own for it."""

    @classmethod
    def of_studies(cls, found: Iterable[tuple[datetime | None, UUID]]) -> Self:
        """Return what waits since when in which study, the oldest first."""
        rows = list(found)
        since, within = rows[0] if rows else (None, None)
        return cls(len(rows), since, None, within)
