"""What packages above this one keep of a patient, for report and copy: this one must not know them."""

from collections.abc import Callable
from uuid import UUID

from paravent.rights.terms import Kept

Read = Callable[[UUID], Kept]
"""Reads what is kept of one patient, as that patient; row security decides whether it is theirs."""

_FURTHER: dict[str, Read] = {}


def put_up(name: str, read: Read) -> None:
    """Let a package that stands above put what it keeps of a patient into report and copy."""
    _FURTHER[name] = read


def kept_above(patient_id: UUID) -> tuple[Kept, ...]:
    """Return what every package above keeps of a patient."""
    return tuple(read(patient_id) for read in _FURTHER.values())
