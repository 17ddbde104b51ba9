"""The Merkle tree of RFC 6962 (section 2.1), kept as its right edge: enough to append and to know the root."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

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


def grown(edge: Edge, leaf_hashes: Iterable[bytes]) -> Edge:
    """Return the edge after appending leaves; each completed pair of subtrees becomes one."""
    size, hashes = edge.size, list(edge.hashes)
    for new in leaf_hashes:
        carried, bit = new, 1
        while size & bit:
            carried = node_hash(hashes.pop(), carried)
            bit <<= 1
        hashes.append(carried)
        size += 1
    return Edge(size, tuple(hashes))
