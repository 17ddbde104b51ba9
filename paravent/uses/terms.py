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
class OwnUse:
    """One use as a patient reads it whose data took part."""

    told: Told
    used_at: datetime
    stand: Stand
    since: date | None
    """Since when it stands so; nothing for who is in it."""
    taken: tuple[tuple[Taker, date], ...] = ()
    """Who took the files, on which days, the first first."""


@dataclass(frozen=True, slots=True)
class UseView:
    """One use as those read it who answer for it, with how many left it: of no patient."""

    told: Told
    used_at: datetime
    has_code: bool
    waiting: int
    fetched: int
    done: int
    waiting_since: date | None
    """The oldest removal that nobody has acknowledged."""
    is_late: bool
    taken: tuple[tuple[Taker, date], ...] = ()

    @property
    def left(self) -> int:
        """How many have left it."""
        return self.waiting + self.fetched + self.done


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
