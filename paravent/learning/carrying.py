"""A post box over HTTP, seen by who brings letters and fetches them: TLS alone, no redirect, nothing about anybody in an address. Pure."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.learning.asking import signed_headers
from paravent.learning.letters import LARGEST, Letter
from paravent.learning.terms import BoxRefuses, BoxUnreachable, NotABox

TIMEOUT_SECONDS = 30
LONGEST_LIST = 4 << 20
PATH = re.compile(r"/rounds/([0-9a-f]{64})/letters/")
HERE = {"localhost", "127.0.0.1", "::1"}
REFUSALS, TOO_MANY = range(400, 500), 429


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A box answers by itself: what is signed for one address goes to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A post box, and the key by which it knows who asks."""

    address: str
    charter: str
    key: Ed25519PrivateKey

    def digests(self) -> list[str]:
        """Return which letters lie there, in the order in which they came. Raises BoxUnreachable, BoxRefuses."""
        listed = self._read(self.address, LONGEST_LIST)
        try:
            return [str(one) for one in orjson.loads(listed)["letters"]]
        except (ValueError, KeyError, TypeError):
            raise BoxUnreachable(self.address) from None

    def letter(self, digest: str) -> bytes:
        """Return one letter, nothing verified. Raises BoxUnreachable, BoxRefuses."""
        return self._read(f"{self.address}{digest}/", LARGEST)

    def bring(self, letter: Letter) -> None:
        """Bring a letter; bringing it again changes nothing. Raises BoxUnreachable, BoxRefuses."""
        headers = {"Content-Type": "application/json"}
        said = self._answer(urllib.request.Request(self.address, letter.content, headers), LONGEST_LIST)  # noqa: S310 (see box_at())
        if _word(said, "digest") != letter.digest:
            raise BoxUnreachable(self.address)

    def _read(self, address: str, most: int) -> bytes:
        headers = signed_headers(self.key, address, int(time.time()))
        return self._answer(urllib.request.Request(address, headers=headers), most)  # noqa: S310 (see box_at())

    def _answer(self, request: urllib.request.Request, most: int) -> bytes:
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                content: bytes = answer.read(most + 1)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in REFUSALS and error.code != TOO_MANY:
                    raise BoxRefuses(_word(error.read(LONGEST_LIST), "error") or str(error.code)) from None
            raise BoxUnreachable(self.address) from None
        except (OSError, HTTPException):
            raise BoxUnreachable(self.address) from None
        if len(content) > most:
            raise BoxUnreachable(self.address)
        return content


def box_at(address: str, key: Ed25519PrivateKey) -> Box:
    """Return the box at an address as its leader's page shows it. Raises NotABox: without TLS there is one on this machine alone."""
    parts = urlsplit(address.strip().rstrip("/") + "/")
    found = PATH.fullmatch(parts.path)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if found is None or not is_safe or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise NotABox(address)
    return Box(f"{parts.scheme}://{parts.netloc}{parts.path}", found[1], key)


def _word(said: bytes, name: str) -> str:
    try:
        found = orjson.loads(said)
    except ValueError:
        return ""
    return str(found.get(name, "")) if isinstance(found, Mapping) else ""
