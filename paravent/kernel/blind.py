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
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Letters that Unicode does not take apart, as passports spell them (ICAO 9303). The Turkish i without a dot is written as
# any other I in capitals: both must be found by either.
LETTERS = str.maketrans(
    {
        "ø": "oe",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "\u0131": "i",
    }
)
EDITION = 4
"""Of the index that names, texts and (since the fourth) documents make. Whoever changes what stands in it raises this: what was indexed before is
indexed anew at the next start (`paravent.people.operations.index_anew`, `paravent.records.operations.index_anew`)."""


def token(key: DataKey, field: str, value: str) -> bytes:
    """Return the blind token of one value of one field; the same value in two fields has two tokens."""
    message = field.encode() + b"\x00" + value.encode()
    return hmac.digest(key, message, hashlib.sha256)[:TOKEN_BYTES]


def number(key: DataKey, value: str) -> int:
    """Return a value as a number of 63 bits that says nothing without the key: equal values have equal numbers."""
    return int.from_bytes(hmac.digest(key, value.encode(), hashlib.sha256)[:8], "big") >> 1


def folded(text: str) -> str:
    """Return text as it is compared: without case and accents; umlauts, the sharp s and letters like ø spelled out."""
    # Composed first: some keyboards send a letter and its dots apart, and "Müller" must be found either way.
    return _bare(unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS))


def spellings(text: str) -> set[str]:
    """Return how a text may be typed by whoever has not got its letters: Sørensen as Soerensen and as Sorensen."""
    return {folded(text), _bare(text.casefold().replace("ø", "o").replace("ǿ", "o"))}


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).translate(LETTERS)


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
        for spelling in spellings(text)
        for word in spelling.replace("-", " ").split()
        for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)
    }
