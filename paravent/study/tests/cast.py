"""People who answer, and a survey that is over, for tests."""

from uuid import UUID

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import somebody
from paravent.study import operations
from paravent.study.terms import Question, Reply

HALF = (dict.fromkeys(Question, Reply.YES), dict.fromkeys(Question, Reply.NO))
NOBODY_DOES = HALF[1]


def a_crew(size: int, name: str = "Crew") -> list[Actor]:
    """Return so many colleagues who see patients."""
    return [somebody(f"{name}{nth}", Role.CLINICIAN if nth % 2 else Role.RECEPTION) for nth in range(size)]


def a_closed_survey(runs: Actor, answers: list[dict[Question, Reply]]) -> UUID:
    """Ask as many colleagues as there are answers, and close the survey; returns it."""
    crew = a_crew(len(answers))
    wave_id = operations.open_survey(runs)
    for one, said in zip(crew, answers, strict=True):
        operations.give_answers(one, wave_id, said)
    return operations.close_survey(runs)
