"""Which drill comes next, and whether one may come at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from paravent.exercise.scenarios import Scenario
from paravent.exercise.skill import HARDNESS, answered, estimate
from paravent.exercise.spacing import Practised, due_at
from paravent.exercise.terms import Grade, Nature, Topic

WEEK = timedelta(days=7)
A_WEEK_AT_MOST = timedelta(minutes=3)
ONE_TAKES = timedelta(seconds=60)
LONGEST = timedelta(seconds=90)
"""Whoever was called away is not charged with the hour in which a page stood open."""
APART = timedelta(hours=20)
CONTROLS = 0.2
STRETCH = 1.0
"""How far below the skill a drill should lie: then about four of five acts are safe."""
FRESH = 8
"""So many of the last drills do not come again, as long as there are others."""


@dataclass(frozen=True, slots=True)
class Done:
    """One drill that somebody has done."""

    scenario: str
    topic: Topic
    grade: Grade
    opened_at: datetime
    decided_at: datetime

    @property
    def took(self) -> timedelta:
        """How much of the week it used."""
        return min(self.decided_at - self.opened_at, LONGEST)


def has_time(done: Iterable[Done], now: datetime) -> bool:
    """Tell whether another one fits into the week's three minutes, and the last one is not of today."""
    lately = [one for one in done if now - one.decided_at < WEEK]
    spent = sum((one.took for one in lately), timedelta())
    is_apart = all(now - one.decided_at >= APART for one in lately)
    return is_apart and spent + ONE_TAKES <= A_WEEK_AT_MOST


def due_topics(done: Sequence[Done], topics: Iterable[Topic], now: datetime) -> list[Topic]:
    """Return what is due, what was never practised last, so that what was learned is kept first."""
    due = {topic: next_due(done, topic) for topic in topics}
    is_due = {topic: at for topic, at in due.items() if at is None or at <= now}
    return sorted(is_due, key=lambda topic: (is_due[topic] is None, is_due[topic] or now, topic))


def next_due(done: Iterable[Done], topic: Topic) -> datetime | None:
    """Return when a topic comes again, or nothing where it was never practised."""
    return due_at(Practised(one.decided_at, one.grade) for one in done if one.topic == topic)


def choose(
    done: Sequence[Done], among: Mapping[str, Scenario], now: datetime, random: Random, *, but: Collection[str] = ()
) -> Scenario | None:
    """Return the next scenario, or nothing where no topic is due: of a due topic, near the skill, now and then a legitimate one."""
    known = [one for one in done if one.scenario in among]
    topics = due_topics(known, {one.topic for one in among.values()}, now)
    if not topics:
        return None
    skill = estimate([answered(among[one.scenario].difficulty, one.grade) for one in known]).estimate
    # What was never practised is alike: whoever begins does not begin where everybody does.
    rank = {topic: place if next_due(known, topic) else len(topics) for place, topic in enumerate(topics)}
    wants_control = random.random() < CONTROLS
    lately = {*but, *(one.scenario for one in known[-FRESH:])}
    ranked = sorted(
        (one for one in among.values() if one.topic in topics),
        key=lambda one: (
            one.id in lately,
            (one.nature == Nature.LEGITIMATE) != wants_control,
            rank[one.topic],
            abs(HARDNESS[one.difficulty] - (skill - STRETCH)),
            random.random(),
        ),
    )
    return ranked[0]
