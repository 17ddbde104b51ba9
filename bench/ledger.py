"""The log at a million entries: time for each proof as the log grows, tiles, and the sequencer at the end of a long log."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from bench.ground import Ground
from bench.log import _append
from bench.spread import Comparison, Goal, a_second, in_turn
from paravent.keys.custody import signing_key
from paravent.ledger.notes import checkpoint_text, signed
from paravent.ledger.proofs import consistency, inclusion
from paravent.ledger.queries import nodes_of, read_tile
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.tiles import Nodes, Tile
from paravent.ledger.tree import Edge, Subtree, grown, leaf_hash
from paravent.web import cluster

MILLION = 1_000_000
SMALL = 1_000
ORIGIN = "bench.example/ledger"
LEAF = '{"act":"chart.open","at":"%s","id":"%s","outcome":"done","purpose":"TREAT","v":1,"who":"%064x"}'
START = datetime(2026, 1, 1, tzinfo=UTC)
# Twenty bits of height against ten: twice the hashes, one tile more. More would mean that it does not grow with the logarithm.
TWICE = Goal(0.5)


def leaf(number: int) -> bytes:
    at = (START + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (LEAF % (at, UUID(int=number), number)).encode()


def fill(server: cluster.Cluster, database: str, size: int) -> None:
    """Write a log of this size by COPY, signed for once at its end."""
    completed: list[Subtree] = []
    with psycopg.connect(server.url(cluster.OWNER, database)) as owner, owner.cursor() as cursor:
        with cursor.copy("COPY ledger_entry (id, leaf) FROM STDIN") as rows:
            for number in range(size):
                rows.write_row((UUID(int=number), leaf(number)))
        edge = Edge()
        with cursor.copy("COPY ledger_position (position, entry_id, leaf_hash) FROM STDIN") as rows:
            for number in range(size):
                hashed = leaf_hash(leaf(number))
                rows.write_row((number, UUID(int=number), hashed))
                edge = grown(edge, [hashed], completed)
        with cursor.copy("COPY ledger_subtree (level, number, root) FROM STDIN") as rows:
            for subtree in completed:
                rows.write_row(subtree)
        note = signed(checkpoint_text(ORIGIN, size, edge.root()), ORIGIN, signing_key())
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, at, root, edge, note) VALUES (%s, now(), %s, %s, %s)",
            [size, edge.root(), Jsonb([part.hex() for part in edge.hashes]), note],
        )
        # The peer of a tile put together: the same bytes, kept as they are served.
        cursor.execute(
            "CREATE TABLE bench_tile AS SELECT position / 256 AS number, string_agg(leaf_hash, '' ORDER BY position) AS hashes"
            " FROM ledger_position GROUP BY 1 HAVING count(*) = 256"
        )
        cursor.execute("CREATE UNIQUE INDEX ON bench_tile (number)")
        cursor.execute(f"GRANT SELECT ON bench_tile TO {cluster.APP}")
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def proofs(place: Ground, *, rounds: int, times: int, size: int = MILLION) -> Iterator[Comparison]:
    """Measure proofs in a log of a million entries against the same in its first thousand, and against recomputing."""
    with place.fresh_database():
        short = [_sequenced(times) for _ in range(rounds)]
    with place.fresh_database():
        fill(place.server, "bench_fresh", size)
        yield from _growth(rounds, times, size)
        yield _against_recomputing(rounds, times, size)
        yield _tiles(rounds, times, size)
        long = [_sequenced(times) for _ in range(rounds)]
    yield Comparison("The sequencer at the end of the long log, against an empty one", "lines/s", long, short)


def _growth(rounds: int, times: int, size: int) -> Iterator[Comparison]:
    steps = [step for step in (SMALL, 10 * SMALL, 100 * SMALL, MILLION) if step <= size]
    peer, *ours = in_turn(rounds, *(_rate(times, step, _inclusion) for step in steps))
    for step, figures in zip(steps[1:], ours, strict=True):
        yield Comparison(f"Inclusion, {step:,} entries against {SMALL:,}", "proofs/s", figures, peer, TWICE)
    peer, *ours = in_turn(rounds, *(_rate(times, step, _consistency) for step in steps))
    for step, figures in zip(steps[1:], ours, strict=True):
        yield Comparison(f"Consistency, {step:,} entries against {SMALL:,}", "proofs/s", figures, peer, TWICE)


def _rate(times: int, size: int, prove: Callable[[int, Nodes], object]) -> Callable[[], float]:
    chance = random.Random(size)
    places = [chance.randrange(1, size) for _ in range(times)]
    # Each proof reads its tiles anew, as one request does.
    return lambda: a_second(times, lambda turn: prove(places[turn], nodes_of(size)))


def _inclusion(position: int, nodes: Nodes) -> object:
    return inclusion(position, nodes)


def _consistency(old: int, nodes: Nodes) -> object:
    return consistency(old, nodes)


def _against_recomputing(rounds: int, times: int, size: int) -> Comparison:
    part = min(size, 50 * SMALL)

    def recomputed() -> float:
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT leaf_hash FROM ledger_position ORDER BY position LIMIT %s", [part])
            grown(Edge(), (bytes(row[0]) for row in cursor.fetchall())).root()
        return 1 / (time.perf_counter() - began)

    ours, peer = in_turn(rounds, _rate(times, part, _inclusion), recomputed)
    return Comparison(f"Inclusion from tiles, against recomputing a log of {part:,}", "proofs/s", ours, peer)


def _tiles(rounds: int, times: int, size: int) -> Comparison:
    chance = random.Random(size)
    numbers = [chance.randrange(size // 256) for _ in range(times)]

    def stored(number: int) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT hashes FROM bench_tile WHERE number = %s", [number])
            return bytes(cursor.fetchone()[0])

    ours, peer = in_turn(
        rounds,
        lambda: a_second(times, lambda turn: read_tile(Tile(0, numbers[turn]))),
        lambda: a_second(times, lambda turn: stored(numbers[turn])),
    )
    return Comparison("A full tile put together from its entries, against one that is kept", "tiles/s", ours, peer)


def _sequenced(times: int) -> float:
    signer = Signer(ORIGIN, signing_key())
    _append(times)
    began = time.perf_counter()
    return sequence_all(signer) / (time.perf_counter() - began)
