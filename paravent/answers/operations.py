"""What is done about answers. One function, one use case, one line in the log; no line of a researcher names a patient."""

import logging
from functools import partial
from uuid import UUID, uuid4

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Decision, Purpose, Refused
from paravent.answers import policy, queries
from paravent.answers.gathering import gathered
from paravent.answers.models import Answer
from paravent.answers.terms import Act, AnswerView, charged_with, known_among
from paravent.kernel import clock
from paravent.noise.mechanisms import noised
from paravent.noise.terms import THOUSANDTHS, Question
from paravent.research.queries import budgets_of, permitting_now, study_seen_by
from paravent.research.steps import charge, hold_budgets
from paravent.research.terms import Budgets, StudyView
from paravent.uses.steps import let_nobody_leave, record
from paravent.uses.terms import Kind, Told

FOR = Purpose.RESEARCH
log = logging.getLogger("paravent.research")


def see_answers(actor: Actor, study_id: UUID) -> tuple[StudyView, Budgets, list[AnswerView]]:
    """Return a study, its budgets, and what it asked."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(study=study_id)
        study = study_seen_by(study_id, actor.person)
        op.require(policy.may_see(actor, study))
        return study, budgets_of(study_id, clock.now()), queries.answers_of(study_id)


def ask(actor: Actor, study_id: UUID, asked: Question, cost: int) -> UUID:
    """Ask a question; the installation answers and charges it beside the requests. What was answered before is answered as before, and costs nothing."""
    with operation(Act.ASK, actor, FOR) as op:
        op.note(study=study_id, cost=cost)
        # The same question twice at once would be two questions.
        op.alone(f"answers of {study_id}")
        study, budgets = study_seen_by(study_id, actor.person), budgets_of(study_id, clock.now())
        # Looked for after the budgets: whoever finds them spent by this very question finds its answer too.
        answers = queries.answers_of(study_id)
        known = known_among(answers, asked, cost)
        left, kinds = charged_with(budgets, answers), queries.kinds_of(asked)
        op.require(policy.may_ask(actor, study, kinds, left, cost, is_known=known is not None))
        answer_id = known.answer_id if known else _kept(actor, study_id, asked, cost)
        op.note(answer=answer_id)
    return answer_id


def _kept(actor: Actor, study_id: UUID, asked: Question, cost: int) -> UUID:
    answer_id = uuid4()
    Answer(
        id=answer_id,
        study_id=study_id,
        asked_by=actor.person,
        asked_at=clock.now(),
        cost=cost,
        sealed_question=queries.sealed_question(answer_id, asked),
    ).save(force_insert=True)
    return answer_id


# By the installation, beside the requests


def answer_what_waits() -> None:
    """Answer what was asked, one question after the other; one that fails holds up no other, and is tried again in a minute."""
    for answer_id in waiting_answers():
        try:
            give_answer(INSTALLATION, answer_id)
        except Refused:
            # The budget or the study ended in between. It is in the log, and the page says it.
            continue
        except Exception:
            log.exception("an answer could not be given, and was not charged; it is tried again")
            queries.keep_away_from(answer_id)


def waiting_answers() -> list[UUID]:
    """Return which questions are to be answered, the longest wait first; those alone that may be."""
    with unseen(Act.LOOK, INSTALLATION, FOR):
        return [row.id for row in queries.that_wait() if _may_give(INSTALLATION, row).allowed]


def give_answer(actor: Actor, answer_id: UUID) -> None:
    """Answer a question over those who permit it at this moment, charge it, and let each of them know; all of it, or nothing."""
    with operation(Act.GIVE, actor, FOR) as op:
        op.note(answer=answer_id)
        row = Answer.objects.get(pk=answer_id)
        op.require(_may_give(actor, row))
        study, asked = study_seen_by(row.study_id, None), queries.question_of(row)
        read = gathered(asked, study.plan.topics, partial(queries.keep_progress, answer_id))
        # Only now: files are read for long, and meanwhile others may spend. What is found below holds until the commit.
        hold_budgets(op, row.study_id)
        let_nobody_leave(op)
        row.refresh_from_db()
        op.require(_may_give(actor, row))
        if row.answered_at is not None:
            return
        read.keep(permitting_now(study.plan.topics))
        numbers = noised(asked, list(read.facts.values()), row.cost)
        charge(op, row.id, row.study_id, row.cost)
        row.sealed_numbers, row.answered_at = queries.sealed_numbers(row.id, numbers), clock.now()
        row.save(update_fields=["sealed_numbers", "answered_at"])
        # Everybody who permits it was looked at, also who was not found: who was found would be a list of who has what.
        told = Told(row.id, row.study_id, Kind.ANSWER, study.plan.recipients, _said(asked, row.cost))
        record(op, told, read.people)


def _may_give(actor: Actor, row: Answer) -> Decision:
    study, budgets = study_seen_by(row.study_id, None), budgets_of(row.study_id, clock.now())
    return policy.may_give(actor, study, budgets, row.cost, is_answered=row.answered_at is not None)


def _said(asked: Question, cost: int) -> dict[str, str]:
    return {"measure": asked.measure.value, "epsilon": f"{cost / THOUSANDTHS:g}"}
