"""Blind tokens: what may be searched without being readable. Spec: docs/spec/sealing.md, section 5.

A token is a keyed hash. Whoever steals the database sees that two rows share a token, never what it says.
"""

import hashlib
import hmac
import unicodedata
from functools import lru_cache

from paravent.kernel.sealing import DataKey

TOKEN_BYTES = 12
SHORTEST_PREFIX = 2
LONGEST_PREFIX = 12
TITLES = frozenset({"dr", "prof", "med", "dipl", "mag", "frau", "herr", "mr", "mrs", "ms"})
# The Turkish i without a dot is written as any other I in capitals: both must be found by either.
SPELLED_OUT = {0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0x131: "i"}


def token(key: DataKey, field: str, value: str) -> bytes:
    """Return the blind token of one value of one field; the same value in two fields has two tokens."""
    message = field.encode() + b"\x00" + value.encode()
    return hmac.digest(key, message, hashlib.sha256)[:TOKEN_BYTES]


def folded(text: str) -> str:
    """Return text as it is compared: without case, accents or the German sharp s and umlauts spelled out."""
    # Composed first: some keyboards send a letter and its dots apart, and "Müller" must be found either way.
    spelled = unicodedata.normalize("NFC", text).casefold().translate(SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=8192)
def name_words(text: str) -> frozenset[str]:
    """Return the words of a name as two names are compared: folded, in any order, without titles."""
    words = folded(text).replace("-", " ").replace(".", " ").replace(",", " ").split()
    return frozenset(words) - TITLES


def split_words(text: str) -> list[str]:
    """Return the words of a text as they stand in an index: folded, the two halves of a double name apart."""
    return folded(text).replace("-", " ").split()


def prefixes(text: str) -> set[str]:
    """Return the beginnings of each word of a name, by which a search box may find it."""
    return {
        word[:length]
        for word in split_words(text)
        for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)
    }
