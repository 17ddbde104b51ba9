"""The tree as C2SP tlog-tiles publish it: 256 hashes a tile, 256 entries a bundle. Spec: docs/spec/ledger.md, section 8.

Pure: whoever has tiles (the server's tables, a folder, an address) reads the same tree from them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from paravent.ledger.terms import ChainBroken
from paravent.ledger.tree import EMPTY_ROOT, node_hash
from paravent.ledger.tree import TILE_HEIGHT as HEIGHT

WIDTH = 1 << HEIGHT
HASH_BYTES = 32
HIGHEST_LEVEL = 63
LENGTH_BYTES = 2
PATH = re.compile(r"(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """A run of `width` hashes at a level, or of the entries under them. A full one never changes."""

    level: int
    number: int
    width: int = WIDTH

    def path(self) -> str:
        """Return where the tile lies below `tile/`."""
        return f"{self.level}/{self._number()}"

    def bundle_path(self) -> str:
        """Return where the entries under a tile of level 0 lie below `tile/`."""
        return f"entries/{self._number()}"

    def _number(self) -> str:
        groups, rest = [f"{self.number % 1000:03}"], self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        return "/".join(groups) + ("" if self.width == WIDTH else f".p/{self.width}")

    def is_within(self, size: int) -> bool:
        """Tell whether a tree of this size has the tile."""
        return self.number * WIDTH + self.width <= size >> (HEIGHT * self.level)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree of this size, level by level."""
    level = 0
    while count := size >> (HEIGHT * level):
        for number in range(-(-count // WIDTH)):
            yield Tile(level, number, min(WIDTH, count - number * WIDTH))
        level += 1


def tile_at(path: str) -> tuple[Tile, bool] | None:
    """Return the tile that a path names and whether its entries are meant; nothing for what is no tile's path."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    level, groups, width = found.groups()
    number = int("".join(character for character in groups if character.isdigit()))
    tile = Tile(0 if level == "entries" else int(level), number, int(width or WIDTH))
    spelled = tile.bundle_path() if level == "entries" else tile.path()
    # One tile has one name: what is spelled otherwise (a width of 256, zeros in front) would be cached twice.
    return (tile, level == "entries") if spelled == path and tile.level <= HIGHEST_LEVEL else None


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Return leaves one behind the other, each after its length in 2 bytes."""
    return b"".join(len(leaf).to_bytes(LENGTH_BYTES, "big") + leaf for leaf in leaves)


def leaves_in(content: bytes) -> list[bytes]:
    """Return the leaves of a bundle; raise ChainBroken where its lengths do not add up."""
    leaves, at = [], 0
    while at < len(content):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(content[at:start], "big")
        leaves.append(content[start:at])
    if at != len(content):
        raise ChainBroken("a bundle of entries ends in the middle of one")
    return leaves


ReadTile = Callable[[Tile], bytes]


@dataclass(slots=True)
class Nodes:
    """The nodes of a tree of one size, read from its tiles, each tile once."""

    size: int
    read: ReadTile
    kept: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        return self.over(0, self.size) if self.size else EMPTY_ROOT

    def over(self, start: int, end: int) -> bytes:
        """Return the hash over the leaves from `start` to before `end`; RFC 6962, section 2.1."""
        count = end - start
        if count & (count - 1) == 0:
            return self._complete(count.bit_length() - 1, start // count)
        split = start + (1 << (count - 1).bit_length() - 1)
        return node_hash(self.over(start, split), self.over(split, end))

    def _complete(self, height: int, number: int) -> bytes:
        """Return the root of the number-th complete subtree of this height."""
        level, above = divmod(height, HEIGHT)
        tile, first = divmod(number << above, WIDTH)
        hashes = self._tile(level, tile)[first : first + (1 << above)]
        while len(hashes) > 1:
            hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
        return hashes[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self.kept:
            width = min(WIDTH, (self.size >> (HEIGHT * level)) - number * WIDTH)
            content = self.read(Tile(level, number, width))
            if len(content) != width * HASH_BYTES:
                raise ChainBroken(f"tile {Tile(level, number, width).path()} is not whole")
            self.kept[level, number] = [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
        return self.kept[level, number]
