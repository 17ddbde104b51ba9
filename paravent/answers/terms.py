"""The words of answers. Costs are thousandths of ε, as whole numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.noise.questions import written
from paravent.noise.terms import Question
from paravent.research.terms import Budgets


class Act(StrEnum):
    """What is done about answers, as the log says it."""

    SEE = "answer.see"
    ASK = "answer.ask"
    GIVE = "answer.give"
    LOOK = "answer.look-whether-any-waits"


COSTS = (100, 200, 500, 1000)
"""What a question may cost."""


WAITS_FOR = timedelta(hours=6)
"""So long a question waits to be answered, for instance while the server is stopped; then it has to be asked again. Else it were charged
on a day on which nobody remembers it."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question, what it costs, and the noisy numbers; none while it waits."""

    answer_id: UUID
    question: Question
    cost: int
    asked_at: datetime
    answered_at: datetime | None
    numbers: tuple[int, ...]
    waits: bool = False
    in_100: int = 0
    """How much of what has to be read was read, while it waits."""


def known_among(answers: Iterable[AnswerView], asked: Question, cost: int) -> AnswerView | None:
    """Return the answer to the same question that cost as much or more: what was answered first, then what waits."""
    text = written(asked)
    same = [one for one in answers if one.cost >= cost and written(one.question) == text]
    return next((one for one in same if one.answered_at), None) or next((one for one in same if one.waits), None)


def charged_with(budgets: Budgets, answers: Iterable[AnswerView]) -> Budgets:
    """Return a study's budgets as they will be once its questions that wait are charged."""
    waiting = sum(one.cost for one in answers if one.waits)
    return replace(budgets, spent=budgets.spent + waiting, year_spent=budgets.year_spent + waiting)
