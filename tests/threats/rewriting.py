"""An administrator who rewrites the log in its database, with or without the stolen signing key; and those who look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.ledger.notes import checkpoint_text, public_half, signed
from paravent.ledger.signers import only
from paravent.ledger.tests.logs import KEY, ORIGIN, PUBLIC, SIGNER, Served, appended, sequenced
from paravent.ledger.tree import Edge, Subtree, grown, leaf_hash
from paravent.ledger.verification import Verified, verify
from paravent.ledger.watching import Alarm, Alarmed, Watch, cosign, look, witness_of
from paravent.web import cluster as embedded
from tests.copies import a_copy, at_work_in

SIZES = (4, 9, 15)
"""Where the log was signed for before anybody attacked it."""


@dataclass
class Outsider:
    """A witness: knows the log's key, and what they saw."""

    folder: Path

    def __post_init__(self) -> None:
        self.me = witness_of(self.folder, "watcher.example")
        self.watch = Watch(self.folder / "log")
        if not self.watch.keys:
            self.watch.pin(only(PUBLIC))

    def looks(self, *others: str) -> Alarm | None:
        """Make a round, and return what they cry about."""
        try:
            cosign(self.watch, self.me, look(self.watch, Served(), others))
        except Alarmed as cried:
            return cried.alarm
        return None


@dataclass
class Rewriter:
    """The superuser of a practice's database."""

    database: str
    cluster: embedded.Cluster

    @contextmanager
    def at_work(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.cluster.url(embedded.SUPERUSER, self.database)) as server:
            yield server

    def runs(self, statement: str, *values: object) -> None:
        with self.at_work() as server:
            server.execute(statement, values)  # type: ignore[arg-type]

    def entries(self) -> list[tuple[UUID, bytes]]:
        """Return the entries in their order."""
        ordered = "SELECT id, leaf FROM ledger_entry JOIN ledger_position ON entry_id = id ORDER BY position"
        with self.at_work() as server:
            return [(entry_id, bytes(leaf)) for entry_id, leaf in server.execute(ordered).fetchall()]

    def signs_anew(self, entries: list[tuple[UUID, bytes]], key: Ed25519PrivateKey = KEY) -> None:
        """Make another history stand, whole in itself: positions, hashes for proofs, and every signature."""
        edge, completed = Edge(), list[Subtree]()
        with self.at_work() as server:
            for table in ("position", "subtree", "checkpoint"):
                server.execute(f"DELETE FROM ledger_{table}")  # type: ignore[arg-type]
            for position, (entry_id, leaf) in enumerate(entries):
                server.execute("UPDATE ledger_entry SET leaf = %s WHERE id = %s", [leaf, entry_id])
                server.execute("INSERT INTO ledger_position VALUES (%s, %s, %s)", [position, entry_id, leaf_hash(leaf)])
                edge = grown(edge, [leaf_hash(leaf)], completed)
                if edge.size in {*SIZES, len(entries)}:
                    self._sign(server, edge, key)
            server.execute("DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_position)")
            server.execute("DELETE FROM ledger_detail WHERE entry_id NOT IN (SELECT entry_id FROM ledger_position)")

    def _sign(self, server: psycopg.Connection[Any], edge: Edge, key: Ed25519PrivateKey) -> None:
        note = signed(checkpoint_text(ORIGIN, edge.size, edge.root()), ORIGIN, key)
        edges = [part.hex() for part in edge.hashes]
        server.execute(
            "INSERT INTO ledger_checkpoint (size, at, root, edge, note) VALUES (%s, now(), %s, %s, %s)",
            [edge.size, edge.root(), psycopg.types.json.Jsonb(edges), note],
        )

    def verified(self, key: Ed25519PrivateKey = KEY) -> Verified:
        """Verify as `paravent ledger verify` does."""
        with self.at_work() as server, server.cursor() as cursor:
            return verify(cursor, [public_half(ORIGIN, key)])

    @contextmanager
    def copied(self) -> Iterator["Rewriter"]:
        """Copy the database as a backup does."""
        with a_copy(self.cluster, self.database) as name:
            yield Rewriter(name, self.cluster)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Let the server run on this database."""
        with at_work_in(self.database):
            yield


def logged() -> None:
    """Fill a log of 15 entries, signed for three times."""
    for count in (4, 5, 6):
        sequenced(count)


__all__ = ["SIGNER", "Outsider", "Rewriter", "appended", "logged", "sequenced"]
