"""Invented names, houses, streets and numbers to learn from: of many forms, and not all of them in a list, for letters are not either."""

import re
from collections.abc import Callable
from functools import cache
from random import Random

from paravent.deid.lexicon import LISTS, given_names, listed
from paravent.deid.surrogates import Surrogates
from paravent.deid.terms import NAMES, Label, Span

Parts = dict[str, tuple[str, ...]]
BLANK = re.compile(r"\{(\w+)\}")
SHARE_LISTED, SHARE_MADE_UP, SHARE_DOUBLE = 0.55, 0.85, 0.93
"""Up to which chance a family name is one of the lists, one that nobody bears, two with a hyphen; else it is a word that means something else too."""
SHARE_TOWN, SHARE_NUMBERED, SHARE_LETTERED = 0.5, 0.85, 0.15
AGES = "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def parts(name: str) -> Parts:
    """Return the parts of a list of pieces: under [part] one piece a line, with the ends of lines in it."""
    read: dict[str, list[str]] = {}
    for line in (LISTS / f"{name}.txt").read_text().splitlines():
        if line.startswith("[") and line.endswith("]"):
            here = read.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            here.append(line.replace("\\n", "\n"))
    return {part: tuple(lines) for part, lines in read.items()}


@cache
def _sorted(name: str) -> tuple[str, ...]:
    words = given_names() if name == "given" else listed(name)
    return tuple(sorted(word for word in words if len(word) > 1))


class Inventor:
    """Invents, from a seed, the same each time."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)  # noqa: S311 (people who never were, to learn from: no secret)

    def one(self, part: str) -> str:
        """Return one of a part, with its blanks filled."""
        match part:
            case "given":
                return self.chance.choice(_sorted("given"))
            case "family":
                return self.family()
            case "city":
                return self.one("town") if self.chance.random() < SHARE_TOWN else self.chance.choice(_sorted("places"))
            case "number":
                return str(self.chance.randint(1, 9))
        return BLANK.sub(lambda blank: self.one(blank[1]), self.chance.choice(parts("houses")[part]))

    def family(self) -> str:
        """Return a family name: of the lists, invented, double, or one that is a disease's or an everyday word too."""
        drawn = self.chance.random()
        if drawn < SHARE_LISTED:
            return self.chance.choice(_sorted("family"))
        if drawn < SHARE_MADE_UP:
            return self.one("surname")
        if drawn < SHARE_DOUBLE:
            return f"{self.one('surname')}-{self.chance.choice(_sorted('family'))}"
        return self.chance.choice(_sorted(self.chance.choice(("eponyms", "ordinary")))).title()

    def street(self) -> str:
        """Return a street, most often with a number."""
        number = f" {self.chance.randint(1, 199)}" if self.chance.random() < SHARE_NUMBERED else ""
        letter = self.chance.choice(("a", " b", "c", "/2", "-12")) if self.chance.random() < SHARE_LETTERED else ""
        return self.one("street") + number + (letter if number else "")

    def like(self, form: str) -> str:
        """Return other digits and letters of the same form."""
        return "".join(
            str(self.chance.randint(0, 9))
            if sign.isdigit()
            else self.chance.choice(LETTERS if sign.isupper() else LETTERS.lower())
            if sign.isalpha()
            else sign
            for sign in form
        )


class Lookalikes(Surrogates):
    """Puts invented identifiers of many forms where marked ones stand in a text to learn from; the same for the same."""

    def __init__(self, key: bytes) -> None:
        super().__init__(key=key)
        self.inventor = Inventor(key.decode())
        self.same: dict[tuple[str, str], str] = {}

    def instead_of(self, found: str, span: Span) -> str:
        """Return what stands for a marked identifier."""
        if span.label in NAMES:
            return re.sub(r"[^\W\d_]+", lambda word: self._once("name", word[0], self._name_like), found)
        ways: dict[Label, Callable[[str], str]] = {
            Label.DATE: self._date,
            Label.AGE: self._age_like,
            Label.TITLE: lambda _: self.inventor.one("title"),
            Label.STREET: lambda _: self.inventor.street(),
            Label.CITY: lambda _: self.inventor.one("city"),
            Label.HOSPITAL: lambda _: self.inventor.one("house"),
            Label.ORGANIZATION: lambda _: self.inventor.one("organization"),
            Label.PROFESSION: lambda _: self.inventor.one("trade"),
            Label.STATE: lambda _: self.inventor.one("state"),
            Label.COUNTRY: lambda _: self.inventor.one("land"),
            Label.EMAIL: super()._shaped,
            Label.URL: super()._shaped,
        }
        new = self._once(span.label.value, found, ways.get(span.label, self.inventor.like))
        return new.upper() if found.isupper() and len(found) > len("DR.") else new

    def _once(self, kind: str, found: str, way: Callable[[str], str]) -> str:
        if (kind, found) not in self.same:
            self.same[kind, found] = way(found)
        return self.same[kind, found]

    def _name_like(self, word: str) -> str:
        if len(word) == 1 or word.islower():
            return self.inventor.like(word) if len(word) == 1 else word
        new = self.inventor.one("given" if word.title() in given_names() else "family")
        return new.upper() if word.isupper() else new

    def _age_like(self, found: str) -> str:
        return (
            str(self.inventor.chance.randint(1, 99)) if found.isdigit() else self.inventor.chance.choice(AGES.split())
        )
