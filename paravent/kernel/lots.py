"""Much of one kind, some at a time: as rows, keys or people it would be large."""

from collections.abc import Iterator
from typing import TypeVar

One = TypeVar("One")


def in_lots(held: list[One], most: int) -> Iterator[list[One]]:
    """Yield a list in its order, at most so many at a time; nothing where it is empty."""
    for at in range(0, len(held), most):
        yield held[at : at + most]
