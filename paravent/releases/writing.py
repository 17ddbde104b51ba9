"""Lines of JSON by type, in files of bounded size, packed while they are written: what waits in memory does not grow with what there is. Pure."""

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

import orjson

from paravent.releases.terms import OneFile

LARGEST = 2 * 1024 * 1024
"""Bytes. A file is closed once it is as long as that."""
TOGETHER = 64 * 1024
"""Bytes of lines that are packed at once."""
FASTEST = 1


class _Begun:
    """A file that is not full yet. Its lines are gone once they are packed: as objects of their own they would take three times their length."""

    def __init__(self) -> None:
        self.count = self.size = 0
        self._waiting, self._packed = bytearray(), bytearray()
        self._hashed, self._packer = hashlib.sha256(), zlib.compressobj(FASTEST)

    def take(self, line: bytes) -> None:
        self.count += 1
        self.size += len(line)
        self._waiting += line
        if len(self._waiting) >= TOGETHER:
            self._pack()

    def _pack(self) -> None:
        self._hashed.update(self._waiting)
        self._packed += self._packer.compress(self._waiting)
        self._waiting.clear()

    def closed(self, number: int, kind: str) -> tuple[OneFile, bytes]:
        self._pack()
        told = OneFile(number, kind, self.count, self.size, self._hashed.hexdigest())
        return told, bytes(self._packed + self._packer.flush())


class Writer:
    """Takes resources, and gives back packed files."""

    def __init__(self, first: int) -> None:
        self.number = first
        self.begun: dict[str, _Begun] = {}

    def take(self, resource: dict[str, Any]) -> Iterator[tuple[OneFile, bytes]]:
        """Write a resource, and yield the file that it fills."""
        kind = resource["resourceType"]
        file = self.begun.get(kind) or self.begun.setdefault(kind, _Begun())
        file.take(orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE))
        if file.size >= LARGEST:
            yield self._closed(kind)

    def rest(self) -> Iterator[tuple[OneFile, bytes]]:
        """Yield what is begun and not full."""
        for kind in sorted(self.begun):
            yield self._closed(kind)

    def _closed(self, kind: str) -> tuple[OneFile, bytes]:
        closed = self.begun.pop(kind).closed(self.number, kind)
        self.number += 1
        return closed
