"""What people do with drills. One function, one use case, one line in the log, which never says how it went."""

from datetime import date, datetime, timedelta
from random import SystemRandom
from uuid import UUID, uuid4

from django.utils import timezone

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.drills import policy, queries
from paravent.drills.models import Drill, TeamQuarter
from paravent.drills.terms import Act, DrillView, NoSuchAct, OwnPractice, OwnRecord, QuarterView
from paravent.exercise.choosing import choose, has_time
from paravent.exercise.crowds import sayable
from paravent.exercise.reading import scenarios
from paravent.exercise.terms import Grade
from paravent.kernel import clock, retention

WORK = Purpose.OPERATIONS
RANDOM = SystemRandom()


def offer_drill(actor: Actor) -> DrillView | None:
    """Return the drill that waits for somebody, or a new one where it is time and no patient needs them; else nothing."""
    with operation(Act.OFFER, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        now = clock.now()
        if queries.is_needed(op.actor, now):
            return None
        waiting = queries.waiting_for(op.actor.person)
        return queries.view(waiting) if waiting else _offered(op, now)


def _offered(op: Operation, now: datetime) -> DrillView | None:
    done = queries.done_by(op.actor.person)
    chosen = choose(done, scenarios(), now, RANDOM) if has_time(done, now) else None
    if chosen is None:
        return None
    # One whose file is gone since makes room.
    Drill.objects.filter(person_id=op.actor.person, decided_at=None).delete()
    row = Drill(id=uuid4(), person_id=op.actor.person, scenario=chosen.id, offered_at=now)
    row.save(force_insert=True)
    return queries.view(row)


def open_drill(actor: Actor, drill_id: UUID) -> DrillView:
    """Return one's own drill; the clock runs from the first look. Refused while a patient waits."""
    with operation(Act.OPEN, actor, WORK) as op:
        row = Drill.objects.select_for_update().get(pk=drill_id)
        is_over = row.decided_at is not None
        op.require(policy.may_open(actor, is_needed=not is_over and queries.is_needed(op.actor, clock.now())))
        if row.opened_at is None:
            row.opened_at = clock.now()
            row.save(update_fields=["opened_at"])
        return queries.view(row)


def decide_drill(actor: Actor, drill_id: UUID, act: str) -> Grade:
    """Keep what somebody did, the first time; returns what it was worth. Raises NoSuchAct."""
    with operation(Act.DECIDE, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        row = Drill.objects.select_for_update().get(pk=drill_id)
        grade = scenarios()[row.scenario].grade_of(act)
        if grade is None:
            raise NoSuchAct
        if row.decided_at is None:
            now = clock.now()
            row.opened_at, row.decided_at = row.opened_at or now, now
            row.sealed_outcome = queries.sealed(row.id, act, grade)
            row.save(update_fields=["opened_at", "decided_at", "sealed_outcome"])
        return grade


def see_own_practice(actor: Actor) -> OwnPractice:
    """Return what is held about somebody's own drills."""
    with operation(Act.SEE_OWN, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        drills, now = queries.drills_of(op.actor.person), clock.now()
        done = [one for one, _ in drills]
        seen = tuple((one.decided_at, view) for one, view in reversed(drills))
        return OwnPractice(queries.topics_of(done), seen, queries.next_for(op.actor, done, now))


def forget_own_practice(actor: Actor) -> int:
    """Delete all of somebody's own drills; returns how many."""
    with operation(Act.FORGET_OWN, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        deleted, _ = Drill.objects.filter(person_id=op.actor.person).delete()
        return int(deleted)


def take_own_record(actor: Actor) -> OwnRecord:
    """Return all that somebody may take with them of their own drills, as statements, credential or paper.

    One act for all of them: a line that said which would say who has mastered something.
    """
    with operation(Act.TAKE_OWN, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        return queries.own_record(op.actor.person)


def draw_practice_record(actor: Actor) -> list[QuarterView]:
    """Return what the practice may show the authority of who took part, by the quarter: no names, and nothing below five people."""
    with operation(Act.DRAW_RECORD, actor, WORK) as op:
        op.require(policy.may_draw_record(actor))
        return queries.quarters()


def sum_up_teams(actor: Actor) -> int:
    """Keep the numbers of the last whole quarter, of teams of five and more; returns of how many. What was kept stays as it is."""
    with operation(Act.SUM_UP, actor, WORK) as op:
        op.require(policy.may_sum_up(actor))
        begins_on, begins, ends = last_quarter(timezone.localtime(clock.now()))
        # All teams of a quarter at once, and once: numbers that change while one looks tell of the one who was added.
        if TeamQuarter.objects.filter(begins_on=begins_on).exists():
            return 0
        found = sayable(queries.crowds_between(begins, ends))
        TeamQuarter.objects.bulk_create(
            TeamQuarter(
                team_id=UUID(one.team), begins_on=begins_on, people=one.people, drills=one.drills, safe=one.safe
            )
            for one in found
        )
        return len(found)


def forget_old_drills(actor: Actor) -> int:
    """Delete the drills whose term is over, whoever did them; returns how many."""
    with operation(Act.FORGET_OLD, actor, WORK) as op:
        op.require(policy.may_sum_up(actor))
        gone, _ = Drill.objects.filter(offered_at__lt=clock.now() - retention.DRILLS).delete()
        op.note(forgotten=gone)
        return gone


def see_teams(actor: Actor) -> list[QuarterView]:
    """Return what may be said of teams: everybody who works here may read it."""
    with operation(Act.SEE_TEAMS, actor, WORK) as op:
        op.require(policy.may_practise(actor))
        return queries.team_quarters()


def last_quarter(now: datetime) -> tuple[date, datetime, datetime]:
    """Return the quarter before this one: its first day, its beginning, its end."""
    this = now.replace(month=3 * ((now.month - 1) // 3) + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
    before = this - timedelta(days=1)
    begins = before.replace(month=before.month - 2, day=1)
    return begins.date(), begins, this
