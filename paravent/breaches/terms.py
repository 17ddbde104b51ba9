"""The words of a personal data breach (GDPR Art. 4(12), 33, 34)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Act(StrEnum):
    """What can be done about a breach, as the log says it."""

    OPEN = "breach.open"
    LIST = "breach.list"
    SEE = "breach.see"
    ASSESS = "breach.assess"
    DRAFT = "breach.draft-notice"
    TELL = "breach.tell"
    CLOSE = "breach.close"


NOTIFY_WITHIN = timedelta(hours=72)
"""From becoming aware (GDPR Art. 33(1))."""
URGENT_WITHIN = timedelta(hours=24)
SHORTEST_TEXT = 20
"""Characters. What happened has to be understood by somebody who was not there."""


class Context(StrEnum):
    """What kind of data it was: ENISA's data processing context, whose values are its basic scores."""

    SIMPLE = "1"
    BEHAVIOURAL = "2"
    FINANCIAL = "3"
    SENSITIVE = "4"


class Ease(StrEnum):
    """How easily somebody is identified from it (ENISA's EI)."""

    NEGLIGIBLE = "0.25"
    LIMITED = "0.5"
    SIGNIFICANT = "0.75"
    MAXIMUM = "1"


class Loss(StrEnum):
    """How far confidentiality, integrity or availability was lost: one part of ENISA's circumstances."""

    NONE = "0"
    SOME = "0.25"
    FULL = "0.5"


class Level(StrEnum):
    """How severe a breach is for those concerned."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very-high"


MALICE = Decimal("0.5")
"""What malicious intent adds."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What the severity of a breach is made of.

    Source: ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches (2013), section 3.
    """

    context: Context
    ease: Ease
    confidentiality: Loss
    integrity: Loss
    availability: Loss
    is_malicious: bool


@dataclass(frozen=True, slots=True)
class Severity:
    """The result: SE = DPC x EI + CB, its parts, and its level."""

    score: Decimal
    circumstances: Decimal
    level: Level


class Addressee(StrEnum):
    """Who is told of a breach."""

    AUTHORITY = "authority"
    PATIENTS = "patients"


class TextTooShort(Exception):
    """What was typed says too little for anybody to understand it later."""


class AwareTooLate(Exception):
    """The time of becoming aware lies in the future."""


class NotAssessed(Exception):
    """A notice needs to know how severe the breach is first."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long there is until the authority has to know."""

    breach_id: UUID
    due_at: datetime
    is_urgent: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What two people found of one person: whose data it was, in which case, and of which matter that is one part."""

    matter: UUID
    case: UUID
    person: UUID
    patients: frozenset[UUID]
    found: str
    known_at: datetime
    """When the first of the two knew."""


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody whose act a breach was: what was found of them, and when they were added to it."""

    person_id: UUID
    name: str
    case_id: UUID
    found: str
    added_at: datetime
    has_case: bool
    """Whether their case is kept still; the breach stays longer."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach as the data-protection officer reads it."""

    breach_id: UUID
    happened: str
    account: str
    """What the notices say happened: what was found first, until somebody puts it in other words."""
    measures: str
    became_aware_at: datetime
    due_at: datetime
    opened_by: str
    opened_at: datetime
    factors: Factors | None
    assessed_at: datetime | None
    severity: Severity | None
    patients: tuple[tuple[UUID, str], ...]
    involved: tuple[Involved, ...]
    """Whose act it was, in the order in which they were added."""
    authority_told_at: datetime | None
    patients_told_at: datetime | None
    to_tell: frozenset[Addressee]
    """Who has to be told now: for the first time, or of what was added since they were."""
    closed_at: datetime | None
    closing: str

    @property
    def persons(self) -> frozenset[UUID]:
        """Whose act it was, each once."""
        return frozenset(one.person_id for one in self.involved)

    @property
    def added_since_assessed(self) -> tuple[Involved, ...]:
        """Who was added after somebody said how severe it is."""
        return tuple(one for one in self.involved if self.assessed_at and one.added_at > self.assessed_at)


@dataclass(frozen=True, slots=True)
class Notice:
    """A draft, in one language, ready to be set: a title and sections of paragraphs."""

    title: str
    language: str
    made: str
    """Who writes, and on which day."""
    sections: tuple[tuple[str, tuple[str, ...]], ...]
