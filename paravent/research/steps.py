"""Writes about what a patient permits and about budgets, for use inside somebody's operation: whatever tells something with noise charges it here."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from paravent.access.operation import Operation
from paravent.consent import steps as consent
from paravent.consent.terms import RESEARCH, Topic
from paravent.doubts.steps import forget_where
from paravent.kernel import clock
from paravent.research import queries
from paravent.research.models import Charge
from paravent.research.terms import YEAR, Budgets
from paravent.uses.steps import take_out
from paravent.uses.terms import Kind


def keep_choice(op: Operation, patient_id: UUID, wanted: Collection[Topic], language: str) -> Counter[Kind]:
    """Keep what a patient permits for research from now on, and take them out of what they permit no longer.

    Returns of how many uses of each kind they were part.
    """
    ended = []
    for topic in RESEARCH:
        if topic in wanted:
            consent.give_beyond_care(op, topic, patient_id=patient_id, language=language)
        elif consent.withdraw_beyond_care(op, topic, patient_id):
            ended.append(topic)
    op.note(permitted=" ".join(sorted(wanted)) or "nothing")
    forget_where(op, patient_id, ended)
    return take_out(op, patient_id, queries.needing(ended)) if ended else Counter()


def hold_budgets(op: Operation, study_id: UUID) -> Budgets:
    """Return what a study may spend; nobody else spends until this operation is over.

    One after the other, over all studies: of two who spend the last of a budget at once, the second finds it spent.
    """
    op.alone("budgets")
    return queries.budgets_of(study_id, clock.now())


def charge(op: Operation, charged_for: UUID, study_id: UUID, cost: int, *, until: datetime | None = None) -> None:
    """Take a cost (thousandths of ε) from a study's budget and from everybody's year, for one answer or for the whole run of a charter.

    `until` is when the last of it may be told, where that is later than now: a year is counted from there, so that no 365 days hold more
    than a year's budget. PostgreSQL refuses what overspends, whoever forgot to ask.
    """
    now = clock.now()
    Charge(
        charged_for=charged_for,
        study_id=study_id,
        cost=cost,
        charged_at=now,
        counts_until=max(until or now, now) + YEAR,
    ).save(force_insert=True)
    op.note(cost=cost)
