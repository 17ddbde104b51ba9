"""Give entries their positions and sign the tree. Spec: docs/spec/ledger.md, section 4.

Runs after the operations, in a transaction of its own, so that no operation waits for another's place in the log.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from paravent.kernel import clock
from paravent.kernel.ids import SYSTEM
from paravent.ledger.leaf import LONG_AGO, Times, instant, time_of
from paravent.ledger.models import Checkpoint, Position, Subtree
from paravent.ledger.notes import checkpoint_text, signed
from paravent.ledger.steps import append
from paravent.ledger.terms import CLOCK_RAN_BACK, Line, Outcome
from paravent.ledger.tree import Edge, grown, leaf_hash
from paravent.ledger.tree import Subtree as Completed

log = logging.getLogger("paravent.ledger")
LOCK = 0x6C656467  # "ledg": one sequencer at a time, in whichever process
BATCH = 2_000

# SKIP LOCKED is not wanted here: the advisory lock already makes this the only reader.
TAKE = """
DELETE FROM ledger_pending WHERE arrival IN (SELECT arrival FROM ledger_pending ORDER BY arrival LIMIT %s)
RETURNING arrival, entry_id, (SELECT leaf FROM ledger_entry WHERE id = entry_id)
"""


@dataclass(frozen=True, slots=True)
class Signer:
    """The log's name and the key that signs for it."""

    origin: str
    key: Ed25519PrivateKey

    def sign(self, text: str) -> str:
        """Return the note over a checkpoint's text. Asked under the sequencer's lock, so that a change of keys is seen."""
        return signed(text, self.origin, self.key)


def sequence(signer: Signer) -> range:
    """Sequence one batch and return the places that were given; none also when another process is at it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return range(0)
        cursor.execute(TAKE, [BATCH])
        taken = sorted(cursor.fetchall())
        return _extend(signer, [(entry_id, bytes(leaf)) for _, entry_id, leaf in taken]) if taken else range(0)


def sequence_all(signer: Signer, placed: Callable[[range], object] | None = None) -> int:
    """Sequence until nothing is pending, say of each batch which places were given, and return how many entries got one."""
    total = 0
    while given := sequence(signer):
        if placed:
            placed(given)
        total += len(given)
    return total


def _extend(signer: Signer, leaves: list[tuple[UUID, bytes]]) -> range:
    last = Checkpoint.objects.order_by("-size").first()
    edge = Edge(last.size, tuple(bytes.fromhex(part) for part in last.edge)) if last else Edge()
    hashes = [leaf_hash(leaf) for _, leaf in leaves]
    Position.objects.bulk_create(
        Position(position=edge.size + offset, entry_id=entry_id, leaf_hash=hashes[offset])
        for offset, (entry_id, _) in enumerate(leaves)
    )
    completed: list[Completed] = []
    given = range(edge.size, edge.size + len(leaves))
    edge = grown(edge, hashes, completed)
    Subtree.objects.bulk_create(Subtree(level=level, number=number, root=root) for level, number, root in completed)
    times = _times(last, [leaf for _, leaf in leaves])
    if times.back_dated:
        _tell(times)
    _sign(signer, edge, times)
    return given


def _times(last: Checkpoint | None, leaves: list[bytes]) -> Times:
    """Hold the times of new entries against the latest one that was there; what has no time is verification's matter."""
    times = Times(last.latest_at if last and last.latest_at else LONG_AGO)
    first = last.size if last else 0
    for offset, leaf in enumerate(leaves):
        if at := time_of(leaf):
            times.see(first + offset, at)
    return times


def _tell(times: Times) -> None:
    """Let the log say once of each such time that the clock ran back, and whoever reads the server's own log too."""
    if Checkpoint.objects.filter(back_dated__gt=0, latest_at=times.latest).exists():
        return
    log.critical("the clock ran back: an entry is dated well before %s, which the log knew already", times.latest)
    facts = {"known": instant(times.latest), "position": str(times.back_dated[0])}
    append(Line(CLOCK_RAN_BACK, Outcome.DONE, "SYSADMIN", SYSTEM, "noticed", facts=facts))


def _sign(signer: Signer, edge: Edge, times: Times) -> None:
    text = checkpoint_text(signer.origin, edge.size, edge.root())
    Checkpoint.objects.create(
        size=edge.size,
        at=clock.now(),
        root=edge.root(),
        edge=[part.hex() for part in edge.hashes],
        note=signer.sign(text),
        latest_at=None if times.latest == LONG_AGO else times.latest,
        back_dated=len(times.back_dated),
    )
