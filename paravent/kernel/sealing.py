"""Sealing at rest: AES-256-GCM, bound to the place the content belongs to. Spec: docs/spec/sealing.md.

A sealed envelope is `version (1 byte) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`. The place (table, row, version …) is
authenticated but not stored: content moved to another row or another patient does not open.
"""

import os
from collections.abc import Sequence
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DataKey = NewType("DataKey", bytes)
"""32 bytes that seal and unseal content."""

KEY_BYTES = 32
VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """The content was changed, moved to another place, or sealed with another key."""


def new_key() -> DataKey:
    """Return a fresh random data key."""
    return DataKey(os.urandom(KEY_BYTES))


def derived_key(secret: bytes, use: str) -> DataKey:
    """Return the key for one named use of a secret (HKDF-SHA256, RFC 5869), so that no two uses share a key."""
    info = b"paravent v1 " + use.encode()
    return DataKey(HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret))


def seal(key: DataKey, content: bytes, place: Sequence[str]) -> bytes:
    """Return the envelope that holds `content` and opens only at `place`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, bound(place))


def unseal(key: DataKey, envelope: bytes, place: Sequence[str]) -> bytes:
    """Return what was sealed at `place`, or raise SealBroken."""
    if len(envelope) < 1 + NONCE_BYTES + TAG_BYTES or envelope[:1] != VERSION:
        raise SealBroken
    nonce, ciphertext = envelope[1 : 1 + NONCE_BYTES], envelope[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound(place))
    except InvalidTag:
        raise SealBroken from None


def bound(place: Sequence[str]) -> bytes:
    """Return the associated data of a place: each part behind its length, so that no two places read alike."""
    parts = [part.encode() for part in place]
    # A list, not a generator: this runs once for each resource that is opened.
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])
