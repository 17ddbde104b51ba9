"""Looking for a word in what a thief carries away, in every form in which it could have been left lying."""

import base64
import re
import subprocess
import zlib
from binascii import Error
from collections.abc import Iterator
from urllib.parse import quote

from tests.threats.cast import Practice

HEX = re.compile(rb"[0-9a-fA-F]{16,}")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
DEEPEST = 3
"""Layers that are unpacked: hex of base64 of zlib."""


def traces(haystack: bytes, word: str) -> list[str]:
    """Return in which forms a word is found, as it stands or inside hex, base64 and zlib."""
    found = set()
    for layer, content in _layers(haystack, "", 0):
        lower = content.lower()
        found |= {f"{layer}{form}" for form, needle in _forms(word) if needle.lower() in lower}
    return sorted(found)


def _forms(word: str) -> Iterator[tuple[str, bytes]]:
    plain = word.encode()
    yield "utf-8", plain
    yield "utf-16-le", word.encode("utf-16-le")
    yield "utf-16-be", word.encode("utf-16-be")
    yield "hex", plain.hex().encode()
    yield "url", quote(word).encode()
    yield "backwards", plain[::-1]
    for shift in range(3):
        # What surrounds the word decides the first and the last sign; what is between is the word's own.
        sure = base64.b64encode(b"\0" * shift + plain)[(0, 2, 3)[shift] :].rstrip(b"=")[:-1]
        yield f"base64+{shift}", sure
        yield f"base64url+{shift}", sure.replace(b"+", b"-").replace(b"/", b"_")


def _layers(content: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if depth == DEEPEST:
        return
    inner = [("in hex: ", _unhexed(content)), ("in base64: ", _unbased(content)), ("in zlib: ", _inflated(content))]
    for layer, found in inner:
        if found:
            yield from _layers(found, f"{name}{layer}", depth + 1)


def _unhexed(content: bytes) -> bytes:
    return b"\n".join(bytes.fromhex(run[: len(run) // 2 * 2].decode()) for run in HEX.findall(content))


def _unbased(content: bytes) -> bytes:
    return b"\n".join(_decoded(run) for run in BASE64.findall(content) if not HEX.fullmatch(run))


def _decoded(run: bytes) -> bytes:
    plain = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4])
    except Error:
        return b""


def _inflated(content: bytes) -> bytes:
    found = []
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            found.append(zlib.decompressobj().decompress(content[start.start() :], 1 << 20))
        except zlib.error:
            continue
    return b"\n".join(found)


def dumped(practice: Practice) -> bytes:
    """Return the whole database, as whoever steals it from its administrator has it."""
    command = [str(practice.cluster.binaries / "pg_dump"), practice.cluster.url("postgres", practice.database)]
    done = subprocess.run(command, check=True, capture_output=True)
    assert b"COPY public.visits_note" in done.stdout
    return done.stdout
