"""Where a published log is read from: an address, or a folder that holds the same files. Pure."""

import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from paravent.ledger.signers import SignerList, signer_list
from paravent.ledger.terms import KeyUnreadable, LogUnreachable, NotThere
from paravent.ledger.tiles import Tile, leaves_in

TIMEOUT_SECONDS = 30
LONGEST_PAUSE = 60
LONGEST = 32 * 1024 * 1024
DONE, GONE, TOO_MANY = 200, 404, 429
WAITS = 10


class Source(Protocol):
    """A published log: files by their names below its prefix."""

    def file(self, name: str) -> bytes:
        """Return a file, or raise LogUnreachable."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A copy of the log's files on this machine."""

    path: Path

    def file(self, name: str) -> bytes:
        """Return a file of the copy."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            raise NotThere(str(self.path / name)) from None


@dataclass(frozen=True, slots=True)
class Address:
    """A running installation."""

    url: str

    def file(self, name: str) -> bytes:
        """Fetch a file; where the server asks for a pause, make it."""
        for _ in range(WAITS):
            status, asked, content = self._answer(urllib.request.Request(f"{self.url}/{name}"))  # noqa: S310 (see address())
            if status == DONE:
                return content
            if status == GONE:
                raise NotThere(f"{self.url}/{name}")
            if status != TOO_MANY:
                raise LogUnreachable(f"{self.url}/{name} answers {status}")
            time.sleep(_pause(asked))
        raise LogUnreachable(self.url)

    def post(self, name: str, content: str) -> int:
        """Send a text and return the status that the server answers with."""
        address = f"{self.url}/{name}"
        return self._answer(urllib.request.Request(address, content.encode(), {"Content-Type": "text/plain"}))[0]  # noqa: S310

    def _answer(self, request: urllib.request.Request) -> tuple[int, str, bytes]:
        """Return the status, the pause that is asked for, and the content."""
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return DONE, "", answer.read(LONGEST)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Retry-After", ""), b""
        except (OSError, HTTPException):
            raise LogUnreachable(self.url) from None


def _pause(asked: str) -> int:
    """Return the seconds that a server asks for, within reason: it is not trusted to put a witness to sleep."""
    return min(int(asked), LONGEST_PAUSE) if re.fullmatch(r"[0-9]{1,6}", asked) else LONGEST_PAUSE


def address(url: str) -> Address:
    """Return the log at an address; the practice's own address means the log below it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise LogUnreachable(url)
    return Address(url.rstrip("/") + ("/ledger" if parts.path in {"", "/"} else ""))


def checkpoint_of(source: Source) -> str:
    """Return the newest checkpoint, nothing verified."""
    return _text(source.file("checkpoint"))


def checkpoint_at(source: Source, size: int) -> str:
    """Return the checkpoint of a size, nothing verified."""
    return _text(source.file(f"checkpoint/{size}"))


def signers_of(source: Source) -> SignerList:
    """Return the list of keys that the log itself publishes: what is pinned at the first contact."""
    try:
        return signer_list(_text(source.file("keys")))
    except ValueError:
        raise KeyUnreadable from None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def read_tile(source: Source, tile: Tile) -> bytes:
    """Return the hashes of a tile."""
    return source.file(f"tile/{tile.path()}")


def read_leaves(source: Source, tile: Tile) -> list[bytes]:
    """Return the entries under a tile of level 0."""
    return leaves_in(source.file(f"tile/{tile.bundle_path()}"))
