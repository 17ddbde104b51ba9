"""Blind tokens: what may be searched without being readable. Spec: docs/spec/sealing.md, section 5.

A token is a keyed hash. Whoever steals the database sees that two rows share a token, never what it says.
"""

import hashlib
import hmac
import unicodedata

from paravent.kernel.sealing import DataKey

TOKEN_BYTES = 12
SHORTEST_PREFIX = 2
LONGEST_PREFIX = 12


def token(key: DataKey, field: str, value: str) -> bytes:
    """Return the blind token of one value of one field; the same value in two fields has two tokens."""
    message = field.encode() + b"\x00" + value.encode()
    return hmac.digest(key, message, hashlib.sha256)[:TOKEN_BYTES]


def folded(text: str) -> str:
    """Return text as it is compared: without case, accents or the German sharp s and umlauts spelled out."""
    german = text.casefold().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue"})
    plain = unicodedata.normalize("NFKD", german)
    return "".join(character for character in plain if not unicodedata.combining(character))


def prefixes(text: str) -> set[str]:
    """Return the beginnings of each word of a name, by which a search box may find it."""
    words = folded(text).replace("-", " ").split()
    return {word[:length] for word in words for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)}
