"""Sealed streams: content of any length, read and written piece by piece. Spec: docs/spec/backup.md, section 2.

The header is bound to every chunk, and so are the chunk's number and whether it is the last: a stream that was cut,
reordered, or mixed with another does not open. What is yielded has been authenticated; only the end says it was whole.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from paravent.kernel.canonical import canonical
from paravent.kernel.sealing import KEY_BYTES, NONCE_BYTES, TAG_BYTES, DataKey, SealBroken

MAGIC = b"paravent sealed stream 1\n"
CHUNK = 1024 * 1024
SALT_BYTES = 32
LONGEST_HEADER = 64 * 1024
LENGTH_BYTES, COUNTER_BYTES = 4, 8

Header = dict[str, Any]


class NotAStream(Exception):
    """The file does not begin like a sealed stream of a version that this program knows."""


class StreamCut(Exception):
    """The sealed stream ends before its last chunk: the file is not whole."""


def seal_stream(
    key: DataKey, header: Mapping[str, Any], content: Iterable[bytes], salt: bytes = b""
) -> Iterator[bytes]:
    """Yield the sealed form of a content. A salt is only given to check vectors; else it is random."""
    salt = salt or os.urandom(SALT_BYTES)
    head = canonical({**header, "salt": b64encode(salt).decode()})
    yield MAGIC + len(head).to_bytes(LENGTH_BYTES, "big") + head
    cipher, digest, number = _cipher(key, salt), sha256(head).digest(), 0
    waiting = b""
    for chunk in _chunks(content):
        # A chunk is sealed when the next one is known: only then is it clear that it is not the last.
        if number or waiting:
            yield _sealed(cipher, digest, number - 1, waiting, last=False)
        waiting, number = chunk, number + 1
    yield _sealed(cipher, digest, max(number - 1, 0), waiting, last=True)


def read_header(file: BinaryIO) -> Header:
    """Return the header, which is not authenticated before the first chunk opens; raises NotAStream."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotAStream
    length = int.from_bytes(file.read(LENGTH_BYTES), "big")
    try:
        header = json.loads(file.read(min(length, LONGEST_HEADER)))
        b64decode(header["salt"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise NotAStream from None
    return dict(header)


def open_stream(
    key: DataKey, header: Header, file: BinaryIO, progress: Callable[[int], object] = lambda _: None
) -> Iterator[bytes]:
    """Yield the content behind a header that was read; raises SealBroken at what was changed, StreamCut at an early end."""
    cipher, digest = _cipher(key, b64decode(header["salt"])), sha256(canonical(header)).digest()
    number, sealed = 0, file.read(CHUNK + TAG_BYTES)
    while True:
        following = file.read(CHUNK + TAG_BYTES)
        yield _opened(cipher, digest, number, sealed, last=not following)
        progress(len(sealed))
        if not following:
            return
        number, sealed = number + 1, following


def _cipher(key: DataKey, salt: bytes) -> AESGCM:
    """Return a cipher whose key belongs to this stream alone, so that counted nonces never repeat under one key."""
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"paravent v1 stream").derive(key))


def _chunks(content: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in content:
        waiting += part
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def _sealed(cipher: AESGCM, digest: bytes, number: int, content: bytes, *, last: bool) -> bytes:
    return cipher.encrypt(_nonce(number), content, _bound(digest, number, last=last))


def _opened(cipher: AESGCM, digest: bytes, number: int, sealed: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number), sealed, _bound(digest, number, last=last))
    except (InvalidTag, ValueError):
        if last and _is_cut(cipher, digest, number, sealed):
            raise StreamCut from None
        raise SealBroken from None


def _is_cut(cipher: AESGCM, digest: bytes, number: int, sealed: bytes) -> bool:
    """Tell a stream that was cut between two chunks, or in one, from one that was changed."""
    if len(sealed) < CHUNK + TAG_BYTES:
        return len(sealed) < TAG_BYTES
    try:
        cipher.decrypt(_nonce(number), sealed, _bound(digest, number, last=False))
    except InvalidTag:
        return False
    return True


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")


def _bound(digest: bytes, number: int, *, last: bool) -> bytes:
    return digest + number.to_bytes(COUNTER_BYTES, "big") + (b"\x01" if last else b"\x00")
