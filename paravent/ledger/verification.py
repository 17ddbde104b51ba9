"""Check a whole log in its database: leaves against positions, positions against signed roots, details against leaves.

Knows a cursor and nothing of Django, so that a dump restored anywhere is checked by the same function.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from paravent.kernel.retention import ACCESS_LOG_LEAST
from paravent.ledger.leaf import LONG_AGO, Times, erasure_digest, mention, time_of
from paravent.ledger.leaf import leaf as leaf_of
from paravent.ledger.notes import Head, VerifierKey, head_of, opened
from paravent.ledger.signers import SignerList
from paravent.ledger.terms import FORGET_OLD, MENTIONED, ChainBroken, Line, Outcome
from paravent.ledger.tree import Edge, Subtree, grown, leaf_hash

PAGE = 5_000

LEAVES = """
SELECT place.position, entry.id, entry.leaf, place.leaf_hash, forgotten.erasure,
       detail.at, detail.act, detail.outcome, detail.purpose, detail.actor_id, detail.patient_id,
       detail.visit_id, detail.because, detail.facts, detail.salt,
       CASE WHEN jsonb_exists(detail.facts, 'mentioned') THEN (
            SELECT array_agg(concat_ws('|', patient_id, encode(mention.salt, 'hex'), commitment, shown))
              FROM ledger_mention mention WHERE mention.entry_id = detail.entry_id) END
  FROM ledger_position place
  LEFT JOIN ledger_entry entry ON entry.id = place.entry_id
  LEFT JOIN ledger_detail detail ON detail.entry_id = place.entry_id
  LEFT JOIN ledger_forgotten forgotten ON forgotten.entry_id = place.entry_id
 WHERE place.position >= %s ORDER BY place.position LIMIT %s
"""
LOST = """
SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_position WHERE entry_id = e.id)
   AND NOT EXISTS (SELECT FROM ledger_pending WHERE entry_id = e.id)
"""
FOREIGN = """
SELECT count(*) FROM ledger_mention mention WHERE NOT EXISTS (
    SELECT FROM ledger_detail detail WHERE detail.entry_id = mention.entry_id AND jsonb_exists(detail.facts, 'mentioned'))
"""


class Cursor(Protocol):
    """What every PostgreSQL driver calls a cursor."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...  # noqa: D102 (the driver's)
    def fetchall(self) -> list[Any]: ...  # noqa: D102
    def fetchone(self) -> Any: ...  # noqa: D102


class Row(NamedTuple):
    """One position with all that is kept about it."""

    position: int
    entry_id: UUID
    leaf: bytes | None
    stored: bytes
    erasure: str | None
    at: datetime
    act: str
    outcome: str
    purpose: str
    actor: UUID
    patient: UUID | None
    visit: UUID | None
    because: str
    facts: str | dict[str, str]
    salt: bytes | None
    mentions: list[str] | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in order, and what is not wrong but should be known."""

    entries: int
    checkpoints: int
    pending: int
    root: bytes
    forgotten: int
    erasures: int
    aged: int
    """Of those forgotten: entries whose who and why went by their age and for no erasure."""
    back_dated: tuple[int, ...]


@dataclass(slots=True)
class Claimed:
    """What is gone and names one digest as its reason, and when the youngest entry among it was."""

    lost: list[UUID | str] = field(default_factory=list)
    youngest: datetime = LONG_AGO


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a line vouches for: how many went, by which act, when."""

    count: str
    act: str
    at: datetime


@dataclass(slots=True)
class Findings:
    """What is noticed on the way: times, erasures, and what was forgotten for each."""

    unmentioned: dict[str, str]
    times: Times = field(default_factory=Times)
    claimed: dict[str, Claimed] = field(default_factory=lambda: defaultdict(Claimed))
    recorded: dict[str, Recorded] = field(default_factory=dict)


def verify(
    cursor: Cursor, keys: Sequence[VerifierKey] | SignerList, progress: Callable[[int], None] = lambda _: None
) -> Verified:
    """Recompute the tree and every signed root; raise ChainBroken with the place.

    The cursor's role must be able to read all details, else the commitments cannot be opened.
    """
    checkpoints, findings = _checkpoints(cursor), _begun(cursor)
    _changes_are_announced(checkpoints, keys)
    edge, completed = Edge(), list[Subtree]()
    for row in _rows(cursor):
        if row.position != edge.size:
            raise ChainBroken(f"position {edge.size} is missing")
        edge = grown(edge, [_checked(row, findings)], completed)
        if edge.size in checkpoints:
            _match(checkpoints[edge.size], edge, keys)
        progress(edge.size)
    _match_tip(checkpoints, edge)
    _match_subtrees(cursor, completed)
    _nothing_unsequenced(cursor)
    forgotten, aged = _forgotten(findings)
    return Verified(
        entries=edge.size,
        checkpoints=len(checkpoints),
        pending=_count(cursor, "SELECT count(*) FROM ledger_pending"),
        root=edge.root(),
        forgotten=forgotten,
        erasures=sum(findings.recorded[digest].act != FORGET_OLD for digest in findings.claimed),
        aged=aged,
        back_dated=tuple(findings.times.back_dated),
    )


def _rows(cursor: Cursor) -> Iterator[Row]:
    start = 0
    while rows := _page(cursor, start):
        yield from rows
        start = rows[-1].position + 1


def _page(cursor: Cursor, start: int) -> list[Row]:
    cursor.execute(LEAVES, [start, PAGE])
    return [Row(*row) for row in cursor.fetchall()]


def _checked(row: Row, findings: Findings) -> bytes:
    if row.leaf is None:
        raise ChainBroken(f"the entry at position {row.position} is gone")
    leaf = bytes(row.leaf)
    computed = leaf_hash(leaf)
    if computed != bytes(row.stored):
        raise ChainBroken(f"the entry at position {row.position} was changed")
    findings.times.note(row.position, leaf)
    if row.salt is None:
        if row.erasure is None:
            raise ChainBroken(f"who and why at position {row.position} is gone")
        gone = findings.claimed[row.erasure]
        gone.lost.append(row.entry_id)
        gone.youngest = max(gone.youngest, time_of(leaf) or LONG_AGO)
    else:
        _open(row, leaf, findings)
    return computed


def _open(row: Row, leaf: bytes, findings: Findings) -> None:
    # jsonb comes as text or as an object, as the driver was set.
    facts = json.loads(row.facts) if isinstance(row.facts, str) else row.facts
    line = Line(row.act, Outcome(row.outcome), row.purpose, row.actor, row.because, row.patient, row.visit, facts)
    if leaf_of(row.entry_id, row.at, line, bytes(row.salt or b"")) != leaf:
        raise ChainBroken(f"who and why at position {row.position} was changed")
    if "forgotten_digest" in facts and line.outcome is Outcome.DONE:
        findings.recorded[facts["forgotten_digest"]] = Recorded(facts.get("forgotten", ""), line.act, row.at)
    _open_mentions(row, set(facts.get(MENTIONED, "").split()), findings)


def _open_mentions(row: Row, stated: set[str], findings: Findings) -> None:
    """Hold whom a line about several patients showed against the commitments in it; an erasure takes single ones away."""
    for kept in row.mentions or []:
        patient, salt, commitment, shown = kept.split("|", 3)
        if commitment not in stated or mention(patient, shown, bytes.fromhex(salt)) != commitment:
            raise ChainBroken(f"whom the entry at position {row.position} showed was changed")
        stated.discard(commitment)
    if not stated <= findings.unmentioned.keys():
        raise ChainBroken(f"whom the entry at position {row.position} showed is gone")


def _forgotten(findings: Findings) -> tuple[int, int]:
    """Count what was forgotten, and of it what went by its age; a line in the log must vouch for exactly these entries."""
    aged = 0
    for digest, gone in findings.claimed.items():
        said, count = findings.recorded.get(digest), len(gone.lost)
        if said is None or said.count != str(count) or erasure_digest(gone.lost) != digest:
            raise ChainBroken(f"{count} entries lost who and why, and no erasure in the log says so")
        if said.act == FORGET_OLD:
            if gone.youngest > said.at - ACCESS_LOG_LEAST:
                raise ChainBroken(f"{count} entries lost who and why by their age, before three years were over")
            aged += count
    return sum(len(gone.lost) for gone in findings.claimed.values()), aged


def _begun(cursor: Cursor) -> Findings:
    """Begin with the commitments that erasures took: the line that held one may have gone by its age since."""
    cursor.execute("SELECT commitment, erasure FROM ledger_unmentioned")
    findings = Findings(dict(cursor.fetchall()))
    for commitment, erasure in findings.unmentioned.items():
        findings.claimed[erasure].lost.append(commitment)
    return findings


def _checkpoints(cursor: Cursor) -> dict[int, tuple[bytes, str]]:
    cursor.execute("SELECT size, root, note FROM ledger_checkpoint ORDER BY size")
    return {size: (bytes(root), note) for size, root, note in cursor.fetchall()}


def _changes_are_announced(checkpoints: dict[int, tuple[bytes, str]], keys: Sequence[VerifierKey] | SignerList) -> None:
    if isinstance(keys, SignerList) and not keys.changes() <= set(checkpoints):
        raise ChainBroken("a signing key was changed, and no checkpoint announces it")


def _match(checkpoint: tuple[bytes, str], edge: Edge, keys: Sequence[VerifierKey] | SignerList) -> None:
    root, note = checkpoint
    # With a list each of those who held at this size must have signed; without one, any of the keys.
    ways = [(key,) for key in keys.at(edge.size)] if isinstance(keys, SignerList) else [tuple(keys)]
    stated = [Head(way[0].name, edge.size, edge.root()) for way in ways]
    if root != edge.root() or not ways or [head_of(opened(note, *way)) for way in ways] != stated:
        raise ChainBroken(f"the signed root over {edge.size} entries does not match")


def _match_tip(checkpoints: dict[int, tuple[bytes, str]], edge: Edge) -> None:
    signed_size = max(checkpoints, default=0)
    if signed_size != edge.size:
        raise ChainBroken(f"{signed_size} entries were signed for, {edge.size} are there")


def _match_subtrees(cursor: Cursor, completed: list[Subtree]) -> None:
    cursor.execute("SELECT level, number, root FROM ledger_subtree")
    stored = {(level, number): bytes(root) for level, number, root in cursor.fetchall()}
    if stored != {(level, number): root for level, number, root in completed}:
        raise ChainBroken("the hashes that proofs are made from are not those of the entries")


def _nothing_unsequenced(cursor: Cursor) -> None:
    if foreign := _count(cursor, FOREIGN):
        raise ChainBroken(f"{foreign} patients stand beside entries that do not mention them")
    if lost := _count(cursor, LOST):
        raise ChainBroken(f"{lost} entries were taken out of the queue without a position")


def _count(cursor: Cursor, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])
