"""Making and destroying patients' keys, for use inside somebody's operation."""

from uuid import UUID

from paravent.access.operation import Operation
from paravent.kernel import clock
from paravent.kernel.sealing import new_key, seal
from paravent.keys.custody import practice_secret, wrapping_key
from paravent.keys.models import PatientKey
from paravent.keys.queries import place
from paravent.keys.terms import Scope


def make_keys(op: Operation, patient_id: UUID) -> None:
    """Give a new patient their keys, one a scope."""
    op.note(keys="made")
    PatientKey.objects.bulk_create(_fresh(patient_id, scope) for scope in Scope)


def destroy_keys(op: Operation, patient_id: UUID) -> int:
    """Destroy a patient's keys and return how many: what they sealed stays, and says nothing for ever."""
    op.note(keys="destroyed")
    count, _ = PatientKey.objects.filter(patient_id=patient_id).delete()
    return count


def _fresh(patient_id: UUID, scope: Scope) -> PatientKey:
    return PatientKey(
        patient_id=patient_id,
        scope=scope.value,
        practice_key_id=practice_secret().key_id,
        wrapped=seal(wrapping_key(), new_key(), place(patient_id, scope)),
        made_at=clock.now(),
    )
