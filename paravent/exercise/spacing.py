"""When a topic comes again: FSRS-6 (package `fsrs`), replayed from what was done, and never later than 120 days.

Reminders hold for four months and are gone after six (Reinheimer et al., SOUPS 2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler

from paravent.exercise.terms import Grade

LONGEST_DAYS = 120
RETENTION = 0.9
RATINGS = {Grade.RIGHT: Rating.Good, Grade.ACCEPTABLE: Rating.Hard, Grade.UNSAFE: Rating.Again}


@dataclass(frozen=True, slots=True)
class Practised:
    """One time a topic was practised."""

    at: datetime
    grade: Grade


def due_at(history: Iterable[Practised], longest_days: int = LONGEST_DAYS) -> datetime | None:
    """Return when a topic is due again, or nothing where it was never practised. The history is in order of time."""
    # No fuzz: the same history gives the same day, here and in a test.
    scheduler = Scheduler(desired_retention=RETENTION, maximum_interval=longest_days, enable_fuzzing=False)
    card = Card(card_id=1)
    is_new = True
    for one in history:
        card, _ = scheduler.review_card(card, RATINGS[one.grade], one.at)
        is_new = False
    return None if is_new else card.due
