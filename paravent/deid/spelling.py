"""How a name may be written: umlauts, what a scanner misreads, endings, slips of the finger."""

import re
import unicodedata
from functools import lru_cache

from paravent.deid.lexicon import is_ordinary

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
)
MISREAD = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b"})
TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
PAIRS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ii", "u"), ("rn", "m"), ("vv", "w"))
ENDINGS = (
    "s",
    "es",
    "n",
    "en",
    "ns",
    "in",
    "innen",
    "sche",
    "schen",
    "scher",
    "sches",
    "schem",
    "'s",
    "’s",
    "'",
    "’",
    "s'",
    "s’",
)
"""Genitive, dative of older names, the family (die Müllers), the wife as she was called (die Müllerin), what is theirs."""
SHORT, LONG = 5, 9
"""From how many letters on one slip, and two, are forgiven."""
SHORTEST_LOOSE = 4


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return what is left of a word when case, accents, umlauts and what scanners mistake are levelled."""
    folded = word.casefold().translate(UMLAUTS)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    for pair, one in PAIRS:
        bare = bare.replace(pair, one)
    return bare.translate(MISREAD)


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Return the skeletons a word may have without its ending, the whole one first."""
    lower = word.casefold()
    cut = [word[: -len(end)] for end in ENDINGS if lower.endswith(end) and len(word) - len(end) > 1]
    return (skeleton(word), *(skeleton(stem) for stem in cut))


def shortened(word: str) -> set[str]:
    """Return a word and what remains when one letter is left out."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def slips(one: str, other: str, most: int) -> int:
    """Count the letters left out, put in, changed or swapped between two words (optimal string alignment); stop above `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        older, before, row = before, row, [at]
        for to, mark in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != mark))
            if older and to > 1 and sign == other[to - 2] and one[at - 2] == mark:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@lru_cache(maxsize=4096)
def short_forms(name: str) -> frozenset[str]:
    """Return how a name of a few letters may be written; folding it further would make everyday words of it (Li, li for links)."""
    flat = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    spelled = name.translate(TRANSCRIBED)
    return frozenset(
        form
        for one in (name, flat, spelled)
        for end in ("", *ENDINGS)
        for form in (one + end, (one + end).upper(), one.upper() + end)
    )


def is_written_so(word: str, name: str) -> bool:
    """Tell whether a word of a text is a name, whole or with an ending; everyday and short names want their capital."""
    if len(name) < SHORTEST_LOOSE:
        return word in short_forms(name)
    if is_ordinary(name) and word == word.lower():
        return False
    return skeleton(name) in stems(word)


def is_slip_of(word: str, name: str) -> bool:
    """Tell whether a word is a name with a slip in it. What begins otherwise, has no capital or is an everyday word is none."""
    if len(name) < SHORT or not word[:1].isupper() or is_ordinary(word):
        return False
    most, own = (2 if len(name) >= LONG else 1), skeleton(name)
    return any(stem[:1] == own[:1] and slips(stem, own, most) <= most for stem in stems(word))


WORD = re.compile(r"[^\W_]+(?:['’](?:s\b)?)?")
"""A run of letters and digits, with an apostrophe behind it."""
HUMP = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
BROKEN = re.compile(r"([^\W\d_]{2,})-[ \t]*\r?\n[ \t]*([^\W\d_]{2,})")
"""A word that the end of a line broke in two."""
SPACED = re.compile(r"(?<!\w)\w(?:[ \t]\w){3,}(?!\w)")
"""A word whose letters are set apart."""
