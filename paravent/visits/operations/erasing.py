"""Erasure, and a new key for one patient: the two things that are done to a patient's content as a whole."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel.ids import PatientId
from paravent.keys.steps import destroy_keys, renew_key
from paravent.keys.terms import Scope
from paravent.ledger.steps import forget_details
from paravent.people import queries as people_queries
from paravent.people import steps as people
from paravent.records import steps as records
from paravent.visits import policy, steps
from paravent.visits.terms import Act


def erase_patient(actor: Actor, patient_id: PatientId) -> None:
    """Destroy a patient's keys, and what could still find them: content, in every backup too, says nothing for ever.

    Raises DoesNotExist for nobody's id, KeyDestroyed where it was done before.
    """
    with operation(Act.ERASE, actor, Purpose.OPERATIONS) as op:
        op.note(patient=patient_id)
        op.require(policy.may_erase(actor))
        people_queries.patient(patient_id)

        destroy_keys(op, patient_id)
        # From here on row security lets the officer at the rows, which say nothing any more.
        people.forget_identity(op, patient_id)
        records.forget_tokens(op, patient_id)
        steps.end_everything(op, patient_id)
        forget_details(op, patient_id)


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
