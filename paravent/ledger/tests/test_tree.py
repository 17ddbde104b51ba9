"""The tree of RFC 6962, against its published vectors and against the definition written out."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from paravent.ledger.tree import EMPTY_ROOT, Edge, grown, leaf_hash, node_hash

# The leaves and roots of the Certificate Transparency reference tests.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def recursive_root(leaves: list[bytes]) -> bytes:
    """Compute the tree hash as RFC 6962 section 2.1 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


def test_the_reference_roots_are_met() -> None:
    for size, root in ROOTS.items():
        assert grown(Edge(), map(leaf_hash, LEAVES[:size])).root().hex() == root


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Edge().root() == EMPTY_ROOT


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_growing_in_two_parts_is_growing_at_once(leaves: list[bytes], cut: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves]

    in_parts = grown(grown(Edge(), hashes[:cut]), hashes[cut:])

    assert in_parts == grown(Edge(), hashes)
    assert in_parts.root() == recursive_root(leaves)
    assert len(in_parts.hashes) == len(leaves).bit_count()
