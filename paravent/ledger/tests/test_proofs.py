"""Proofs made from tiles, against the definitions of RFC 6962 written out, and against everything that is not one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.ledger.proofs import check_consistency, check_inclusion, consistency, inclusion
from paravent.ledger.terms import ChainBroken
from paravent.ledger.tests.test_tree import LEAVES, recursive_root
from paravent.ledger.tiles import WIDTH, Nodes, Tile
from paravent.ledger.tree import Edge, grown, leaf_hash

LOG = [leaf_hash(str(number).encode()) for number in range(WIDTH * 3 + 40)]


def tiles_of(hashes: list[bytes]) -> Nodes:
    """Serve tiles of a small tree, computed from the leaf hashes each time."""

    def read(tile: Tile) -> bytes:
        span = WIDTH**tile.level
        runs = [
            hashes[span * at : span * (at + 1)] for at in range(tile.number * WIDTH, tile.number * WIDTH + tile.width)
        ]
        assert all(len(run) == span for run in runs)
        return b"".join(grown(Edge(), run).root() for run in runs)

    return Nodes(len(hashes), read)


def path_as_defined(position: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if position < split:
        return [*path_as_defined(position, leaves[:split]), recursive_root(leaves[split:])]
    return [*path_as_defined(position - split, leaves[split:]), recursive_root(leaves[:split])]


def proof_as_defined(old: int, leaves: list[bytes], *, known: bool = True) -> list[bytes]:
    if old == len(leaves):
        return [] if known else [recursive_root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= split:
        return [*proof_as_defined(old, leaves[:split], known=known), recursive_root(leaves[split:])]
    return [*proof_as_defined(old - split, leaves[split:], known=False), recursive_root(leaves[:split])]


def test_every_proof_of_small_trees_is_the_one_that_is_defined() -> None:
    for size in range(1, len(LEAVES) + 1):
        leaves = LEAVES[:size]
        nodes = tiles_of([leaf_hash(leaf) for leaf in leaves])
        assert nodes.root() == recursive_root(leaves)
        for position in range(size):
            assert inclusion(position, nodes) == path_as_defined(position, leaves)
            assert consistency(position + 1, nodes) == proof_as_defined(position + 1, leaves)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, len(LOG)), st.data())
def test_every_leaf_is_proved_under_every_later_root(size: int, data: st.DataObject) -> None:
    nodes = tiles_of(LOG[:size])
    position = data.draw(st.integers(0, size - 1))
    path = inclusion(position, nodes)

    check_inclusion(LOG[position], position, size, path, nodes.root())
    assert len(path) <= (size - 1).bit_length()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LOG)), st.integers(0, len(LOG)))
def test_every_earlier_tree_is_proved_to_be_the_beginning(one: int, other: int) -> None:
    old, new = sorted((one, other))
    nodes = tiles_of(LOG[:new])

    check_consistency(old, tiles_of(LOG[:old]).root(), new, nodes.root(), consistency(old, nodes))


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 300), st.data())
def test_a_bent_proof_of_inclusion_is_refused(size: int, data: st.DataObject) -> None:
    nodes = tiles_of(LOG[:size])
    position = data.draw(st.integers(0, size - 1))
    path, root = inclusion(position, nodes), nodes.root()
    at = data.draw(st.integers(0, len(path) - 1))
    bent = data.draw(
        st.sampled_from(
            [
                (LOG[position - 1], position, size, path, root),
                (LOG[position], position, size, path[:-1], root),
                (LOG[position], position, size, [*path, root], root),
                (LOG[position], position, size, [*path[:at], root, *path[at + 1 :]], root),
                (LOG[position], size, size, path, root),
                (LOG[position], position, size, path, LOG[0]),
            ]
        )
    )

    with pytest.raises(ChainBroken):
        check_inclusion(*bent)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 300), st.data())
def test_a_bent_proof_of_consistency_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    before, nodes = tiles_of(LOG[:old]).root(), tiles_of(LOG[:new])
    after, path = nodes.root(), consistency(old, nodes)
    bent = data.draw(
        st.sampled_from(
            [
                (old, LOG[-1], new, after, path),
                (old, before, new, LOG[-1], path),
                (old, before, new, after, path[:-1]),
                (old, before, new, after, [*path, after]),
                (old, before, new, after, []),
                (new + 1, after, new, after, path),
            ]
        )
    )

    with pytest.raises(ChainBroken):
        check_consistency(*bent)


def test_two_trees_of_one_size_that_differ_are_not_consistent() -> None:
    with pytest.raises(ChainBroken):
        check_consistency(3, LOG[0], 3, LOG[1], [])


def test_a_tile_that_is_cut_is_noticed() -> None:
    nodes = tiles_of(LOG)
    whole = nodes.read
    nodes.read = lambda tile: whole(tile)[:-1]

    with pytest.raises(ChainBroken, match="not whole"):
        nodes.root()
