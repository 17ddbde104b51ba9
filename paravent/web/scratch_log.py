"""The log of a made hospital, placed and signed as a sequencer does it, and written piece by piece: as text that PostgreSQL copies in.

What a line stands for is hashed one by one; everything else is put together a piece at a time, or two million lines take minutes.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from random import Random
from uuid import UUID

import polars as pl
import psycopg
from psycopg import sql
from psycopg.types.json import Json

from paravent.kernel import clock
from paravent.ledger.leaf import SALT_BYTES, Times, leaf
from paravent.ledger.notes import checkpoint_text
from paravent.ledger.sequencer import Signer
from paravent.ledger.terms import Line, Outcome
from paravent.ledger.tree import Edge, Subtree, grown, leaf_hash

PIECE = 50_000
KEPT = "SELECT size, edge FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
SIGNED = """
INSERT INTO ledger_checkpoint (size, at, root, edge, note, latest_at, back_dated) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
DETAIL = ("at", "act", "outcome", "purpose", "actor_id", "patient_id", "visit_id", "because", "facts", "salt")


@dataclass
class _Tree:
    """The tree as it grows, and the times that its entries say."""

    edge: Edge
    times: Times = field(default_factory=Times)
    completed: list[Subtree] = field(default_factory=list)


def written(
    cursor: psycopg.Cursor, accesses: pl.DataFrame, ids: Mapping[str, Sequence[UUID]], signer: Signer
) -> Iterator[int]:
    """Write lines, their places and a checkpoint over them; yields, piece by piece, how many lines were written."""
    tree = _Tree(_edge(cursor))
    names = {kind: pl.Series(kind, list(map(str, some)), dtype=pl.String) for kind, some in ids.items()}
    new = iter(_new_ids(accesses.height))
    for piece in accesses.iter_slices(PIECE):
        _write(cursor, _named(piece, names, list(islice(new, piece.height))), tree)
        yield piece.height
    subtrees = pl.DataFrame(
        [(level, number, _bytes(root)) for level, number, root in tree.completed],
        schema={"level": pl.Int16, "number": pl.Int64, "root": pl.String},
        orient="row",
    )
    _copy(cursor, "ledger_subtree", subtrees)
    _sign(cursor, tree, signer)


def _edge(cursor: psycopg.Cursor) -> Edge:
    """Return the tree as it stands: an empty one, but where an installation has written lines already."""
    kept = cursor.execute(KEPT).fetchone()
    return Edge(kept[0], tuple(map(bytes.fromhex, kept[1]))) if kept else Edge()


def _new_ids(count: int) -> list[str]:
    """Return ids in order, so that an index grows at its end: they say no more than the places do."""
    drawn = Random("lines").randbytes(16 * count).hex()  # noqa: S311 (ids of what never was)
    parts = (drawn[nth : nth + 32] for nth in range(0, len(drawn), 32))
    return sorted(f"{one[:8]}-{one[8:12]}-4{one[13:16]}-8{one[17:20]}-{one[20:]}" for one in parts)


def _named(piece: pl.DataFrame, names: Mapping[str, pl.Series], new: list[str]) -> pl.DataFrame:
    """Return lines as the log's tables hold them."""
    salts = os.urandom(SALT_BYTES * piece.height)
    listed = pl.when(pl.col("act") == "patient.search").then(pl.lit("count")).otherwise(pl.lit("shown"))
    facts = pl.concat_str(pl.lit('{"'), listed, pl.lit('":"'), "shown", pl.lit('"}'))
    people = [names[kind].gather(piece[kind]).alias(f"{kind}_id") for kind in names]
    return piece.with_columns(
        *people,
        pl.Series("entry_id", new),
        pl.Series("salt", [_bytes(salts[nth : nth + SALT_BYTES]) for nth in range(0, len(salts), SALT_BYTES)]),
        facts=pl.when(pl.col("shown").is_null()).then(pl.lit("{}")).otherwise(facts),
    )


def _write(cursor: psycopg.Cursor, lines: pl.DataFrame, tree: _Tree) -> None:
    leaves = [_leaf(*row) for row in lines.select("entry_id", "shown", *DETAIL).iter_rows()]
    hashes = list(map(leaf_hash, leaves))
    for place, at in enumerate(lines["at"], tree.edge.size):
        tree.times.see(place, at)
    places = pl.Series("position", range(tree.edge.size, tree.edge.size + len(leaves)), dtype=pl.Int64)
    tree.edge = grown(tree.edge, hashes, tree.completed)
    entries = lines.select(id="entry_id").with_columns(leaf=pl.Series(list(map(_bytes, leaves))))
    _copy(cursor, "ledger_entry", entries)
    _copy(cursor, "ledger_detail", lines.select("entry_id", *DETAIL))
    _copy(cursor, "ledger_whence", lines.select("entry_id", "at", "device", "place"))
    placed = lines.select(places, "entry_id").with_columns(leaf_hash=pl.Series(list(map(_bytes, hashes))))
    _copy(cursor, "ledger_position", placed)


def _leaf(
    entry: str,
    shown: int | None,
    at: datetime,
    act: str,
    outcome: str,
    purpose: str,
    actor: str,
    patient: str | None,
    visit: str | None,
    because: str,
    _facts: str,
    salt: str,
) -> bytes:
    listed = "count" if act == "patient.search" else "shown"
    facts = {} if shown is None else {listed: str(shown)}
    line = Line(act, Outcome(outcome), purpose, actor, because, patient, visit, facts)  # type: ignore[arg-type]  # ids as text: the same leaf
    return leaf(entry, at, line, bytes.fromhex(salt[2:]))  # type: ignore[arg-type]  # as above


def _bytes(value: bytes) -> str:
    """Return bytes as PostgreSQL reads them out of text."""
    return "\\x" + value.hex()


def _copy(cursor: psycopg.Cursor, table: str, rows: pl.DataFrame) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    with cursor.copy(into) as copy:
        copy.write(rows.write_csv(include_header=False))


def _sign(cursor: psycopg.Cursor, tree: _Tree, signer: Signer) -> None:
    size, root = tree.edge.size, tree.edge.root()
    note = signer.sign(checkpoint_text(signer.origin, size, root))
    parts = Json([part.hex() for part in tree.edge.hashes])
    told = (size, clock.now(), root, parts, note, tree.times.latest, len(tree.times.back_dated))
    cursor.execute(SIGNED, told)
