"""What somebody reads about themselves: what they were asked, and what was found of their weeks."""

from dataclasses import replace
from uuid import UUID

from paravent.vigilance import models
from paravent.vigilance.queries import asked_of, listed_of, remarks_of
from paravent.vigilance.terms import Asked, Listed, Stage


def questions_to(person_id: UUID) -> tuple[Asked, ...]:
    """Return what somebody was asked, unanswered first."""
    rows = models.Question.objects.filter(person_id=person_id).order_by("-asked_at")
    return tuple(sorted(map(asked_of, rows), key=lambda one: one.answer is not None))


def cases_about(person_id: UUID) -> tuple[Listed, ...]:
    """Return the cases about somebody of which they were told; once one is closed, with what it was based on."""
    rows = list(models.Case.objects.filter(person_id=person_id).order_by("-week"))
    return tuple(
        replace(one, remarks=tuple(filter(None, remarks_of(row)))) if one.stage == Stage.CLOSED else one
        for row, one in zip(rows, listed_of(rows), strict=True)
    )
