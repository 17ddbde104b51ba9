"""What is done about answers. One function, one use case, one line in the log; no line of a researcher names a patient."""

from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.answers import policy, queries
from paravent.answers.gathering import facts_of
from paravent.answers.models import Answer
from paravent.answers.terms import Act, AnswerView
from paravent.kernel import clock
from paravent.noise.mechanisms import noised
from paravent.noise.terms import THOUSANDTHS, Question
from paravent.research.queries import asked_now, budgets_of, study_seen_by
from paravent.research.steps import charge, hold_budgets
from paravent.research.terms import Budgets, StudyView
from paravent.uses.steps import record
from paravent.uses.terms import Kind, Told

FOR = Purpose.RESEARCH


def see_answers(actor: Actor, study_id: UUID) -> tuple[StudyView, Budgets, list[AnswerView]]:
    """Return a study, its budgets, and what it asked."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(study=study_id)
        study = study_seen_by(study_id, actor.person)
        op.require(policy.may_see(actor, study))
        return study, budgets_of(study_id, clock.now()), queries.answers_of(study_id)


def ask(actor: Actor, study_id: UUID, asked: Question, cost: int) -> UUID:
    """Ask a question; the installation answers and charges. What was answered before is answered as before, and costs nothing."""
    with operation(Act.ASK, actor, FOR) as op:
        op.note(study=study_id, cost=cost)
        # The same question twice at once would be two questions.
        op.alone(f"answers of {study_id}")
        study, budgets = study_seen_by(study_id, actor.person), budgets_of(study_id, clock.now())
        # Looked for after the budgets: whoever finds them spent by this very question finds its answer too.
        known = queries.known(study_id, asked, cost)
        is_known = known is not None and known.answered_at is not None
        op.require(policy.may_ask(actor, study, budgets, cost, is_known=is_known))
        answer_id = known.answer_id if known else _kept(actor, study_id, asked, cost)
        op.note(answer=answer_id)
    if not is_known:
        give_answer(INSTALLATION, answer_id)
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


def give_answer(actor: Actor, answer_id: UUID) -> None:
    """Answer a question over those who permit it at this moment, charge it, and let each of them know; all of it, or nothing."""
    with operation(Act.GIVE, actor, FOR) as op:
        op.note(answer=answer_id)
        row = Answer.objects.get(pk=answer_id)
        study, budgets = study_seen_by(row.study_id, None), hold_budgets(op, row.study_id)
        row.refresh_from_db()
        op.require(policy.may_give(actor, study, budgets, row.cost, is_answered=row.answered_at is not None))
        if row.answered_at is not None:
            return
        people, asked = asked_now(study.plan.topics), queries.question_of(row)
        numbers = noised(asked, facts_of(asked, people), row.cost)
        charge(op, row.id, row.study_id, row.cost)
        row.sealed_numbers, row.answered_at = queries.sealed_numbers(row.id, numbers), clock.now()
        row.save(update_fields=["sealed_numbers", "answered_at"])
        # Everybody who permits it was looked at, also who was not found: who was found would be a list of who has what.
        told = Told(row.id, row.study_id, Kind.ANSWER, study.plan.recipients, _said(asked, row.cost))
        record(op, told, dict.fromkeys(people, ""))


def _said(asked: Question, cost: int) -> dict[str, str]:
    return {"measure": asked.measure.value, "epsilon": f"{cost / THOUSANDTHS:g}"}
