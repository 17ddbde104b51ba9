"""Reading drills. Row security shows everybody their own; the installation counts, and shows crowds."""

import json
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Sum

from paravent.access.terms import Actor, Role
from paravent.drills import policy
from paravent.drills.models import Drill, TeamQuarter
from paravent.drills.terms import DrillView, Next, OwnRecord, QuarterView, TopicView
from paravent.exercise.choosing import Done, due_topics, has_time, next_due
from paravent.exercise.crowds import Crowd
from paravent.exercise.reading import scenarios
from paravent.exercise.skill import HARDNESS, answered, chance, estimate
from paravent.exercise.terms import Difficulty, Grade, Topic
from paravent.kernel.retention import DRILLS
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people.queries import colleague, colleagues, teams
from paravent.visits.queries import visits_on

MIDDLING = HARDNESS[Difficulty.MODERATELY]


def sealed(drill_id: UUID, act: str, grade: Grade) -> bytes:
    """Return what somebody did as a row keeps it."""
    return sealed_for_practice(json.dumps({"act": act, "grade": grade}), ("drills", str(drill_id)))


def _outcome(row: Drill) -> tuple[str, Grade] | tuple[None, None]:
    if row.sealed_outcome is None:
        return None, None
    content = json.loads(opened_for_practice(row.sealed_outcome, ("drills", str(row.id))))
    return content["act"], Grade(content["grade"])


def view(row: Drill) -> DrillView:
    """Return a drill as whoever does it sees it."""
    act, grade = _outcome(row)
    took = row.decided_at - row.opened_at if row.decided_at and row.opened_at else None
    seconds = round(took.total_seconds()) if took else None
    return DrillView(row.id, scenarios()[row.scenario], row.offered_at, act, grade, seconds)


def drills_of(person_id: UUID) -> list[tuple[Done, DrillView]]:
    """Return what somebody has done, the oldest first, as the choice of the next one reads it and as they see it themselves.

    A scenario that is gone since is left out.
    """
    rows = Drill.objects.filter(person_id=person_id, decided_at__isnull=False).order_by("decided_at")
    return [_done(row, view(row)) for row in rows if row.scenario in scenarios()]


def done_by(person_id: UUID) -> list[Done]:
    """Return what somebody has done as the choice of the next one reads it."""
    return [done for done, _ in drills_of(person_id)]


def _done(row: Drill, seen: DrillView) -> tuple[Done, DrillView]:
    if seen.grade is None or row.opened_at is None or row.decided_at is None:
        raise Drill.DoesNotExist
    return Done(row.scenario, seen.scenario.topic, seen.grade, row.opened_at, row.decided_at), seen


def waiting_for(person_id: UUID) -> Drill | None:
    """Return the drill that was offered to somebody and is not done yet; one whose scenario is gone since is none."""
    row = Drill.objects.filter(person_id=person_id, decided_at=None).first()
    return row if row and row.scenario in scenarios() else None


def next_for(actor: Actor, done: list[Done], now: datetime) -> Next:
    """Return whether somebody can do a drill now, or why not."""
    if is_needed(actor, now):
        return Next.PATIENT
    if waiting_for(actor.person):
        return Next.WAITS
    if not has_time(done, now):
        return Next.ENOUGH
    return Next.NOW if due_topics(done, {one.topic for one in scenarios().values()}, now) else Next.NOT_DUE


def topics_of(done: list[Done]) -> tuple[TopicView, ...]:
    """Return how somebody does, topic by topic."""
    return tuple(_topic(topic, [one for one in done if one.topic == topic]) for topic in Topic)


def _topic(topic: Topic, done: list[Done]) -> TopicView:
    skill = estimate([answered(scenarios()[one.scenario].difficulty, one.grade) for one in done])
    shown = [round(100 * chance(at, MIDDLING)) for at in (skill.estimate, skill.low, skill.high)]
    return TopicView(topic, len(done), skill, shown[0], shown[1], shown[2], next_due(done, topic))


def own_record(person_id: UUID) -> OwnRecord:
    """Return all that somebody may take with them."""
    me, drills = colleague(person_id), drills_of(person_id)
    topics = topics_of([done for done, _ in drills])
    return OwnRecord(me.name, me.email, topics, tuple((done.decided_at, seen) for done, seen in drills))


def is_needed(actor: Actor, now: datetime) -> bool:
    """Tell whether a real patient needs this person now: a clinician's own, anybody's at reception."""
    if not actor.roles & {Role.CLINICIAN, Role.RECEPTION}:
        return False
    own = actor.person if actor.is_a(Role.CLINICIAN) else None
    return policy.is_needed(visits_on(now, own), now)


def crowds_between(begins: datetime, ends: datetime) -> list[Crowd]:
    """Return every team's numbers, for the installation alone; somebody in two teams counts in the first by name."""
    first = {one.person_id: min(one.teams, key=str) for one in colleagues() if one.teams}
    people: dict[UUID, set[UUID]] = {}
    grades: dict[UUID, list[Grade]] = {}
    for row in Drill.objects.filter(decided_at__gte=begins, decided_at__lt=ends):
        _, grade = _outcome(row)
        team = first.get(row.person_id)
        if team and grade:
            people.setdefault(team, set()).add(row.person_id)
            grades.setdefault(team, []).append(grade)
    return [
        Crowd(str(team), len(people[team]), len(found), sum(one != Grade.UNSAFE for one in found))
        for team, found in grades.items()
    ]


def team_quarters() -> list[QuarterView]:
    """Return what may be said of teams, the newest quarter first."""
    called = {UUID(str(team)): name for team, name in teams()}
    rows = TeamQuarter.objects.order_by("-begins_on")
    found = [QuarterView(row.begins_on, row.people, row.drills, row.safe, called.get(row.team_id, "")) for row in rows]
    return sorted(found, key=lambda one: (-one.begins_on.toordinal(), one.team))


def quarters(at_most: int = 4) -> list[QuarterView]:
    """Return the last quarters of all teams that may be told of, the newest first: sums of what everybody may read, so that nothing new follows."""
    summed = TeamQuarter.objects.values("begins_on").annotate(
        of_people=Sum("people"), of_drills=Sum("drills"), of_safe=Sum("safe")
    )
    return [
        QuarterView(row["begins_on"], row["of_people"], row["of_drills"], row["of_safe"])
        for row in summed.order_by("-begins_on")[:at_most]
    ]


def first_due() -> dict[str, datetime | None]:
    """Return when the first drill is due to go, by its term in the register."""
    offered = Drill.objects.aggregate(at=Min("offered_at"))["at"]
    return {"drills": offered and offered + DRILLS}
