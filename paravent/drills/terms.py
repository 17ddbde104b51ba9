"""The words of drills inside the application."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.exercise.scenarios import Scenario
from paravent.exercise.skill import Skill
from paravent.exercise.terms import Grade, Topic
from paravent.kernel.intervals import wilson


class Act(StrEnum):
    """What can be done with drills, as the log says it: that one was done, never how."""

    OFFER = "drill.offer"
    OPEN = "drill.open"
    DECIDE = "drill.decide"
    SEE_OWN = "drill.see-own"
    FORGET_OWN = "drill.forget-own"
    TAKE_OWN = "drill.take-own"
    DRAW_RECORD = "drill.draw-record"
    SUM_UP = "drill.sum-up"
    FORGET_OLD = "drill.forget-old"
    SEE_TEAMS = "drill.see-teams"


MASTERED = 60
"""Percent. A topic is mastered where the low end of the interval, for a drill of middling difficulty, is at least this: a convention of ours."""
CREDENTIAL_HOLDS = timedelta(days=365)
"""From the last drill of a topic on: what is not practised fades."""


class NoSuchAct(Exception):
    """This drill has no such act."""


@dataclass(frozen=True, slots=True)
class DrillView:
    """A drill as whoever does it sees it; act and grade once they have decided."""

    drill_id: UUID
    scenario: Scenario
    offered_at: datetime
    act: str | None = None
    grade: Grade | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class TopicView:
    """How somebody does in a topic: the chance of a safe act in a drill of middling difficulty, with its interval."""

    topic: Topic
    done: int
    skill: Skill
    chance: int
    low: int
    high: int
    due_at: datetime | None

    @property
    def width(self) -> int:
        """How wide the interval is."""
        return self.high - self.low

    @property
    def is_mastered(self) -> bool:
        """Whether even the low end of the interval is good."""
        return self.low >= MASTERED


class Next(StrEnum):
    """Whether somebody can do a drill now, or why not."""

    NOW = "now"
    WAITS = "waits"
    """One was offered, and is not done yet."""
    PATIENT = "patient"
    """A patient waits, talks, or is about to come."""
    ENOUGH = "enough"
    """One of today, or three minutes of this week, are done."""
    NOT_DUE = "not-due"
    """What was practised holds for now."""


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """What is held about somebody's own drills."""

    topics: tuple[TopicView, ...]
    done: tuple[tuple[datetime, DrillView], ...]
    next: Next

    @property
    def due_at(self) -> datetime | None:
        """Return when the first of what was practised is due again."""
        return min((one.due_at for one in self.topics if one.due_at), default=None)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What somebody takes with them: who they are, how they do in each topic, and what they did, the oldest first."""

    name: str
    email: str
    topics: tuple[TopicView, ...]
    done: tuple[tuple[datetime, DrillView], ...]

    def last_in(self, topic: Topic) -> datetime | None:
        """Return when they last practised a topic."""
        return max((at for at, one in self.done if one.scenario.topic == topic), default=None)

    def mastered_at(self, topic: Topic, now: datetime) -> datetime | None:
        """Return when a topic that is mastered, and was practised within a year, was practised last; else nothing."""
        last = self.last_in(topic)
        view = next(one for one in self.topics if one.topic == topic)
        return last if last and view.is_mastered and now < last + CREDENTIAL_HOLDS else None


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A quarter of a team, or of all teams that may be told of, together: five people or more."""

    begins_on: date
    people: int
    drills: int
    safe: int
    team: str = ""

    @property
    def safe_percent(self) -> int:
        """Return how many of a hundred drills ended without an unsafe act."""
        return round(100 * self.safe / self.drills)

    @property
    def low(self) -> int:
        """Return from how many per cent on the share lies, with 95 in 100 (Wilson)."""
        return round(100 * wilson(self.safe, self.drills)[0])

    @property
    def high(self) -> int:
        """Return up to how many per cent the share lies."""
        return round(100 * wilson(self.safe, self.drills)[1])


def waits_for(person_id: UUID) -> str:
    """Return under which name it is remembered for some minutes whether a drill waits for somebody."""
    return f"drill-of-{person_id}"
