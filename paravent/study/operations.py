"""What is done about a survey. One function, one use case, one line in the log; that of an answer names nobody."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID, uuid4

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.crowds import FEWEST
from paravent.study import policy, queries
from paravent.study.models import Wave
from paravent.study.terms import (
    Act,
    AnsweredAlready,
    Question,
    Reply,
    Results,
    Standing,
    WaveOpen,
    WaveOver,
)

WORK = Purpose.OPERATIONS
Answers = Mapping[Question, Reply]


def open_survey(actor: Actor) -> UUID:
    """Open a survey, with a ticket for everybody who is asked; whoever comes later is asked next time. Raises WaveOpen."""
    wave_id = uuid4()
    with operation(Act.OPEN, actor, WORK) as op:
        op.require(policy.may_run(actor))
        op.alone("survey")
        if queries.open_wave():
            raise WaveOpen
        invited = queries.invited()
        op.note(survey=wave_id, count=len(invited))
        Wave(
            id=wave_id,
            opened_at=clock.now(),
            opened_by=op.actor.person,
            invited=len(invited),
            sealed_tickets=queries.sealed_tickets(wave_id, {str(one): queries.UNSPENT for one in invited}),
            sealed_box=queries.sealed_box(wave_id, queries.nothing_yet()),
        ).save(force_insert=True)
    return wave_id


def see_survey(actor: Actor) -> Standing:
    """Return what somebody finds who comes to the survey.

    The installation looks, and leaves no line: one with a name would tell, to the minute, who was about to answer.
    """
    with unseen(Act.ANSWER, INSTALLATION, WORK) as op:
        op.require(policy.may_read(actor))
        return queries.standing(actor.person, runs=policy.may_run(actor).allowed)


def give_answers(actor: Actor, wave_id: UUID, answers: Answers) -> None:
    """Spend somebody's ticket and add their answers to the sums. Raises WaveOver, AnsweredAlready.

    The gate is opened by the installation: a line with a name would put a time to an answer, for ever.
    """
    with operation(Act.ANSWER, INSTALLATION, WORK) as op:
        op.require(policy.may_answer(actor))
        wave = Wave.objects.select_for_update().filter(pk=wave_id, closed_at=None).first()
        if wave is None:
            raise WaveOver
        tickets, counts = queries.tickets(wave), queries.box(wave)
        if tickets.get(str(actor.person)) != queries.UNSPENT:
            raise AnsweredAlready
        tickets[str(actor.person)] = queries.SPENT
        for question in Question:
            counts[question][answers.get(question, Reply.UNSAID)] += 1
        wave.sealed_tickets = queries.sealed_tickets(wave.id, tickets)
        wave.sealed_box = queries.sealed_box(wave.id, counts)
        wave.save(update_fields=["sealed_tickets", "sealed_box"])


def state_for_practice(actor: Actor, answers: Answers) -> None:
    """Keep what the practice says of itself, as the study's providers did: one answer, by name. Raises WaveOver."""
    with operation(Act.STATE, actor, WORK) as op:
        op.require(policy.may_run(actor))
        wave = Wave.objects.select_for_update().filter(closed_at=None).first()
        if wave is None:
            raise WaveOver
        op.note(survey=wave.id)
        wave.sealed_statement = queries.sealed_statement(wave.id, dict(answers))
        wave.save(update_fields=["sealed_statement"])


def close_survey(actor: Actor) -> UUID:
    """Close the survey: keep what may be told, and destroy tickets and sums. Raises WaveOver.

    What was measured the installation counts: of cases, for one, an administrator sees few.
    """
    with unseen(Act.CLOSE, INSTALLATION, WORK):
        measured = queries.measured()
    with operation(Act.CLOSE, actor, WORK) as op:
        op.require(policy.may_run(actor))
        wave = Wave.objects.select_for_update().filter(closed_at=None).first()
        if wave is None:
            raise WaveOver
        answered = queries.answered_in(queries.tickets(wave))
        op.note(survey=wave.id)
        wave.told = {
            "answered": answered if answered >= FEWEST else None,
            "counts": policy.told(queries.box(wave)),
            "measured": asdict(measured),
        }
        wave.closed_at, wave.closed_by = clock.now(), op.actor.person
        wave.sealed_tickets = wave.sealed_box = None
        wave.save(update_fields=["told", "closed_at", "closed_by", "sealed_tickets", "sealed_box"])
        return wave.id


def read_results(actor: Actor, wave_id: UUID) -> Results:
    """Return a closed survey, as everybody who works here reads it."""
    with operation(Act.READ, actor, WORK) as op:
        op.require(policy.may_read(actor))
        op.note(survey=wave_id)
        return queries.results(Wave.objects.get(pk=wave_id))
