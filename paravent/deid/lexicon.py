"""Lists of words, read once: given and family names, places, ordinary words, eponyms."""

from functools import cache
from pathlib import Path

from paravent.deid.terms import Sex

LISTS = Path(__file__).parent / "lists"
SHORTEST_STEM = 4


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list; lines that begin with # say where it is from."""
    lines = (LISTS / f"{name}.txt").read_text().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def given_names() -> frozenset[str]:
    """Return all given names."""
    return listed("given-female") | listed("given-male") | listed("given-either")


def sex_of(given: str) -> Sex:
    """Return for whom a given name is used."""
    word = given.split(maxsplit=1)[0].split("-", maxsplit=1)[0].title() if given.split() else ""
    if word in listed("given-female"):
        return Sex.FEMALE
    return Sex.MALE if word in listed("given-male") else Sex.UNKNOWN


def is_ordinary(word: str) -> bool:
    """Tell whether a word that may be a name is also an everyday one, as Klein, Koch and Essen are."""
    return word.casefold() in listed("ordinary")


def is_eponym(word: str) -> bool:
    """Tell whether a disease, a sign, a score or a device is called after somebody of this name."""
    bare = word.removesuffix("'s").removesuffix("’s").casefold()
    known = listed("eponyms")
    return bare in known or (len(bare) > SHORTEST_STEM and bare.removesuffix("s") in known)
