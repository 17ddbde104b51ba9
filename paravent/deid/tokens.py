"""A text in words, and what a tagger is told of each: its form, its neighbours, its line, the lists, the rules."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from paravent.deid.lexicon import given_names, is_eponym, is_ordinary, listed
from paravent.deid.terms import Span

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|\n+")
OUTSIDE = "O"
SHORTEST_SMALL = 4
ENDS = (
    ("house", ("klinik", "klinikum", "klinikums", "krankenhaus", "krankenhauses", "spital", "spitals", "hospital")),
    ("house", ("heim", "zentrum", "praxis", "stift")),
    ("way", ("straße", "strasse", "str", "gasse", "weg", "platz", "allee", "ring", "damm", "ufer")),
)
"""What the word for a house or a street ends in."""
HEAD, TOP, FOOT = 6, 15, 8
"""Lines of a letter, from its beginning and from its end, in which most of the people stand."""
EDGE = ("", "", "")
"""What stands before the first word and behind the last: no word."""
SHORT, LONG = 4, 12
"""Words and signs of a short line, and of a long one."""
GERMAN_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "mit",
        "von",
        "bei",
        "ist",
        "wurde",
        "wir",
        "nicht",
        "des",
        "dem",
        "den",
        "im",
        "zur",
        "zum",
        "eine",
        "einer",
        "auf",
        "am",
        "patientin",
        "herr",
        "frau",
    ]
)
ENGLISH_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "for",
        "with",
        "is",
        "was",
        "on",
        "at",
        "by",
        "patient",
        "what",
        "are",
        "from",
        "that",
        "this",
        "an",
        "be",
        "my",
    ]
)


class Token(NamedTuple):
    """A word, a number or a sign, and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words, numbers, signs and ends of lines of a text."""
    return [Token(one[0], one.start(), one.end()) for one in TOKEN.finditer(text)]


def language_of(text: str) -> str:
    """Return de or en, by the small words of the beginning."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].casefold())
    german, english = (sum(word in small for word in words) for small in (GERMAN_WORDS, ENGLISH_WORDS))
    return "en" if english > german else "de"


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """Return the form of a word: Xx for Haus, X for EKG, 99 for two digits."""
    if word.isdigit():
        return "9" * min(len(word), 6)
    if word[:1] == "\n":
        return "nl" if len(word) == 1 else "nlnl"
    signs = "".join("X" if sign.isupper() else "x" if sign.islower() else sign for sign in word)
    return re.sub(r"(.)\1+", r"\1", signs)


@lru_cache(maxsize=65536)
def own(word: str) -> tuple[str, ...]:
    """Return what a word tells of itself."""
    low = word.casefold()
    told = [
        f"w={low}",
        f"s={shape(word)}",
        f"p3={low[:3]}",
        f"e3={low[-3:]}",
        f"e2={low[-2:]}",
        f"e4={low[-4:]}",
        *lists(word),
    ]
    if len(word) == 1:
        told.append("one")
    return tuple(told)


@lru_cache(maxsize=65536)
def lists(word: str) -> tuple[str, ...]:
    """Return in which lists a word stands."""
    if word.islower() and len(word) >= SHORTEST_SMALL:
        return tuple(
            f"small {name}"
            for name, some in (("given", given_names()), ("family", listed("family")))
            if word.title() in some
        )
    if kind := next((kind for kind, ends in ENDS if word.casefold().endswith(ends)), ""):
        return (kind,)
    title = word.title() if word.isupper() else word
    told = [
        name
        for name, words in (("given", given_names()), ("family", listed("family")), ("place", listed("places")))
        if title in words
    ]
    return (*told, *(["ordinary"] if is_ordinary(word) else []), *(["eponym"] if is_eponym(word) else []))


@lru_cache(maxsize=65536)
def beside(word: str, rule: str, place: str) -> tuple[str, ...]:
    """Return what a word tells of its neighbour; nothing where none is."""
    told = (f"{place}w={word.casefold()}", f"{place}s={shape(word)}", *(f"{place}{name}" for name in lists(word)))
    return (*told, f"{place}r={rule}") if word else ()


@lru_cache(maxsize=65536)
def farther(word: str, place: str) -> tuple[str, ...]:
    """Return what a word tells of one that is not its neighbour."""
    return (f"{place}w={word.casefold()}", f"{place}s={shape(word)}") if word else ()


def features(found: Sequence[Token], ruled: Sequence[Span]) -> list[list[str]]:
    """Return what a tagger is told of each token; `ruled` is what the rules found, in order."""
    words = [*EDGE, *(token.text for token in found), *EDGE]
    rules = [*EDGE, *tags(found, ruled), *EDGE]
    repeated = _repeated(words, rules)
    return [
        [
            *own(words[at]),
            f"r={rules[at]}",
            *placed,
            *beside(words[at + 1], rules[at + 1], "+1"),
            *beside(words[at - 1], rules[at - 1], "-1"),
            *farther(words[at + 2], "+2"),
            *farther(words[at - 2], "-2"),
            *farther(words[at - 3], "-3"),
            *repeated.get(words[at], ()),
        ]
        for at, placed in enumerate(_placed(found), len(EDGE))
    ]


def _repeated(words: Sequence[str], rules: Sequence[str]) -> dict[str, list[str]]:
    """Return what the rest of the text tells of a word with a capital: what the rules said of it where it comes first, whether it is also a small word."""
    small = {word for word in words if word.islower()}
    told: dict[str, list[str]] = {}
    for word, rule in zip(words, rules, strict=True):
        if rule not in {OUTSIDE, ""} and word[0].isupper():
            told.setdefault(word, [f"echo={rule[2:]}"])
    for word in set(words):
        if word and word[0].isupper() and word.casefold() in small:
            told.setdefault(word, []).append("also small")
    return told


def _placed(found: Sequence[Token]) -> Iterator[list[str]]:
    """Yield what the line tells of each of its tokens: how it begins, how long it is, where in the text it stands, and how far the token before is."""
    lines = list(_lines(found))
    end = 0
    for at, line in enumerate(lines):
        told = [f"line={line[0].text.casefold()}", _zone(at, len(lines)), _length(len(line))]
        for place, token in enumerate(line):
            gap = ["gap" if token.start > end + 1 else "glued"] if token.start != end + 1 else []
            yield [*gap, *([] if place else ["first"]), *told]
            end = token.end


def _lines(found: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in found:
        line.append(token)
        if token.text[0] == "\n":
            yield line
            line = []
    if line:
        yield line


def _zone(at: int, of: int) -> str:
    return "head" if at < HEAD else "foot" if at >= of - FOOT else "top" if at < TOP else "body"


def _length(of: int) -> str:
    return "short" if of <= SHORT else "long" if of > LONG else "middling"


def tags(found: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    """Return for each token whether a span begins there (B-), goes on (I-), or none is there (O). Spans are in order and do not meet."""
    told = [OUTSIDE] * len(found)
    at = 0
    for span in spans:
        while at < len(found) and found[at].end <= span.start:
            at += 1
        begin = "B"
        while at < len(found) and found[at].start < span.end:
            told[at], begin = f"{begin}-{span.label.value}", "I"
            at += 1
    return told
