"""Opening patients' keys. Row security decides whose keys are there to be opened."""

from collections.abc import Iterable
from functools import cache, lru_cache
from uuid import UUID

from paravent.access.prepared import Given, Prepared
from paravent.kernel.blind import number
from paravent.kernel.networks import network_of
from paravent.kernel.sealing import DataKey, unseal
from paravent.keys.custody import whence_key, wrapping_key
from paravent.keys.models import PatientKey
from paravent.keys.terms import KeyDestroyed, Scope


def device_number(secret: str) -> int:
    """Return the blinded number of a session or of a token."""
    return number(whence_key("device"), secret)


def place_number(address: str) -> int | None:
    """Return the blinded number of the network that an address belongs to, if it is one."""
    network = network_of(address)
    return number(whence_key("place"), network) if network else None


def place(patient_id: UUID, scope: str) -> tuple[str, ...]:
    """Return what a wrapped key is bound to."""
    return ("keys.patient", str(patient_id), scope)


# Keyed by the wrapped bytes, which are read anew each time: a destroyed key is not found here.
@lru_cache(maxsize=4096)
def unwrapped(wrapped: bytes, patient_id: UUID, scope: str, practice_key_id: str) -> DataKey:
    """Return the data key inside a wrapped one; raises SealBroken, and KeyFileMissing without its practice key."""
    return DataKey(unseal(wrapping_key(practice_key_id), wrapped, place(patient_id, scope)))


def patient_key(patient_id: UUID, scope: Scope) -> DataKey:
    """Return one key, or raise KeyDestroyed where it is gone or not for this actor."""
    for wrapped, practice_key_id in _key().rows(patient=patient_id, scope=scope.value):
        return unwrapped(bytes(wrapped), patient_id, scope, practice_key_id)
    raise KeyDestroyed


@cache
def _key() -> Prepared:
    mine = PatientKey.objects.filter(patient_id=Given("patient"), scope=Given("scope"))
    return Prepared(mine.values_list("wrapped", "practice_key_id"))


def patient_keys(patient_ids: Iterable[UUID], scope: Scope) -> dict[UUID, DataKey]:
    """Return the keys that exist and may be used, by patient."""
    wanted = list(patient_ids)
    rows = _keys().rows(patients=wanted, scope=scope.value) if wanted else []
    return {
        patient_id: unwrapped(bytes(wrapped), patient_id, scope, practice_key_id)
        for patient_id, wrapped, practice_key_id in rows
    }


@cache
def _keys() -> Prepared:
    theirs = PatientKey.objects.filter(patient_id__any_of=Given("patients"), scope=Given("scope"))
    return Prepared(theirs.values_list("patient_id", "wrapped", "practice_key_id"))


def keys_under_other(practice_key_id: str) -> int:
    """Return how many keys another practice key wraps."""
    return PatientKey.objects.exclude(practice_key_id=practice_key_id).count()


def all_keys(scope: Scope) -> dict[UUID, DataKey]:
    """Return every key of a scope that there is for this actor, by patient."""
    rows = PatientKey.objects.filter(scope=scope)
    return {
        row.patient_id: unwrapped(bytes(row.wrapped), row.patient_id, row.scope, row.practice_key_id) for row in rows
    }


def key_holders(scope: Scope) -> set[UUID]:
    """Return the patients who have a key of a scope, as far as the reader may see it."""
    return set(PatientKey.objects.filter(scope=scope).values_list("patient_id", flat=True))


def count_key_holders(scope: Scope) -> int:
    """Return how many patients have a key of a scope, as far as the reader may see it."""
    return PatientKey.objects.filter(scope=scope).count()
