"""Reading answers. Row security shows researchers their own questions."""

import json
from uuid import UUID

from django.core.cache import cache

from paravent.answers.models import Answer
from paravent.answers.terms import WAITS_FOR, AnswerView
from paravent.kernel import clock
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.noise.questions import read, written
from paravent.noise.terms import Question
from paravent.research.queries import kinds_in

FORGOTTEN_AFTER_SECONDS, TRIED_AGAIN_AFTER_SECONDS = 3600, 60


def answers_of(study_id: UUID) -> list[AnswerView]:
    """Return what a study asked, the newest first."""
    return [_view(row) for row in Answer.objects.filter(study_id=study_id).order_by("-asked_at")]


def that_wait() -> list[Answer]:
    """Return the questions that wait to be answered, the longest wait first."""
    waiting = Answer.objects.filter(answered_at=None, asked_at__gt=clock.now() - WAITS_FOR).order_by("asked_at")
    failed = cache.get_many([_failed(row.id) for row in waiting])
    return [row for row in waiting if _failed(row.id) not in failed]


def kinds_of(asked: Question) -> set[str]:
    """Return which types of resources a question looks at, apart from who somebody is."""
    return kinds_in(asked.cohort, *asked.features) | ({"Observation"} if asked.sign else set())


# What is known of an answer while it is made; lost with the process, and of no patient


def keep_progress(answer_id: UUID, in_100: int) -> None:
    """Remember how much of what an answer needs was read."""
    cache.set(f"answer-read:{answer_id}", in_100, FORGOTTEN_AFTER_SECONDS)


def keep_away_from(answer_id: UUID) -> None:
    """Leave a question that could not be answered alone for a minute."""
    cache.set(_failed(answer_id), "failed", TRIED_AGAIN_AFTER_SECONDS)


def _failed(answer_id: UUID) -> str:
    return f"answer-failed:{answer_id}"


# What is sealed


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
    waits = row.answered_at is None and row.asked_at > clock.now() - WAITS_FOR
    in_100 = cache.get(f"answer-read:{row.id}", 0) if waits else 0
    return AnswerView(row.id, question_of(row), row.cost, row.asked_at, row.answered_at, numbers, waits, in_100)
