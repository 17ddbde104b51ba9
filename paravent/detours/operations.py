"""What is done about detours. One function, one use case."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.detours import policy, queries, steps
from paravent.detours.terms import SHORTEST_SENTENCE, Act, App, Heed, Kind, SentenceTooShort, Trend, Why
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.visits.queries import visit_at
from paravent.visits.terms import Status


def own_up(actor: Actor, visit_id: VisitId, app: App, why: Why, sentence: str) -> None:
    """Document that a visit was held in another app, in the patient's file; count the app and the reason apart. Raises SentenceTooShort."""
    if len(sentence.strip()) < SHORTEST_SENTENCE:
        raise SentenceTooShort
    with operation(Act.OWN_UP, actor, Purpose.TREATMENT) as op:
        visit = visit_at(visit_id)
        op.note(visit=visit_id, patient=visit.patient.patient_id)
        op.require(policy.may_own_up(actor, visit.clinician_id, is_cancelled=visit.status == Status.CANCELLED))
        steps.document(op, visit, app, sentence.strip())
        steps.count(Kind.ELSEWHERE, app, why.value)


def count_nudge(app: App, heed: Heed) -> None:
    """Count what came of a nudge, for the whole practice.

    It opens no gate on purpose: the gate would write who was nudged into the log, for ever. Nothing here is about a patient.
    """
    steps.count(Kind.NUDGE, app, heed.value)


def see_trend(actor: Actor) -> Trend:
    """Return how often, of weeks that are over."""
    with operation(Act.SEE_TREND, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_see_trend(actor))
        return queries.trend(clock.now())
