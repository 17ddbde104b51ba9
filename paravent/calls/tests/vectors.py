"""The call's handshake a second time, in Python, from its specification alone (docs/spec/call-encryption.md, sections 4 and 5).

`python -m paravent.calls.tests.vectors` writes the file that the tests of both languages are held against.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE = Path(__file__).parents[1] / "static/calls/vectors.json"
CASES = ("ali and bea", "a second session of the same two", "two on a ward")


@dataclass(frozen=True)
class Side:
    """One party's session, every byte of it known."""

    party: str
    private: bytes
    nonce: bytes
    fingerprint: bytes

    @property
    def key(self) -> bytes:
        """The public key."""
        return X25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()

    def encoding(self, visit: str, other: str) -> bytes:
        """Section 4, openings."""
        texts = (text.encode() for text in ("paravent call v1 opening", visit, self.party, other))
        return framed(*texts, self.key, self.nonce, self.fingerprint)


def framed(*parts: bytes) -> bytes:
    """Section 1."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def transcript(first: bytes, other: bytes) -> bytes:
    """Section 5."""
    return hashlib.sha256(framed(b"paravent call v1 transcript", first, other)).digest()


def secret(own: bytes, theirs: bytes) -> bytes:
    """Section 5."""
    return X25519PrivateKey.from_private_bytes(own).exchange(X25519PublicKey.from_public_bytes(theirs))


def safety_number(shared: bytes, salt: bytes) -> list[int]:
    """Section 5: 24 bits, the highest first, six to a picture."""
    bits = HKDF(SHA256(), length=3, salt=salt, info=b"paravent call v1 safety number").derive(shared)
    digits = f"{int.from_bytes(bits, 'big'):024b}"
    return [int(digits[at : at + 6], 2) for at in range(0, 24, 6)]


def made() -> dict[str, Any]:
    """Return what the file holds."""
    return {"framed": [_framed(parts) for parts in FRAMED], "handshakes": [_handshake(name) for name in CASES]}


FRAMED: tuple[list[bytes], ...] = ([], [b""], [b"a", b"bc"], [b"ab", b"c"], ["Grüße 🍎".encode(), bytes(300)])


def _framed(parts: list[bytes]) -> dict[str, Any]:
    return {"parts": [part.hex() for part in parts], "framed": framed(*parts).hex()}


def _handshake(name: str) -> dict[str, Any]:
    visit = _uuid(f"{name} visit")
    first, other = sorted((_side(f"{name} {who}") for who in ("one", "two")), key=lambda side: side.party)
    salt = transcript(first.encoding(visit, other.party), other.encoding(visit, first.party))
    shared = secret(first.private, other.key)
    return {
        "name": name,
        "visit": visit,
        "first": _shown(first, visit, other.party),
        "other": _shown(other, visit, first.party),
        "transcript": salt.hex(),
        "secret": shared.hex(),
        "number": safety_number(shared, salt),
    }


def _shown(side: Side, visit: str, other: str) -> dict[str, str]:
    encoding = side.encoding(visit, other)
    return {
        "party": side.party,
        "private": side.private.hex(),
        "key": side.key.hex(),
        "nonce": side.nonce.hex(),
        "fingerprint": side.fingerprint.hex(),
        "encoding": encoding.hex(),
        "commitment": hashlib.sha256(encoding).hexdigest(),
    }


def _side(name: str) -> Side:
    return Side(_uuid(name), _bytes(f"{name} private"), _bytes(f"{name} nonce"), _bytes(f"{name} certificate"))


def _bytes(label: str) -> bytes:
    return hashlib.sha256(label.encode()).digest()


def _uuid(label: str) -> str:
    return str(UUID(bytes=_bytes(label)[:16], version=4))


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), indent=1) + "\n")
