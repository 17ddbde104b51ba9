"""The words about ties between staff and patients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.kernel.ids import PatientId
from paravent.people.terms import Person


class Act(StrEnum):
    """What can be done about ties, as the log says it."""

    SEE_OWN = "tie.see-own"
    DECLARE = "tie.declare"
    WITHDRAW = "tie.withdraw"
    LIST = "notable.list"
    FIND = "notable.find"
    ADD = "notable.add"
    DECIDE = "notable.decide"
    END = "notable.end"
    SEE_HOME = "home.see"
    KEEP_HOME = "home.keep"


class Kind(StrEnum):
    """What somebody is to somebody, outside of care."""

    RELATIVE = "relative"
    PARTNER = "partner"
    FORMER_PARTNER = "former-partner"
    HOUSEHOLD = "household"
    NEIGHBOUR = "neighbour"
    FRIEND = "friend"
    OTHER = "other"


class Renown(StrEnum):
    """Why many are curious about a patient."""

    VIP = "vip"
    NEWS = "news"


class SpanMissing(Exception):
    """Who is in the news is so from one instant to a later one."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A tie that somebody declared themselves."""

    declaration_id: UUID
    patient_id: UUID
    patient_name: str
    kind: Kind
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody of the staff lives and is called, if they or the practice gave it."""

    phone: str = ""
    street: str = ""
    postal_code: str = ""

    @property
    def is_known(self) -> bool:
        """Tell whether anything was given."""
        return bool(self.phone or self.street or self.postal_code)


@dataclass(frozen=True, slots=True)
class OwnTies:
    """What somebody declared, and what is kept of where they live."""

    declared: tuple[Declared, ...]
    home: Home


@dataclass(frozen=True, slots=True)
class Notable:
    """A patient whom many are curious about, or who was proposed as one."""

    notable_id: UUID
    patient_id: PatientId
    name: str
    renown: Renown
    starts_at: datetime
    ends_at: datetime | None
    remark: str
    proposed_by: str
    is_decided: bool

    @property
    def last_at(self) -> datetime | None:
        """Return the last instant at which they are in the news: a day's end belongs to the day."""
        return self.ends_at - timedelta(microseconds=1) if self.ends_at else None


@dataclass(frozen=True, slots=True)
class NotableList:
    """The list the practice keeps: who is on it, who was proposed, and whom a search for another found."""

    live: tuple[Notable, ...]
    proposed: tuple[Notable, ...]
    found: tuple[Person, ...] = ()
