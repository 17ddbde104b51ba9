"""Tiles have the names and the form of C2SP tlog-tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.ledger.terms import ChainBroken
from paravent.ledger.tiles import WIDTH, Tile, bundle, leaves_in, tile_at
from paravent.ledger.tree import Edge, grown, leaf_hash


def test_a_number_is_spelled_as_the_specification_spells_it() -> None:
    assert Tile(0, 1_234_067).path() == "0/x001/x234/067"
    assert Tile(0, 1_234_067, 8).bundle_path() == "entries/x001/x234/067.p/8"
    assert Tile(2, 0, 1).path() == "2/000.p/1"


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, WIDTH))
def test_every_tile_is_found_by_its_path(level: int, number: int, width: int) -> None:
    tile = Tile(level, number, width)

    assert tile_at(tile.path()) == (tile, False)
    assert tile_at(Tile(0, number, width).bundle_path()) == (Tile(0, number, width), True)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/1",
        "0/0001",
        "00/001",
        "64/001",
        "0/x000/001",
        "0/001.p/0",
        "0/001.p/256",
        "0/001.p/01",
        "0/001/",
        "entries/x1/001",
        "-1/001",
        "0/x001/x002",
    ],
)
def test_what_is_no_tiles_path_is_none(path: str) -> None:
    assert tile_at(path) is None


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specifications_example() -> None:
    assert Tile(0, 272).is_within(70_000)
    assert Tile(0, 273, 112).is_within(70_000)
    assert not Tile(0, 273, 113).is_within(70_000)
    assert Tile(1, 0).is_within(70_000)
    assert Tile(1, 1, 17).is_within(70_000)
    assert Tile(2, 0, 1).is_within(70_000)
    assert not Tile(2, 0, 2).is_within(70_000)
    assert Tile(1, 0, 1).is_within(256)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_holds_its_leaves(leaves: list[bytes]) -> None:
    assert leaves_in(bundle(leaves)) == leaves


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_a_cut_bundle_is_refused(cut: int) -> None:
    with pytest.raises(ChainBroken):
        leaves_in(bundle([b"leaf", b"leaf"])[:-cut])


def test_growing_names_the_subtrees_that_tiles_hold() -> None:
    hashes = [leaf_hash(str(number).encode()) for number in range(WIDTH * WIDTH)]
    completed: list = []

    whole = grown(Edge(), hashes, completed)

    assert len(completed) == WIDTH + 1
    assert completed[3] == (1, 3, grown(Edge(), hashes[3 * WIDTH : 4 * WIDTH]).root())
    assert completed[-1] == (2, 0, whole.root())
