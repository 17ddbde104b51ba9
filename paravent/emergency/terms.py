"""The words of an emergency."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.kernel.ids import PatientId, PersonId


class Act(StrEnum):
    """What can be done in an emergency, and about it afterwards, as the log says it."""

    CONSIDER = "glass.consider"
    BREAK = "glass.break"
    LIST = "glass.list"
    REVIEW = "glass.review"


class Verdict(StrEnum):
    """What the review found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"


OPEN_FOR = timedelta(minutes=60)
REVIEW_WITHIN = timedelta(hours=72)
SHORTEST_REASON = 12
"""Characters. "Emergency" alone says nothing that the review could judge."""


class ReasonTooShort(Exception):
    """The reason says too little for anybody to judge it later."""


@dataclass(frozen=True, slots=True)
class Breaking:
    """One opening without a relation, as the data-protection officer reads it."""

    glass_id: UUID
    patient_id: PatientId
    patient_name: str
    clinician_id: PersonId
    clinician_name: str
    reason: str
    opened_at: datetime
    closes_at: datetime
    review_due_at: datetime
    verdict: Verdict | None
    remark: str
    reviewed_by: str
    reviewed_at: datetime | None
    is_overdue: bool
    lines: int
    is_despite_block: bool
