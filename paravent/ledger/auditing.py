"""Recompute a published log from its entries, from wherever its files are. Pure; knows no details and needs none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from paravent.ledger.leaf import Times
from paravent.ledger.notes import Head, VerifierKey, head_of, opened
from paravent.ledger.sources import Source, checkpoint_of, read_leaves, read_tile
from paravent.ledger.terms import ChainBroken
from paravent.ledger.tiles import WIDTH, Nodes, Tile
from paravent.ledger.tree import Edge, grown, leaf_hash


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found in order: the newest checkpoint, and which entries are dated before earlier ones."""

    note: str
    head: Head
    back_dated: tuple[int, ...]


def audit(
    source: Source, keys: Sequence[VerifierKey], remembered: str = "", progress: Callable[[int], None] = lambda _: None
) -> Audit:
    """Recompute every hash from the entries and hold the roots against what is signed; raise ChainBroken.

    `remembered` is a checkpoint seen earlier: the log must have gone through it.
    """
    note = checkpoint_of(source)
    head = head_of(opened(note, *keys))
    before = head_of(opened(remembered, *keys)) if remembered else Head(head.origin, 0, Edge().root())
    if before.size > head.size:
        raise ChainBroken(f"{before.size} entries were there before, {head.size} are there now")
    times = Times()
    edge = _grown(Edge(), before.size, head.size, source, times, progress)
    if edge.root() != before.root:
        raise ChainBroken(f"the first {before.size} entries are not those that were there before")
    edge = _grown(edge, head.size, head.size, source, times, progress)
    if edge.root() != head.root or Nodes(head.size, partial(read_tile, source)).root() != head.root:
        raise ChainBroken("the entries are not those that were signed for")
    return Audit(note, head, tuple(times.back_dated))


def _grown(edge: Edge, until: int, size: int, source: Source, times: Times, progress: Callable[[int], None]) -> Edge:
    """Return the edge after the entries before `until`, out of the bundles of a log of this size."""
    while edge.size < until:
        number, first = divmod(edge.size, WIDTH)
        width = min(WIDTH, size - number * WIDTH)
        leaves = read_leaves(source, Tile(0, number, width))
        if len(leaves) != width:
            raise ChainBroken(f"{len(leaves)} entries are in a bundle of {width}")
        wanted = leaves[first : until - number * WIDTH]
        for offset, leaf in enumerate(wanted):
            times.note(edge.size + offset, leaf)
        edge = grown(edge, map(leaf_hash, wanted))
        progress(edge.size)
    return edge
