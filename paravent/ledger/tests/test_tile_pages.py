"""The log as everybody may read it: tiles, bundles and the checkpoint, without sign-in."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from paravent.kernel import clock
from paravent.ledger import views
from paravent.ledger.notes import head_of, opened
from paravent.ledger.proofs import check_consistency, check_inclusion, consistency, inclusion
from paravent.ledger.queries import nodes_of
from paravent.ledger.tests.logs import ALI, BEA, PUBLIC, sequenced
from paravent.ledger.tiles import HASH_BYTES, WIDTH, Nodes, Tile, leaves_in
from paravent.ledger.tree import Edge, grown, leaf_hash

SIZE = 2 * WIDTH + 30


@pytest.fixture
def log(fresh_database: str) -> list[bytes]:
    """Return the leaves of a log of two full tiles and a partial one, sequenced in three batches."""
    for count in (WIDTH - 10, 100, SIZE - WIDTH - 90):
        sequenced(count)
    client = Client()
    paths = [Tile(0, 0).bundle_path(), Tile(0, 1).bundle_path(), Tile(0, 2, 30).bundle_path()]
    return [leaf for path in paths for leaf in leaves_in(client.get(f"/ledger/tile/{path}").content)]


def fetched(tile: Tile) -> bytes:
    answer = Client().get(f"/ledger/tile/{tile.path()}")
    assert answer.status_code == 200
    return answer.content


def test_whoever_reads_the_tiles_comes_to_the_signed_root(log: list[bytes]) -> None:
    head = head_of(opened(Client().get("/ledger/checkpoint").content.decode(), PUBLIC))

    assert head.size == len(log) == SIZE
    assert grown(Edge(), map(leaf_hash, log)).root() == head.root
    assert Nodes(SIZE, fetched).root() == head.root


def test_an_entry_is_proved_as_soon_as_it_is_sequenced(log: list[bytes]) -> None:
    sequenced(1)
    head = head_of(opened(Client().get("/ledger/checkpoint").content.decode(), PUBLIC))
    leaf = leaves_in(Client().get(f"/ledger/tile/{Tile(0, 2, 31).bundle_path()}").content)[-1]

    check_inclusion(leaf_hash(leaf), SIZE, head.size, inclusion(SIZE, nodes_of(head.size)), head.root)


def test_the_tree_grows_only_at_its_end(log: list[bytes]) -> None:
    for old in (1, WIDTH - 10, WIDTH, WIDTH + 90, SIZE):
        before = grown(Edge(), map(leaf_hash, log[:old])).root()
        nodes = Nodes(SIZE, fetched)
        check_consistency(old, before, SIZE, nodes.root(), consistency(old, nodes))


def test_a_tile_names_nobody(log: list[bytes]) -> None:
    everything = b"".join(log)

    assert str(ALI).encode() not in everything
    assert str(BEA).encode() not in everything
    assert set(re.findall(rb'"(\w+)":', log[0])) == {b"v", b"id", b"at", b"act", b"outcome", b"purpose", b"who"}


def test_tiles_are_kept_for_ever_and_the_checkpoint_not_at_all(log: list[bytes]) -> None:
    tile = Client().get(f"/ledger/tile/{Tile(0, 0).path()}")
    bundle = Client().get(f"/ledger/tile/{Tile(0, 0).bundle_path()}", headers={"accept-encoding": "gzip"})
    checkpoint = Client().get("/ledger/checkpoint")

    assert tile["Cache-Control"] == bundle["Cache-Control"] == "public, max-age=31536000, immutable"
    assert tile["Content-Type"] == bundle["Content-Type"] == "application/octet-stream"
    assert bundle["Content-Encoding"] == "gzip"
    assert len(tile.content) == WIDTH * HASH_BYTES
    assert checkpoint["Cache-Control"] == "no-store"
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["0/002", "0/002.p/31", "1/000", "1/000.p/3", "2/000.p/1", "entries/003", "0/x000/000", "8/000"]
)
def test_what_the_signed_tree_does_not_have_is_not_served(log: list[bytes], path: str) -> None:
    answer = Client().get(f"/ledger/tile/{path}")

    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"


def test_an_empty_log_has_no_checkpoint(fresh_database: str) -> None:
    assert Client().get("/ledger/checkpoint").status_code == 404


def test_whoever_asks_for_too_much_is_told_when_to_go_on(log: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    noon = clock.now()
    monkeypatch.setattr(views, "A_MINUTE", 2)
    monkeypatch.setattr(clock, "now", lambda: noon)
    cache.clear()
    answers = [Client().get("/ledger/checkpoint") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"

    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=1))
    assert Client().get("/ledger/checkpoint").status_code == 200


def test_the_checkpoint_of_a_size_can_be_had_and_of_no_other(log: list[bytes]) -> None:
    assert head_of(opened(Client().get(f"/ledger/checkpoint/{WIDTH - 10}").content.decode(), PUBLIC)).size == WIDTH - 10
    assert Client().get("/ledger/checkpoint/7").status_code == 404
