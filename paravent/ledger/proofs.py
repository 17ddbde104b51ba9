"""Inclusion and consistency: RFC 6962, sections 2.1.1 and 2.1.2, made from tiles and checked as RFC 9162 says.

A proof reads one or two tiles a level, so its cost grows with the logarithm of the log.
"""

from collections.abc import Sequence

from paravent.ledger.terms import ChainBroken
from paravent.ledger.tiles import Nodes
from paravent.ledger.tree import EMPTY_ROOT, node_hash


def inclusion(position: int, nodes: Nodes) -> list[bytes]:
    """Return the audit path of a leaf, from its sibling up to the root's child."""
    path, start, end = [], 0, nodes.size
    while end - start > 1:
        split = start + _split(end - start)
        if position < split:
            path.append(nodes.over(split, end))
            end = split
        else:
            path.append(nodes.over(start, split))
            start = split
    return path[::-1]


def consistency(old: int, nodes: Nodes) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the beginning of this one."""
    if old in {0, nodes.size}:
        return []
    path, start, end = [], 0, nodes.size
    while old != end:
        split = start + _split(end - start)
        if old <= split:
            path.append(nodes.over(split, end))
            end = split
        else:
            path.append(nodes.over(start, split))
            start = split
    # The old root itself is known to whoever checks, and left out.
    return ([nodes.over(start, end)] if start else []) + path[::-1]


def _split(count: int) -> int:
    """Return the largest power of two below a count."""
    return int(1 << (count - 1).bit_length() - 1)


def check_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise ChainBroken unless the leaf hash stands at this position of the tree with this root (RFC 9162, 2.1.3.2)."""
    first, last, computed = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ChainBroken("the proof is longer than the tree is high")
        if first & 1 or first == last:
            computed = node_hash(sibling, computed)
            first, last = _up_to_odd(first, last)
        else:
            computed = node_hash(computed, sibling)
        first, last = first >> 1, last >> 1
    if last != 0 or computed != root or not 0 <= position < size:
        raise ChainBroken("the proof does not lead to the signed root")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise ChainBroken unless the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if old in {0, new}:
        if path or (old_root != (EMPTY_ROOT if old == 0 else new_root)):
            raise ChainBroken("two trees of one size differ")
        return
    known = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if old > new or not known:
        raise ChainBroken("the old tree is not the beginning of the new one")
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    _climb(known, first, last, (old_root, new_root))


def _climb(known: Sequence[bytes], first: int, last: int, roots: tuple[bytes, bytes]) -> None:
    old = new = known[0]
    for sibling in known[1:]:
        if last == 0:
            raise ChainBroken("the proof is longer than the tree is high")
        if first & 1 or first == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            first, last = _up_to_odd(first, last)
        else:
            new = node_hash(new, sibling)
        first, last = first >> 1, last >> 1
    if last != 0 or (old, new) != roots:
        raise ChainBroken("the old tree is not the beginning of the new one")


def _up_to_odd(first: int, last: int) -> tuple[int, int]:
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last
