"""The words of the survey, and what is known of the study it is held against."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

FEWEST_TO_JUDGE = 20
"""Answers; of fewer nothing is said about better or worse."""


class Act(StrEnum):
    """What can be done about a survey, as the log says it."""

    OPEN = "survey.open"
    STATE = "survey.state"
    ANSWER = "survey.answer"
    CLOSE = "survey.close"
    READ = "survey.read"


class Question(StrEnum):
    """What is asked, in the order of the page. Values are stored."""

    WRONG_HANDS = "wrong-hands"
    UNSURE = "unsure"
    MOST_KNOW = "most-know"
    TRAINED = "trained"
    APPS = "apps"
    MORE_DATA = "more-data"


class Reply(StrEnum):
    """What somebody ticks; who does not want to say is in no share."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


class Good(StrEnum):
    """Which way is the better one."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


class Verdict(StrEnum):
    """What can be said of one's own share beside the study's."""

    TOO_FEW = "too-few"
    NO_DIFFERENCE = "no-difference"
    BETTER = "better"
    WORSE = "worse"
    DIFFERS = "differs"


class WaveOver(Exception):
    """This survey is closed, or none is open."""


class WaveOpen(Exception):
    """A survey is open already."""


class AnsweredAlready(Exception):
    """This ticket is spent, or there never was one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One finding of the study: of so many providers, so many said yes."""

    question: Question
    percent: int
    good: Good
    is_sensitive: bool
    source: str

    @property
    def of(self) -> int:
        """How many providers were asked."""
        return PROVIDERS

    @property
    def hits(self) -> int:
        """How many providers that percentage stands for."""
        return round(self.percent * PROVIDERS / 100)


PROVIDERS = 96
"""European providers asked. Nobody printed it: 92.7, 64.6 and 66.7 % have one base in common below 192, and the French press says 99."""
PRESS = "Kaspersky, press release of 20 December 2021, European figures; b2b-cyber-security.de, computerworld.ch"
FIGURES = {
    one.question: one
    for one in (
        Figure(Question.WRONG_HANDS, 24, Good.LESS, is_sensitive=True, source=PRESS),
        Figure(Question.UNSURE, 36, Good.LESS, is_sensitive=False, source=PRESS),
        Figure(Question.MOST_KNOW, 26, Good.MORE, is_sensitive=False, source=PRESS),
        Figure(Question.TRAINED, 67, Good.MORE, is_sensitive=False, source=PRESS),
        Figure(Question.APPS, 36, Good.LESS, is_sensitive=True, source=PRESS),
        Figure(Question.MORE_DATA, 53, Good.NEITHER, is_sensitive=False, source=PRESS),
    )
}
"""What European decision-makers said of their own organisation: one answer for each provider."""

Counts = dict[Question, dict[Reply, int]]
"""How often each question was answered how: all that is kept of anybody's answer."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval, in percent."""

    hits: int
    of: int
    percent: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide the interval is, in percentage points."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Measured:
    """What Paravent counted itself when the survey closed; none where there is nothing, or too little to be told."""

    cases: int | None = None
    unexplained: int | None = None
    looks: int | None = None
    nudges: int | None = None
    elsewhere: int | None = None
    drills: int | None = None
    safe: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a closed survey: ours, where it may be told, the study's, and what the two say of each other."""

    figure: Figure
    study: Share
    own: Share | None
    before: Share | None
    verdict: Verdict
    low: float | None
    high: float | None
    stated: Reply


@dataclass(frozen=True, slots=True)
class Results:
    """A closed survey as everybody who works here reads it."""

    wave_id: UUID
    opened_at: datetime
    closed_at: datetime
    invited: int
    answered: int | None
    rows: tuple[Row, ...]
    measured: Measured

    @property
    def rate(self) -> int | None:
        """How many of a hundred who were asked have answered."""
        return None if self.answered is None or not self.invited else round(100 * self.answered / self.invited)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody finds when they come to the survey."""

    wave_id: UUID | None = None
    opened_at: datetime | None = None
    invited: int = 0
    has_ticket: bool = False
    has_answered: bool = False
    is_enough: bool = False
    stated: dict[Question, Reply] | None = None
    closed: tuple[tuple[UUID, datetime], ...] = ()
