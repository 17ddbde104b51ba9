"""Erasure, and a new key for one patient: the two things that are done to a patient's content as a whole."""

from datetime import datetime
from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.keys.steps import destroy_keys, renew_key
from paravent.keys.terms import Scope
from paravent.ledger.queries import disclosures_of
from paravent.ledger.steps import forget_details
from paravent.people import queries as people_queries
from paravent.people import steps as people
from paravent.people.terms import Person
from paravent.records import steps as records
from paravent.visits import policy, queries, steps
from paravent.visits.terms import KEEP_YEARS, SHORTEST_REASON, Act, Erased, Ground, ReasonTooShort, ToErase


def list_erasures(actor: Actor) -> list[Erased]:
    """Return who was erased, by their numbers, when, on what ground and why, the newest first."""
    with operation(Act.LIST_ERASURES, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_erase(actor))
        found = queries.erasures()
        op.note(count=len(found))
        return found


def find_for_erasure(actor: Actor, text: str) -> list[Person]:
    """Return whom a request may be about, by name or birth date."""
    with operation(Act.FIND_FOR_ERASURE, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_erase(actor))
        return people.find_and_show(op, text)


def consider_erasure(actor: Actor, patient_id: PatientId) -> ToErase:
    """Return what must be known before somebody is erased: who it is, and how long the file must be kept.

    Raises KeyDestroyed where it was done before. The file itself stays closed to whoever considers.
    """
    with operation(Act.CONSIDER_ERASURE, actor, Purpose.OPERATIONS) as op:
        op.note(patient=patient_id)
        op.require(policy.may_erase(actor))
        person, now = people_queries.patient(patient_id), clock.now()
        cared_until = people_queries.cared_until(patient_id, now)
        keep_until = _years_later(cared_until, KEEP_YEARS) if cared_until else None
        is_kept = keep_until is not None and keep_until > now
        return ToErase(person, cared_until, keep_until, is_kept, len(disclosures_of(patient_id)))


def _years_later(at: datetime, years: int) -> datetime:
    """Return the same day years later; of the 29 February the day after the 28th."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)


def erase_patient(
    actor: Actor, patient_id: PatientId, ground: Ground = Ground.ASKED, reason: str | None = None
) -> UUID:
    """Destroy a patient's keys, and what could still find them: content, in every backup too, says nothing for ever.

    Returns the entry that says so. Raises DoesNotExist for nobody's id, KeyDestroyed where it was done before,
    ReasonTooShort where one is given that says too little.
    """
    if reason is not None and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    with operation(Act.ERASE, actor, Purpose.OPERATIONS) as op:
        op.note(patient=patient_id, ground=ground)
        op.require(policy.may_erase(actor))
        people_queries.patient(patient_id)

        destroy_keys(op, patient_id)
        # From here on row security lets the officer at the rows, which say nothing any more.
        people.forget_identity(op, patient_id)
        records.forget_tokens(op, patient_id)
        steps.end_everything(op, patient_id)
        forget_details(op, patient_id)
        steps.keep_erasure(op, patient_id, ground, reason or "")
        return op.entry_id


def renew_patient_key(actor: Actor, patient_id: PatientId) -> int:
    """Seal everything about a patient under new keys, in one transaction, and return how many envelopes that were."""
    with operation(Act.RENEW_KEY, actor, Purpose.ADMINISTRATION) as op:
        op.note(patient=patient_id)
        op.require(policy.may_renew_key(actor))
        people_queries.patient(patient_id)

        old, new = renew_key(op, patient_id, Scope.IDENTITY)
        count = people.seal_anew(op, patient_id, old, new) + steps.seal_identity_anew(op, patient_id, old, new)
        old, new = renew_key(op, patient_id, Scope.CLINICAL)
        count += records.seal_anew(op, patient_id, old, new) + steps.seal_clinical_anew(op, patient_id, old, new)
        op.note(sealed_anew=count)
        return count
