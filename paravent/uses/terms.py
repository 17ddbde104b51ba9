"""The words of uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Act(StrEnum):
    """What is done about uses, as the log says it."""

    SEE = "use.see"
    GIVE_CODE = "use.give-code"
    TAKE_LIST = "use.take-list"
    CONFIRM = "use.confirm"
    FETCH = "use.fetch"
    ACKNOWLEDGE = "use.acknowledge"


class Kind(StrEnum):
    """By which exit something came out. Values are stored."""

    RELEASE = "release"
    ANSWER = "answer"
    ROUND = "round"


class Taker(StrEnum):
    """Who takes the files of a use. Values are stored."""

    RECIPIENT = "recipient"
    RESEARCHER = "researcher"


class Stand(StrEnum):
    """How far it is with a patient's part in a use."""

    IN = "in"
    STAYS = "stays"
    """They took it back; what came out cannot be undone, and is not gone on with."""
    WAITS = "waits"
    FETCHED = "fetched"
    DONE = "done"


LATE_AFTER_DAYS = 14
"""A recipient that has not acknowledged by then is shown as late. No law says a number: "without undue delay" (GDPR Art. 17(1), 19)."""
CODE_LETTERS = 26
"""Letters and digits of base 32: 130 bits."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient is told of one use, in facts that words are made of: short, from lists, and of nobody."""

    use_id: UUID
    study_id: UUID
    kind: Kind
    recipient: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """That files were taken on a day, and by whom."""

    by: Taker
    day: date
    recipient: str = ""
    """As the study calls who fetched; empty where it calls them nothing."""


@dataclass(frozen=True, slots=True)
class Held:
    """How far it is with one patient's part in a use at one recipient."""

    recipient: str
    """Empty for whoever was given the files in another way than by a key of their own."""
    stand: Stand
    since: date


@dataclass(frozen=True, slots=True)
class Owing:
    """What one recipient of a use has to delete, and how far they are: numbers, of no patient."""

    recipient: str
    """Empty for whoever was given the files in another way than by a key of their own."""
    waiting: int
    fetched: int
    done: int
    waiting_since: date | None
    """The oldest removal that they have not acknowledged."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class OwnUse:
    """One use as a patient reads it whose data took part."""

    told: Told
    used_at: datetime
    stand: Stand
    since: date | None
    """Since when it stands so; nothing for who is in it."""
    taken: tuple[Taken, ...] = ()
    """Who took the files, on which days, the first first."""
    held: tuple[Held, ...] = ()
    """Who has to delete it, each by themselves; nothing while the patient is in it, and where nobody has rows."""


@dataclass(frozen=True, slots=True)
class UseView:
    """One use as those read it who answer for it, with how many left it: of no patient."""

    told: Told
    used_at: datetime
    has_code: bool
    left: int
    """How many have left it."""
    owing: tuple[Owing, ...]
    """Its recipients, each by themselves."""
    taken: tuple[Taken, ...] = ()

    @property
    def waiting_since(self) -> date | None:
        """Since when the oldest removal is not acknowledged by everybody."""
        return min((one.waiting_since for one in self.owing if one.waiting_since), default=None)

    @property
    def is_late(self) -> bool:
        """Tell whether any recipient should have acknowledged by now."""
        return any(one.is_late for one in self.owing)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pseudonyms that were put into one list for a recipient."""

    batch_id: UUID
    pseudonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameOut:
    """How often something came out of a study by one exit, when last, and which kinds of entries were in it: of no patient."""

    kind: Kind
    number: int
    last_at: datetime
    told: Told
    """The newest, for what it says of the entries that were in it."""


class CodeUnknown(Exception):
    """No recipient has this code, or another one was given since."""


class BatchUnknown(Exception):
    """This recipient has no such list."""
