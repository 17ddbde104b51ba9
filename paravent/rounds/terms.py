"""The words of rounds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from paravent.learning.leading import Waiting
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


class AttachedAlready(Exception):
    """This charter belongs to a study already."""
