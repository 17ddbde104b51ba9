"""Making and destroying patients' keys, for use inside somebody's operation."""

from uuid import UUID

from paravent.access.operation import Operation
from paravent.kernel import clock
from paravent.kernel.keyfile import Secret
from paravent.kernel.sealing import DataKey, new_key, seal
from paravent.keys.custody import practice_secret, wrapping_key
from paravent.keys.models import PatientKey
from paravent.keys.queries import place, unwrapped
from paravent.keys.terms import Scope


def make_keys(op: Operation, patient_id: UUID) -> None:
    """Give a new patient their keys, one a scope."""
    op.note(keys="made")
    PatientKey.objects.bulk_create(_fresh(patient_id, scope) for scope in Scope)


def destroy_keys(op: Operation, patient_id: UUID) -> int:
    """Destroy a patient's keys and return how many rows were asked to go; the clinical key goes with the identity's."""
    op.note(keys="destroyed")
    count, _ = PatientKey.objects.filter(patient_id=patient_id).delete()
    return count


def rewrap_keys(op: Operation, batch: int) -> int:
    """Wrap some keys that an earlier practice key wraps under the present one, and return how many."""
    secret = practice_secret()
    rows = list(PatientKey.objects.select_for_update().exclude(practice_key_id=secret.key_id)[:batch])
    for row in rows:
        key = unwrapped(bytes(row.wrapped), row.patient_id, row.scope, row.practice_key_id)
        _wrap(row, key, secret)
    op.note(rewrapped=len(rows), practice_key=secret.key_id)
    return len(rows)


def renew_key(op: Operation, patient_id: UUID, scope: Scope) -> tuple[DataKey, DataKey]:
    """Give a patient a new key in one scope; return the old and the new one, for everything to be sealed anew."""
    row = PatientKey.objects.select_for_update().get(patient_id=patient_id, scope=scope)
    old, new = unwrapped(bytes(row.wrapped), row.patient_id, row.scope, row.practice_key_id), new_key()
    _wrap(row, new, practice_secret())
    op.note(renewed=scope)
    return old, new


def _wrap(row: PatientKey, key: DataKey, secret: Secret) -> None:
    wrapped = seal(wrapping_key(secret.key_id), key, place(row.patient_id, row.scope))
    mine = PatientKey.objects.filter(patient_id=row.patient_id, scope=row.scope)
    mine.update(practice_key_id=secret.key_id, wrapped=wrapped)


def _fresh(patient_id: UUID, scope: Scope) -> PatientKey:
    secret = practice_secret()
    return PatientKey(
        patient_id=patient_id,
        scope=scope.value,
        practice_key_id=secret.key_id,
        wrapped=seal(wrapping_key(secret.key_id), new_key(), place(patient_id, scope)),
        made_at=clock.now(),
    )
