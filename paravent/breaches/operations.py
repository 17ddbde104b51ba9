"""What is done about a breach. One function, one use case, one line in the log."""

from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.breaches import policy, queries, steps
from paravent.breaches.models import Breach, Deadline
from paravent.breaches.terms import (
    SHORTEST_TEXT,
    Act,
    Addressee,
    AwareTooLate,
    Factors,
    NotAssessed,
    Severity,
    TextTooShort,
)
from paravent.breaches.terms import Breach as BreachView
from paravent.kernel import clock

WORK = Purpose.OPERATIONS


def report_breach(actor: Actor, *, happened: str, became_aware_at: datetime) -> UUID:
    """Open a breach that no case led to: a lost laptop, a letter to the wrong address. Raises TextTooShort, AwareTooLate."""
    _long_enough(happened)
    if became_aware_at > clock.now():
        raise AwareTooLate
    with operation(Act.OPEN, actor, WORK) as op:
        op.require(policy.may_open(actor))
        return steps.open_breach(op, happened=happened.strip(), became_aware_at=became_aware_at)


def list_breaches(actor: Actor) -> tuple[BreachView, ...]:
    """Return every breach, those that run first."""
    with operation(Act.LIST, actor, WORK) as op:
        op.require(policy.may_handle(actor))
        found = queries.breaches()
        op.note(shown=" ".join(str(one.breach_id) for one in found))
        return found


def see_breach(actor: Actor, breach_id: UUID) -> BreachView:
    """Return one breach with whom it concerns."""
    with operation(Act.SEE, actor, WORK) as op:
        op.note(breach=breach_id)
        op.require(policy.may_handle(actor))
        return queries.breach_of(Breach.objects.get(pk=breach_id))


def assess_breach(actor: Actor, breach_id: UUID, factors: Factors, measures: str, account: str = "") -> Severity:
    """Keep how severe it is, what was done against it, and how it is told; may be done again as more is known."""
    with operation(Act.ASSESS, actor, WORK) as op:
        breach = _open_one(op, breach_id)
        found = policy.severity(factors)
        op.note(score=found.score, level=found.level)
        breach.factors = queries.stored(factors)
        breach.sealed_measures = queries.sealed(breach_id, "measures", measures.strip())
        breach.sealed_account = queries.sealed(breach_id, "account", account.strip()) if account.strip() else None
        breach.assessed_by, breach.assessed_at = actor.person, clock.now()
        breach.save(update_fields=["factors", "sealed_account", "sealed_measures", "assessed_by", "assessed_at"])
        return found


def draft_notice(actor: Actor, breach_id: UUID, addressee: Addressee) -> BreachView:
    """Return what a notice is made of; the log keeps that one was drawn up. Raises NotAssessed."""
    with operation(Act.DRAFT, actor, WORK) as op:
        op.note(breach=breach_id, to=addressee)
        op.require(policy.may_handle(actor))
        found = queries.breach_of(Breach.objects.get(pk=breach_id))
        if found.severity is None:
            raise NotAssessed
        return found


def note_told(actor: Actor, breach_id: UUID, addressee: Addressee) -> None:
    """Keep that authority or patients were told now, of all that is known by now; the clock stops when the authority knows."""
    with operation(Act.TELL, actor, WORK) as op:
        breach, now = _open_one(op, breach_id), clock.now()
        op.note(to=addressee)
        if addressee == Addressee.AUTHORITY:
            Breach.objects.filter(pk=breach.id).update(
                authority_told_at=Coalesce("authority_told_at", now), authority_last_told_at=now
            )
            Deadline.objects.filter(pk=breach.id, stopped_at=None).update(stopped_at=now)
        else:
            Breach.objects.filter(pk=breach.id).update(
                patients_told_at=Coalesce("patients_told_at", now), patients_last_told_at=now
            )


def close_breach(actor: Actor, breach_id: UUID, reason: str) -> None:
    """Close it with the reason: all are told, or a risk is unlikely, which Art. 33(5) wants written down. Raises NotAssessed."""
    _long_enough(reason)
    with operation(Act.CLOSE, actor, WORK) as op:
        op.note(breach=breach_id)
        op.alone(steps.ADDING)
        breach = Breach.objects.get(pk=breach_id)
        if not breach.factors:
            raise NotAssessed
        op.require(policy.may_close(actor, breach, queries.breach_of(breach).to_tell))
        now = clock.now()
        # The update is the lock: of two who close at once, one finds nothing left to close.
        closed = Breach.objects.filter(pk=breach_id, closed_at=None).update(
            sealed_closing=queries.sealed(breach_id, "closing", reason.strip()), closed_by=actor.person, closed_at=now
        )
        op.was_first(closed, "closed-already")
        Deadline.objects.filter(pk=breach_id).update(stopped_at=Coalesce("stopped_at", now), closed_at=now)


def _open_one(op: Operation, breach_id: UUID) -> Breach:
    op.note(breach=breach_id)
    breach = Breach.objects.get(pk=breach_id)
    op.require(policy.may_handle(op.actor, breach))
    return breach


def _long_enough(text: str) -> None:
    if len(text.strip()) < SHORTEST_TEXT:
        raise TextTooShort
