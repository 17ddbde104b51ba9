"""Lines of JSON by type, in files of bounded size: what is written does not wait in memory for what is still to come. Pure."""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from paravent.releases.terms import OneFile

LARGEST = 2 * 1024 * 1024
"""Bytes. A file is closed once it is as long as that."""


class Writer:
    """Takes resources, and gives back files."""

    def __init__(self, first: int) -> None:
        self.number = first
        self.lines: dict[str, list[bytes]] = {}
        self.sizes: dict[str, int] = {}

    def take(self, resource: dict[str, Any]) -> Iterator[tuple[OneFile, bytes]]:
        """Keep a resource, and yield the file that it fills."""
        kind, line = resource["resourceType"], orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE)
        self.lines.setdefault(kind, []).append(line)
        self.sizes[kind] = self.sizes.get(kind, 0) + len(line)
        if self.sizes[kind] >= LARGEST:
            yield self._closed(kind)

    def rest(self) -> Iterator[tuple[OneFile, bytes]]:
        """Yield what is begun and not full."""
        for kind in sorted(self.lines):
            yield self._closed(kind)

    def _closed(self, kind: str) -> tuple[OneFile, bytes]:
        held = self.lines.pop(kind)
        content, number = b"".join(held), self.number
        self.sizes[kind] = 0
        self.number += 1
        return OneFile(number, kind, len(held), len(content), hashlib.sha256(content).hexdigest()), content
