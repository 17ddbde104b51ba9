"""The Merkle tree of RFC 6962 (section 2.1), kept as its right edge: enough to append and to know the root."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

TILE_HEIGHT = 8
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Edge:
    """The complete subtrees of a tree of `size` leaves, largest first: one per 1-bit of the size."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Return the Merkle tree hash."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


class Subtree(NamedTuple):
    """The root over 256^level leaves, the number-th of its level: one hash of a tile above the leaves."""

    level: int
    number: int
    root: bytes


def grown(edge: Edge, leaf_hashes: Iterable[bytes], completed: list[Subtree] | None = None) -> Edge:
    """Return the edge after appending leaves; each completed pair of subtrees becomes one.

    What a tile above the leaves will hold is put into `completed`, in the order in which it is complete.
    """
    size, hashes = edge.size, list(edge.hashes)
    for new in leaf_hashes:
        carried, height = new, 0
        while size >> height & 1:
            carried = node_hash(hashes.pop(), carried)
            height += 1
            if completed is not None and height % TILE_HEIGHT == 0:
                completed.append(Subtree(height // TILE_HEIGHT, size >> height, carried))
        hashes.append(carried)
        size += 1
    return Edge(size, tuple(hashes))
