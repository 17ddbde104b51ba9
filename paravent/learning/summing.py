"""Sums whose parts nobody reads: whole numbers modulo 2^64 under masks that cancel. Spec: docs/spec/rounds.md, section 4."""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from paravent.kernel.sealing import bound
from paravent.learning.design import Floats
from paravent.learning.terms import DoesNotFit

Words = npt.NDArray[np.uint64]
Wholes = npt.NDArray[np.int64]

FRACTION = 2.0**24
"""So many parts has a one: gradients are summed to a sixteen-millionth."""
LARGEST = 2.0**32
"""What a site adds is smaller than this; 64 sites stay far below 2^63 parts."""
SEED_BYTES = 32


def fixed(numbers: Floats) -> Wholes:
    """Return numbers as whole parts, rounded to the nearest. Raises DoesNotFit."""
    if not np.all(np.abs(numbers) < LARGEST):
        raise DoesNotFit
    return np.rint(numbers * FRACTION).astype(np.int64)


def loose(parts: Words) -> Floats:
    """Return the numbers that a sum of parts stands for."""
    return parts.view(np.int64) / FRACTION


def expanded(seed: bytes, many: int) -> Words:
    """Return so many words from a seed: the key stream of ChaCha20 with a nonce of zeros, little-endian. A seed is used once."""
    stream = Cipher(ChaCha20(seed, bytes(16)), mode=None).encryptor().update(bytes(8 * many))
    return np.frombuffer(stream, dtype="<u8").astype(np.uint64)


def pair_seed(mine: X25519PrivateKey, theirs: bytes, place: Iterable[str]) -> bytes:
    """Return the seed that two sites share at a place (charter, run, ask), and nobody else knows."""
    info = b"paravent round mask v1" + bound(tuple(place))
    return HKDF(SHA256(), SEED_BYTES, salt=None, info=info).derive(
        mine.exchange(X25519PublicKey.from_public_bytes(theirs))
    )


def masked(
    parts: Wholes, own_seed: bytes, me: str, key: X25519PrivateKey, others: Mapping[str, bytes], place: tuple[str, ...]
) -> Words:
    """Return parts under a mask of one's own, which is opened later, and one with each other site: of two, who comes first adds it."""
    words = parts.view(np.uint64) + expanded(own_seed, len(parts))
    for name, theirs in sorted(others.items()):
        mask = expanded(pair_seed(key, theirs, place), len(parts))
        words = words + mask if me < name else words - mask
    return words


def total(shares: Iterable[Words], seeds: Iterable[bytes]) -> Words:
    """Return the sum of all shares without their own masks; those between sites have cancelled if all are there."""
    words: Words = np.asarray(np.sum(list(shares), axis=0, dtype=np.uint64))
    for seed in seeds:
        words = words - expanded(seed, len(words))
    return words


def as_text(words: Words) -> str:
    """Return words as letters carry them: little-endian, in hex."""
    return words.astype("<u8").tobytes().hex()


def as_words(text: str, many: int) -> Words:
    """Return the words of a letter. Raises DoesNotFit where they are not as many as the charter asks for."""
    content = bytes.fromhex(text)
    if len(content) != 8 * many:
        raise DoesNotFit
    return np.frombuffer(content, dtype="<u8").astype(np.uint64)


def commitment(seed: bytes) -> str:
    """Return what a site says about its own mask before it opens it."""
    return hashlib.sha256(b"paravent round opening v1" + seed).hexdigest()
