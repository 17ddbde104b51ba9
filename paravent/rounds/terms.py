"""The words of rounds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from paravent.learning.leading import Waiting
from paravent.learning.letters import Letter
from paravent.learning.terms import Charter
from paravent.research.terms import Budgets


class Act(StrEnum):
    """What is done about rounds, as the log says it."""

    ATTACH = "round.attach"
    AGREE = "round.agree"
    SEE = "round.see"
    TAKE_MODEL = "round.take-model"
    TAKE_PART = "round.take-part"
    LEAD = "round.lead"
    FOLLOW = "round.follow"
    RECEIVE = "round.receive"


AGE_BAND = 5
"""Years: an age enters a model as the middle of its band."""


@dataclass(frozen=True, slots=True)
class RunHere:
    """How it stands with the run of a charter in this installation."""

    cost: int
    """Thousandths of ε, for all rounds together; 0 without noise."""
    budgets: Budgets
    without_noise: bool
    """Whether this practice takes part without noise at all (PARAVENT_ROUNDS_WITHOUT_NOISE)."""
    is_agreed: bool = False
    is_charged: bool = False
    is_left: bool = False
    """Somebody took back what a round of it learned from."""


@dataclass(frozen=True, slots=True)
class Site:
    """How far one site is: what it did last, when that came here, and whether it is waited for."""

    name: str
    leads: bool
    letter: Letter | None
    came_at: datetime | None
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How a run goes, as its letters show it that have come here."""

    sites: tuple[Site, ...]
    waits: Waiting | None
    """For whom is waited now; None where every letter is there."""
    is_over: bool
    since: datetime
    """When the newest letter came."""


@dataclass(frozen=True, slots=True)
class Left:
    """What left this house in one round: so many masked numbers, and by when they were opened for the others, if they were."""

    round: int
    attempt: int
    at: datetime
    numbers: int
    was_opened: bool


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A charter in a study, and who agreed to it here."""

    agreement_id: UUID
    charter: Charter
    attached_by: UUID
    attached_at: datetime
    agreed_by: str
    agreed_at: datetime | None
    cost: int
    """Thousandths of ε, for all rounds together; 0 without noise."""
    is_charged: bool
    resembles: bool
    """There is another charter here that learns the same from other sites: the difference of two sums could tell about one of them."""
    leads_here: bool
    progress: Progress | None
    """None before the run began."""
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class ModelView:
    """One version of a model, of how many patients at all sites together (rounded), and whether somebody of ours took it back since."""

    agreement_id: UUID
    after: int
    version: str
    patients: int
    made_at: datetime
    is_affected: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the command says after a step."""

    wrote: str = ""
    """The kind of the letter that was written; empty where none was due."""
    after: int = 0
    waits: Waiting | None = None
    strange: int = 0
    """Letters in the folder that were not read: changed, of another run, or from a stranger."""


@dataclass(frozen=True, slots=True)
class Lying:
    """The letters of a run that lie here, and the name by which this site signs its own."""

    me: str
    letters: tuple[Letter, ...]

    @property
    def own(self) -> list[Letter]:
        """The letters that this site wrote."""
        return [letter for letter in self.letters if letter.sender == self.me]


class NotInvited(Exception):
    """Here is no post box for whoever asks, or no such letter: nobody else is told which."""


class AttachedAlready(Exception):
    """This charter belongs to a study already."""
