"""The words of answers and their budgets. Costs and budgets are thousandths of ε, as whole numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.noise.terms import Question
from paravent.research.terms import StudyView


class Act(StrEnum):
    """What is done about answers, as the log says it."""

    LIST_BUDGETS = "answer.list-budgets"
    GIVE_BUDGET = "answer.give-budget"
    SEE = "answer.see"
    ASK = "answer.ask"
    GIVE = "answer.give"


COSTS = (100, 200, 500, 1000)
"""What a question may cost."""
STUDY_BUDGETS = (200, 500, 1000)
"""What a study may be given, once: with the most, whoever knew all but one person is right about that one 73 times in 100."""
YEAR_BUDGET = 3000
"""What all studies together may ask of each patient in a year: 95 times in 100. In the code, so that nobody raises it quietly."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Budgets:
    """What a study was given and has spent; what all studies have spent of a year, which counts against every patient."""

    given: int | None
    spent: int
    year_spent: int
    year_back_at: datetime | None = None
    """When the oldest charge of the year no longer counts."""

    @property
    def left(self) -> int:
        """Return what the study may still spend."""
        return max(0, min((self.given or 0) - self.spent, self.year_left))

    @property
    def year_left(self) -> int:
        """Return what is left of the year, for all studies."""
        return max(0, YEAR_BUDGET - self.year_spent)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question, what it cost, and the noisy numbers; none while it waits."""

    answer_id: UUID
    question: Question
    cost: int
    asked_at: datetime
    answered_at: datetime | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StudyBudget:
    """A study with its budgets, as the data-protection officer sees it."""

    study: StudyView
    budgets: Budgets
    answers: int
