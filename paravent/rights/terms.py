"""The words of a patient's requests (GDPR Art. 12 and 15 to 20)."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from paravent.kernel import retention
from paravent.ledger.terms import Disclosure
from paravent.papers.terms import Section


class Act(StrEnum):
    """What can be done with a request, as the log says it."""

    ASK = "right.ask"
    SEE_OWN = "right.see-own"
    FIND = "right.find"
    ENTER = "right.enter"
    LIST = "right.list"
    SEE = "right.see"
    EXTEND = "right.extend"
    ANSWER = "right.answer"
    HAND_OUT = "right.hand-out"
    PRESENT = "right.present-code"
    PICK_UP = "right.pick-up"
    RESTRICT = "file.restrict"
    LIFT = "file.lift-restriction"
    LIST_CORRECTIONS = "right.list-corrections"
    CORRECT = "patient.correct"
    FORGET = "right.forget"
    SWITCH_TELLING = "telling.switch"
    TELL = "telling.send"
    WITHHOLD = "name.withhold"
    TELL_NAME = "name.tell-again"


class Kind(StrEnum):
    """What somebody asks for. Values are stored."""

    ACCESS = "access"
    COPY = "copy"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    ERASURE = "erasure"


class Outcome(StrEnum):
    """How a request was answered. Values are stored."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    REFUSED = "refused"


class WithheldFor(StrEnum):
    """On which ground a name is withheld: recital 16 of Regulation (EU) 2025/327 knows no other. Values are stored."""

    VITAL = "vital"
    RIGHTS = "rights"


ANSWER_WITHIN_MONTHS = 1
"""From receipt (GDPR Art. 12(3))."""
EXTENDED_BY_MONTHS = 2
"""Where it is complex, with a reason that the person is told within the first month (GDPR Art. 12(3))."""
SHORTEST_TEXT = 12
"""Characters. Why something was extended, refused or restricted has to be understood by the authority."""
LONGEST_TEXT = 2000
CODE_FOR = retention.PICK_UP_CODE
TOLD_AT_MOST_EVERY = timedelta(days=1)
"""The first look is told within minutes; what follows is told together, a day later."""
AGAIN_WITHIN = timedelta(hours=1)
"""A code works once, and for this long again: a download may break off."""


class TextTooShort(Exception):
    """What was typed says too little for anybody to judge it later."""


class CodeNotValid(Exception):
    """No copy is waiting behind this code: it was mistyped, used, or its time is over."""


class ReceivedTooLate(Exception):
    """A letter cannot have come in the future."""


def months_later(at: datetime, months: int) -> datetime:
    """Return the same day months later, or the last day of a shorter month (Regulation (EEC) 1182/71, Art. 3(2)(c))."""
    year, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + year, month + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as the data-protection officer, or whoever made it, reads it."""

    request_id: UUID
    kind: Kind
    patient_id: UUID
    name: str
    wish: str
    is_from_patient: bool
    asked_at: datetime
    due_at: datetime
    is_overdue: bool
    extension: str
    outcome: Outcome | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    is_erased: bool
    is_restricted: bool
    code_until: datetime | None
    """Until when a copy may be picked up, where a code was given."""
    picked_up_at: datetime | None
    looked: tuple[tuple[UUID, str], ...] = ()
    """Who looked into the file, for whoever answers a request for access."""
    withheld: tuple["WithheldName", ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.answered_at is None

    @property
    def can_be_extended(self) -> bool:
        """Tell whether the deadline may still be moved: once, and before it is over."""
        return self.is_open and not self.extension and not self.is_overdue


@dataclass(frozen=True, slots=True)
class WithheldName:
    """A name that a patient is not told, as the data-protection officer reads it."""

    person_id: UUID
    name: str
    ground: WithheldFor
    reason: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OwnRights:
    """What a patient asked for, and whether they are told of each look by e-mail."""

    requests: tuple[RequestView, ...]
    is_told: bool
    can_be_told: bool
    """The practice sends e-mail, and knows an address of theirs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a package above this one keeps of a patient beside the file."""

    resources: tuple[dict[str, Any], ...]
    """For the copy (FHIR R4)."""
    section: Callable[[str], Section]
    """Returns what the report says of it, in a language."""


@dataclass(frozen=True, slots=True)
class Portable:
    """All that a patient takes with them: their file, its documents, and who looked into it."""

    bundle: dict[str, Any]
    documents: tuple[tuple[str, bytes], ...]
    """By file name, without a title: titles are findings."""
    lines: tuple[Disclosure, ...]
    names: dict[UUID, str]
    made_at: datetime
    entry_id: UUID
    withheld: frozenset[UUID] = frozenset()
    """Of whom the name is not told."""
    kept: tuple[Kept, ...] = ()
    """What is kept beside the file, such as bills."""
    was_erased: bool = False
    """There is no file any more, only what the law keeps beside it."""


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A correction that reception makes: what the patient says, and how it stands."""

    request: RequestView
    name: str
    birth_date: Any
    phone: str
    email: str
