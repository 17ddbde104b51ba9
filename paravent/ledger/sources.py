"""Where a published log is read from: an address, or a folder that holds the same files. Pure."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from paravent.ledger.signers import SignerList, signer_list
from paravent.ledger.terms import KeyUnreadable, LogUnreachable, NotThere
from paravent.ledger.tiles import Tile, leaves_in

TIMEOUT_SECONDS = 30
LONGEST = 32 * 1024 * 1024
GONE, TOO_MANY, WAITS = 404, 429, 10


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
            try:
                return self._sent(urllib.request.Request(f"{self.url}/{name}"))  # noqa: S310 (see address())
            except urllib.error.HTTPError as error:
                if error.code == GONE:
                    raise NotThere(f"{self.url}/{name}") from None
                if error.code != TOO_MANY:
                    raise LogUnreachable(f"{self.url}/{name} answers {error.code}") from None
                time.sleep(int(error.headers.get("Retry-After", "60")))
            except OSError:
                raise LogUnreachable(self.url) from None
        raise LogUnreachable(self.url)

    def post(self, name: str, content: str) -> int:
        """Send a text and return the status that the server answers with."""
        request = urllib.request.Request(f"{self.url}/{name}", content.encode(), {"Content-Type": "text/plain"})  # noqa: S310
        try:
            self._sent(request)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            raise LogUnreachable(self.url) from None
        return 200

    def _sent(self, request: urllib.request.Request) -> bytes:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(LONGEST)
        return content


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
