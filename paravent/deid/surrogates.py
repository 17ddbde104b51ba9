"""What is put where an identifier stood: of the same kind and form, the same for the same, invented."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache

from paravent.deid.calendars import shifted
from paravent.deid.lexicon import given_names, is_ordinary, listed, sex_of
from paravent.deid.spelling import skeleton
from paravent.deid.terms import NAMES, Label, Sex, Span, Style

LONGEST_SHIFT = 180
"""Days by which the dates of one record move, all by the same."""
TOP_AGE = 90
STREETS = [
    "Ahornweg",
    "Amselweg",
    "Bachgasse",
    "Birkenallee",
    "Brunnenstraße",
    "Dorfstraße",
    "Eichenweg",
    "Feldstraße",
    "Gartenstraße",
    "Hauptstraße",
    "Lindenallee",
    "Mühlgasse",
    "Ringstraße",
    "Schulstraße",
    "Tannenweg",
    "Wiesenweg",
]
LANDS = ["Dänemark", "Finnland", "Irland", "Island", "Kanada", "Norwegen", "Portugal", "Schweden"]
TRADES = ["Angestellte", "Buchhalter", "Gärtnerin", "Köchin", "Lehrer", "Schreiner", "Verkäuferin"]


@cache
def _pool(kind: str) -> Sequence[str]:
    """Return the words that a surrogate is chosen from: ones that are names and nothing else."""
    lists = {
        "female": "given-female",
        "male": "given-male",
        "unknown": "given-either",
        "family": "family",
        "place": "places",
    }
    return sorted(word for word in listed(lists[kind]) if not is_ordinary(word) and word.isascii() and word.isalpha())


class Surrogates:
    """Invents for one patient or document, from a key that nobody else has: the same for the same, and nothing that it stood for."""

    def __init__(self, style: Style = Style.SURROGATE, key: bytes = b"") -> None:
        self.style = style
        self.key = key or secrets.token_bytes(32)
        self.shift = timedelta(days=1 + self._chance("shift", "") % LONGEST_SHIFT) * (
            1 if self._chance("way", "") % 2 else -1
        )

    def instead_of(self, found: str, span: Span) -> str:
        """Return what stands for an identifier from now on."""
        if self.style is Style.LABEL:
            return f"[{span.label.value}]"
        if span.label in NAMES:
            return self._name(found)
        ways: dict[Label, Callable[[str], str]] = {
            Label.DATE: self._date,
            Label.AGE: self._age,
            Label.TITLE: lambda _: "Dr.",
            Label.STREET: self._street,
            Label.CITY: lambda place: self._of("place", place),
            Label.PLACE: lambda place: f"{self._of('place', place)} Hospital",
            Label.HOSPITAL: lambda place: f"Klinikum {self._of('place', place)}",
            Label.STATE: lambda place: self._of("place", place),
            Label.COUNTRY: lambda land: self._one_of(LANDS, land),
            Label.PROFESSION: lambda trade: self._one_of(TRADES, trade),
            Label.ORGANIZATION: lambda name: f"{self._of('family', name)} GmbH",
            Label.EMAIL: lambda mail: f"{self._of('family', mail).lower()}@example.org",
            Label.URL: lambda _: "https://example.org",
        }
        return ways.get(span.label, self._shaped)(found)

    def _chance(self, kind: str, word: str) -> int:
        return int.from_bytes(hmac.digest(self.key, f"{kind}\0{skeleton(word)}".encode(), hashlib.sha256)[:8], "big")

    def _one_of(self, pool: Sequence[str], word: str) -> str:
        return next(
            one for step in range(len(pool)) if (one := pool[(self._chance("one", word) + step) % len(pool)]) != word
        )

    def _of(self, kind: str, word: str) -> str:
        pool, at = _pool(kind), self._chance(kind, word)
        return next(
            one for step in range(len(pool)) if skeleton(one := pool[(at + step) % len(pool)]) != skeleton(word)
        )

    def _name(self, found: str) -> str:
        """Return a name with as many words: given ones of the same sex, initials as initials, particles as they were."""
        return re.sub(r"[^\W\d_]+", lambda word: self._word(word[0], found), found)

    def _word(self, word: str, whole: str) -> str:
        if word.islower() and len(word) > 1 and any(part[0].isupper() for part in whole.split()):
            return word
        if len(word) == 1:
            return chr(ord("A") + self._chance("initial", word) % 26)
        stem, ending = (word[:-1], "s") if word.endswith("s") and word[:-1] in given_names() else (word, "")
        title = stem.title()
        sex = sex_of(title)
        new = self._of(sex.value if title in given_names() or sex is not Sex.UNKNOWN else "family", title) + ending
        return new.upper() if word.isupper() else new.lower() if word.islower() else new

    def _street(self, found: str) -> str:
        number = re.search(r"\d+", found)
        return self._one_of(STREETS, re.sub(r"\d.*", "", found)) + (
            f" {1 + self._chance('house', found) % 99}" if number else ""
        )

    def _age(self, found: str) -> str:
        if not found.isdigit():
            return self._one_of(["vier", "fünf", "sechs", "sieben", "acht"], found)
        age = int(found)
        moved = age + (1 + self._chance("age", found) % 2) * (-1 if self._chance("older", found) % 2 else 1)
        return str(TOP_AGE if age >= TOP_AGE else max(moved, age and 1))

    def _shaped(self, found: str) -> str:
        """Return other digits and letters of the same form."""
        signs = skeleton("".join(filter(str.isalnum, found)))
        stream = hmac.digest(self.key, f"shape\0{signs}".encode(), hashlib.sha512) * (1 + len(found) // 64)
        return "".join(_like(sign, stream[at]) for at, sign in enumerate(found))

    def _date(self, found: str) -> str:
        return shifted(found, self.shift) or self._shaped(found)


def _like(sign: str, chance: int) -> str:
    if sign.isdigit():
        return str((int(sign) + 1 + chance % 9) % 10) if sign.isascii() else "0"
    if sign.isalpha():
        return chr(ord("A" if sign.isupper() else "a") + chance % 26)
    return sign
