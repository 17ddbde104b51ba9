"""Reading answers. Row security shows researchers their own questions."""

import json
from uuid import UUID

from paravent.answers.models import Answer
from paravent.answers.terms import AnswerView
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.noise.questions import read, written
from paravent.noise.terms import Question


def answers_of(study_id: UUID) -> list[AnswerView]:
    """Return what a study asked, the newest first."""
    return [_view(row) for row in Answer.objects.filter(study_id=study_id).order_by("-asked_at")]


def known(study_id: UUID, asked: Question, cost: int) -> AnswerView | None:
    """Return the answer to the same question that cost as much or more: at the same cost also one that waits."""
    text = written(asked)
    same = [one for one in answers_of(study_id) if written(one.question) == text]
    answered = [one for one in same if one.answered_at and one.cost >= cost]
    waiting = [one for one in same if not one.answered_at and one.cost == cost]
    return next(iter([*answered, *waiting]), None)


def question_of(row: Answer) -> Question:
    """Return what was asked."""
    return read(opened_for_practice(row.sealed_question, _place(row.id, "question")))


def sealed_question(answer_id: UUID, asked: Question) -> bytes:
    """Seal a question under the practice's key."""
    return sealed_for_practice(written(asked), _place(answer_id, "question"))


def sealed_numbers(answer_id: UUID, numbers: tuple[int, ...]) -> bytes:
    """Seal the numbers of an answer under the practice's key."""
    return sealed_for_practice(json.dumps(numbers), _place(answer_id, "numbers"))


def _place(answer_id: UUID, what: str) -> tuple[str, ...]:
    return ("answers.answer", what, str(answer_id))


def _view(row: Answer) -> AnswerView:
    numbers: tuple[int, ...] = ()
    if row.sealed_numbers is not None:
        numbers = tuple(json.loads(opened_for_practice(row.sealed_numbers, _place(row.id, "numbers"))))
    return AnswerView(row.id, question_of(row), row.cost, row.asked_at, row.answered_at, numbers)
