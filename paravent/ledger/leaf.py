"""The leaf of an entry: canonical JSON that names nobody. Spec: docs/spec/ledger.md, section 2."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from paravent.kernel.canonical import canonical
from paravent.ledger.terms import Line

SALT_BYTES = 32


def instant(at: datetime) -> str:
    """Return a UTC time as it stands in a leaf: RFC 3339 with microseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(line: Line, salt: bytes) -> str:
    """Return the salted hash that stands for the people in a line; without the salt it says nothing."""
    return hashlib.sha256(salt + canonical(people_in(line))).hexdigest()


def people_in(line: Line) -> dict[str, Any]:
    """Return what a line's commitment stands for."""
    return {
        "actor": str(line.actor),
        "patient": str(line.patient or ""),
        "visit": str(line.visit or ""),
        "because": line.because,
        "facts": line.facts,
    }


def leaf(entry_id: UUID, at: datetime, line: Line, salt: bytes) -> bytes:
    """Return the bytes that are hashed into the tree for one line."""
    return canonical(
        {
            "v": 1,
            "id": str(entry_id),
            "at": instant(at),
            "act": line.act,
            "outcome": line.outcome.value,
            "purpose": line.purpose,
            "who": commitment(line, salt),
        }
    )


def erasure_digest(entries: Iterable[UUID]) -> str:
    """Return what an erasure's line says of the entries it forgot: SHA-256 over their sorted ids."""
    return hashlib.sha256("".join(sorted(str(entry) for entry in entries)).encode()).hexdigest()
