"""The words of answers. Costs are thousandths of ε, as whole numbers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from paravent.noise.terms import Question


class Act(StrEnum):
    """What is done about answers, as the log says it."""

    SEE = "answer.see"
    ASK = "answer.ask"
    GIVE = "answer.give"


COSTS = (100, 200, 500, 1000)
"""What a question may cost."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question, what it cost, and the noisy numbers; none while it waits."""

    answer_id: UUID
    question: Question
    cost: int
    asked_at: datetime
    answered_at: datetime | None
    numbers: tuple[int, ...]
