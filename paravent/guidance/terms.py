"""The words of guidance: what is said at the moment of an act, about what, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from paravent.exercise.terms import Topic


class Act(StrEnum):
    """What can be done with guidance, as the log says it: never which piece, nor what somebody did upon it."""

    LOOK_UP = "guidance.look-up"
    DISMISS = "guidance.dismiss"
    BRING_BACK = "guidance.bring-back"
    SEE_EFFECTS = "guidance.see-effects"


class Piece(StrEnum):
    """One piece of guidance, named for the act before which it stands. Values are stored."""

    BREAK_GLASS = "break-glass"
    EXPORT = "export"
    RECIPIENT = "recipient"
    THIRD_PERSON = "third-person"


@dataclass(frozen=True, slots=True)
class About:
    """Which topic of drills a piece belongs to, and which edition of its words this is: a new one is measured anew."""

    topic: Topic
    edition: int = 1


ABOUT = {
    Piece.BREAK_GLASS: About(Topic.DISCLOSURE),
    Piece.EXPORT: About(Topic.RECIPIENTS),
    Piece.RECIPIENT: About(Topic.RECIPIENTS),
    Piece.THIRD_PERSON: About(Topic.DISCLOSURE),
}
MASTERED = 50
"""Percent: above it, with 97.5 % certainty, a safe act is more likely than not, and nobody needs to be told."""
ENOUGH = 200
"""Occasions, of both kinds together, before a piece is judged."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Occasions that were alike: how many there were, and in how many the act was done all the same."""

    occasions: int = 0
    done: int = 0

    @property
    def changed(self) -> int:
        """In how many the act was changed or left."""
        return max(0, self.occasions - self.done)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a piece changes: the share that left or changed the act where it was shown, less the share where it was not, in percent points."""

    difference: int
    low: int
    high: int
    helps: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One piece as those who run the practice see it; none stands for what is too seldom to be told."""

    piece: Piece
    shown: Arm | None
    not_shown: Arm | None
    effect: Effect | None
    is_retired: bool
