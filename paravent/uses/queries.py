"""Reading uses. Row security decides whose a reader sees."""

from uuid import UUID

from paravent.keys.custody import opened_for_practice, sealed_for_practice


def place(row_id: UUID) -> tuple[str, ...]:
    """Return what a pseudonym is sealed to: the row in which it stands."""
    return ("uses", "pseudonym", str(row_id))


def sealed_pseudonym(row_id: UUID, pseudonym: str) -> bytes:
    """Seal a pseudonym under the practice's key: not the patient's, which an erasure destroys."""
    return sealed_for_practice(pseudonym, place(row_id))


def pseudonym_of(row_id: UUID, sealed: bytes | memoryview) -> str:
    """Return by what a recipient knows somebody."""
    return opened_for_practice(sealed, place(row_id))
