"""Check the whole log: leaves against positions, positions against signed roots, details against commitments."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from paravent.ledger.leaf import leaf as leaf_of
from paravent.ledger.notes import checkpoint_text, opened
from paravent.ledger.terms import ChainBroken, Line, Outcome
from paravent.ledger.tree import Edge, grown, leaf_hash

PAGE = 5_000
LEAVES = """
SELECT place.position, entry.id, entry.leaf, place.leaf_hash,
       detail.at, detail.act, detail.outcome, detail.purpose, detail.actor_id, detail.patient_id,
       detail.visit_id, detail.because, detail.facts, detail.salt
  FROM ledger_position place
  LEFT JOIN ledger_entry entry ON entry.id = place.entry_id
  LEFT JOIN ledger_detail detail ON detail.entry_id = place.entry_id
 WHERE place.position >= %s ORDER BY place.position LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in order."""

    entries: int
    checkpoints: int
    pending: int
    root: bytes


def verify(origin: str, public: Ed25519PublicKey, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Recompute the tree and every signed root; raise ChainBroken with the place.

    Call it inside an operation whose actor may read all details, else the commitments cannot be opened.
    """
    checkpoints = _checkpoints()
    edge = Edge()
    for position, row_hash in _leaf_hashes():
        if position != edge.size:
            raise ChainBroken(f"position {edge.size} is missing")
        edge = grown(edge, [row_hash])
        if edge.size in checkpoints:
            _match(checkpoints[edge.size], edge, origin, public)
        progress(edge.size)
    _match_tip(checkpoints, edge)
    _nothing_unsequenced()
    return Verified(edge.size, len(checkpoints), _pending(), edge.root())


def _leaf_hashes() -> Iterator[tuple[int, bytes]]:
    start = 0
    while rows := _page(start):
        for row in rows:
            yield row[0], _checked(row)
        start = rows[-1][0] + 1


def _page(start: int) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [start, PAGE])
        return cursor.fetchall()


def _checked(row: tuple) -> bytes:  # type: ignore[type-arg]
    position, entry_id, leaf, stored, at, act, outcome, purpose, *who = row
    if leaf is None:
        raise ChainBroken(f"the entry at position {position} is gone")
    computed = leaf_hash(bytes(leaf))
    if computed != bytes(stored):
        raise ChainBroken(f"the entry at position {position} was changed")
    actor, patient, visit, because, facts, salt = who
    if salt is None:
        raise ChainBroken(f"who and why at position {position} is gone")
    line = Line(act, Outcome(outcome), purpose, actor, because, patient, visit, _as_json(facts))
    if leaf_of(entry_id, at, line, bytes(salt)) != bytes(leaf):
        raise ChainBroken(f"who and why at position {position} was changed")
    return computed


def _as_json(facts: str | dict[str, str]) -> dict[str, str]:
    """Return jsonb, which Django's driver settings hand over as text."""
    return json.loads(facts) if isinstance(facts, str) else facts


def _checkpoints() -> dict[int, tuple[bytes, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root, note FROM ledger_checkpoint ORDER BY size")
        return {size: (bytes(root), note) for size, root, note in cursor.fetchall()}


def _match(checkpoint: tuple[bytes, str], edge: Edge, origin: str, public: Ed25519PublicKey) -> None:
    root, note = checkpoint
    if root != edge.root() or opened(note, origin, public) != checkpoint_text(origin, edge.size, root):
        raise ChainBroken(f"the signed root over {edge.size} entries does not match")


def _match_tip(checkpoints: dict[int, tuple[bytes, str]], edge: Edge) -> None:
    signed_size = max(checkpoints, default=0)
    if signed_size != edge.size:
        raise ChainBroken(f"{signed_size} entries were signed for, {edge.size} are there")


def _pending() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_pending")
        return int(cursor.fetchone()[0])


def _nothing_unsequenced() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_position WHERE entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM ledger_pending WHERE entry_id = e.id)"
        )
        if lost := cursor.fetchone()[0]:
            raise ChainBroken(f"{lost} entries were taken out of the queue without a position")
