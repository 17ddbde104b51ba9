"""The leaf of an entry: canonical JSON that names nobody. Spec: docs/spec/ledger.md, section 2."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from paravent.kernel.canonical import canonical, canonical_words
from paravent.ledger.terms import ChainBroken, Line

SALT_BYTES = 32
FIELDS = {"v", "id", "at", "act", "outcome", "purpose", "who"}
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
SLACK = timedelta(minutes=2)
"""Transactions may commit a little out of order. An entry dated more than that before an earlier one: the clock ran back."""


def instant(at: datetime) -> str:
    """Return a UTC time as it stands in a leaf: RFC 3339 with microseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(line: Line, salt: bytes) -> str:
    """Return the salted hash that stands for the people in a line; without the salt it says nothing."""
    return hashlib.sha256(salt + canonical_words(people_in(line))).hexdigest()


def mention(patient: UUID | str, shown: str, salt: bytes) -> str:
    """Return the salted hash that stands for one of several patients in a line, and for what of theirs was shown."""
    return hashlib.sha256(salt + canonical_words({"patient": str(patient), "shown": shown})).hexdigest()


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
    return canonical_words(
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


def erasure_digest(forgotten: Iterable[UUID | str]) -> str:
    """Return what an erasure's line says of what it forgot: SHA-256 over the sorted ids of entries and commitments."""
    return hashlib.sha256("".join(sorted(str(one) for one in forgotten)).encode()).hexdigest()


def time_of(leaf: bytes) -> datetime | None:
    """Return when an entry says it was; nothing where it does not say it."""
    try:
        at = datetime.fromisoformat(json.loads(leaf)["at"])
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    return at if at.tzinfo else None


def _is_whole(leaf: bytes) -> bool:
    """Tell whether an entry holds what an entry holds and nothing else, which could name somebody."""
    content = json.loads(leaf)
    return content.keys() == FIELDS and canonical(content) == leaf


@dataclass(slots=True)
class Times:
    """Whether entries are dated in the order in which they came."""

    latest: datetime = LONG_AGO
    back_dated: list[int] = field(default_factory=list)

    def note(self, position: int, leaf: bytes) -> None:
        """Look at one entry: its form, and its time."""
        at = time_of(leaf)
        if at is None or not _is_whole(leaf):
            raise ChainBroken(f"the entry at position {position} is not of the form that was agreed on")
        self.see(position, at)

    def see(self, position: int, at: datetime) -> None:
        """Hold the time of an entry against those in front of it."""
        if at < self.latest - SLACK:
            self.back_dated.append(position)
        self.latest = max(self.latest, at)
