"""The words of drills inside the application."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from paravent.exercise.scenarios import Scenario
from paravent.exercise.skill import Skill
from paravent.exercise.terms import Grade, Topic


class Act(StrEnum):
    """What can be done with drills, as the log says it: that one was done, never how."""

    OFFER = "drill.offer"
    OPEN = "drill.open"
    DECIDE = "drill.decide"
    SEE_OWN = "drill.see-own"
    FORGET_OWN = "drill.forget-own"
    SUM_UP = "drill.sum-up"
    SEE_TEAMS = "drill.see-teams"


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


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """What is held about somebody's own drills."""

    topics: tuple[TopicView, ...]
    done: tuple[tuple[datetime, DrillView], ...]
    is_time_for_one: bool


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team's quarter, of five people or more."""

    team: str
    begins_on: date
    people: int
    drills: int
    safe_percent: int
    low: int
    high: int


def waits_for(person_id: UUID) -> str:
    """Return under which name it is remembered for some minutes whether a drill waits for somebody."""
    return f"drill-of-{person_id}"
