"""The words of the log."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """How an operation ended. Values are stored and hashed; they never change."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


MENTIONED = "mentioned"
"""The fact in which a line about several patients holds a commitment for each of them."""


FORGET_OLD = "log.forget-old"
"""The act whose line vouches that who and why went by its age; verification holds what went against the least age."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one operation has to say about itself. Identifiers and reasons, never clinical content."""

    act: str
    outcome: Outcome
    purpose: str
    actor: UUID
    because: str
    patient: UUID | None = None
    visit: UUID | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One line of the log as a person may read it who is allowed to."""

    entry_id: UUID
    at: datetime
    act: str
    outcome: Outcome
    purpose: str
    actor: UUID
    because: str
    patient: UUID | None
    visit: UUID | None
    facts: dict[str, str]
    mentioned: tuple[UUID, ...] = ()
    """Of whom a line about several patients showed something, as far as the reader may know: a patient themselves alone."""


CLOCK_RAN_BACK = "log.clock-ran-back"
"""The one act of the log's own: the sequencer says that entries came which are dated before those in front of them."""


@dataclass(frozen=True, slots=True)
class RanBack:
    """The clock ran back: entries from this size of the log on are dated before a time that was in it already."""

    known_at: datetime
    entries: int
    from_size: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a witness saw: a log of this size, at this time."""

    witness: str
    size: int
    seen_at: datetime


class ChainBroken(Exception):
    """The log does not add up to what was signed. Somebody changed, removed or reordered entries."""


class KeyUnreadable(Exception):
    """This is not a public key as Paravent writes it: name+id+key, in one line."""


class NotYetProved(Exception):
    """The entry has no place in the signed log yet. That takes about a second."""


class NotForgettable(Exception):
    """Details are deleted only in the erasure of a patient whose keys are destroyed, by the DPO or the installation, or by their age."""


class LogUnreachable(Exception):
    """The log cannot be read there. Check the address, and that the server runs."""


class NotThere(LogUnreachable):
    """The server answers, and has no such file of a log."""
