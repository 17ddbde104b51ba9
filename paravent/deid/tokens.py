"""A text in words, and what a tagger is told of each: its form, its neighbours, its line, the lists, the rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paravent.deid.lexicon import given_names, is_eponym, is_ordinary, listed
from paravent.deid.terms import Span

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|\n+")
OUTSIDE = "O"
SHORTEST_SMALL = 4
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


@dataclass(frozen=True, slots=True)
class Token:
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
    if word[0] == "\n":
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
    title = word.title() if word.isupper() else word
    told = [
        name
        for name, words in (("given", given_names()), ("family", listed("family")), ("place", listed("places")))
        if title in words
    ]
    return (*told, *(["ordinary"] if is_ordinary(word) else []), *(["eponym"] if is_eponym(word) else []))


@lru_cache(maxsize=65536)
def beside(word: str, place: str) -> tuple[str, ...]:
    """Return what a word tells of its neighbour."""
    return (f"{place}w={word.casefold()}", f"{place}s={shape(word)}", *(f"{place}{name}" for name in lists(word)))


@lru_cache(maxsize=65536)
def farther(word: str, place: str) -> tuple[str, ...]:
    """Return what a word tells of one that is not its neighbour."""
    return (f"{place}w={word.casefold()}", f"{place}s={shape(word)}")


def features(found: Sequence[Token], ruled: Sequence[Span]) -> list[list[str]]:
    """Return what a tagger is told of each token; `ruled` is what the rules found, in order."""
    rules = tags(found, ruled)
    words = [token.text for token in found]
    echoed = {
        word: rule[2:]
        for word, rule in zip(reversed(words), reversed(rules), strict=True)
        if rule != OUTSIDE and word[0].isupper()
    }
    told = [[*own(word), f"r={rule}"] for word, rule in zip(words, rules, strict=True)]
    for place, distance in (("-1", -1), ("+1", 1)):
        for at in range(max(0, -distance), len(words) - max(0, distance)):
            told[at] += beside(words[at + distance], place)
            told[at].append(f"{place}r={rules[at + distance]}")
    for place, distance in (("-2", -2), ("+2", 2), ("-3", -3)):
        for at in range(max(0, -distance), len(words) - max(0, distance)):
            told[at] += farther(words[at + distance], place)
    return [
        [*here, *placed, *([f"echo={echoed[word]}"] if word in echoed else [])]
        for here, word, placed in zip(told, words, _placed(found), strict=True)
    ]


def _placed(found: Sequence[Token]) -> Iterator[list[str]]:
    """Yield what the line tells of each of its tokens: how it begins, and how far the token before is."""
    first, end, is_first = "", 0, True
    for token in found:
        told = ["gap" if token.start > end + 1 else "glued"] if token.start != end + 1 else []
        if is_first:
            first = token.text.casefold()
            told.append("first")
        yield [*told, f"line={first}"]
        end, is_first = token.end, token.text[0] == "\n"


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
