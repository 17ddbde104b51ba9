"""Whether somebody asks for a call in a consumer app. The browser judges by the same rules: static/detours/detection.js."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paravent.detours.terms import App

RULES = Path(__file__).parent / "static" / "detours" / "rules.json"
LONGEST = 8_000
"""Characters that are read; a note is longer only where somebody pasted into it."""

PIECE = re.compile(r"[^\s<>\"()\[\]{}]+")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.+)")
WORD = re.compile(r"[a-z0-9äöüßàâçéèêëîïôûùñ'@]+|[.!?;:,\n()]")
ENDS = frozenset(".!?;:,\n()")
CURLED = str.maketrans("\u2018\u2019\u00b4`", "''''")
LINK, ASKED, DOING = "@link", "?", "@do"
"""What stands for a link, at the end of a question, and for the name of an app as a verb: skypen."""

KINDS = ("harmless", "denies", "denies_link", "refused", "asks", "asks_alone", "asks_there", "asks_wide", "tells")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words up to the next stop or comma, with every mention of an app as `@`, and whether they end as a question."""

    words: str
    apps: tuple[str, ...]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as they are applied."""

    links: tuple[tuple[str, str], ...]
    schemes: dict[str, str]
    names: tuple[tuple[tuple[str, ...], str, bool], ...]
    verbs: frozenset[str]
    splits: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    patterns: dict[str, tuple[re.Pattern[str], ...]]


@cache
def rules() -> Rules:
    """Return the rules, read once."""
    read = json.loads(RULES.read_text())
    names = [
        (tuple(name.split()), app["id"], app["weak"]) for app in read["apps"] for name in app["names"] + app["verbs"]
    ]
    return Rules(
        links=tuple((app["id"], address) for app in read["apps"] for address in app["addresses"]),
        schemes={scheme: app["id"] for app in read["apps"] for scheme in app["schemes"]},
        names=tuple(sorted(names, key=lambda name: -len(name[0]))),
        verbs=frozenset(verb for app in read["apps"] for verb in app["verbs"]),
        splits=frozenset(read["splits"]),
        before=frozenset(read["strict"]["before"]),
        after=frozenset(read["strict"]["after"]),
        patterns={kind: tuple(compiled(one, read["words"]) for one in read[kind]) for kind in KINDS},
    )


@cache
def domains() -> dict[str, str]:
    """Return the app by the domain under which its hosts are."""
    return {domain: app["id"] for app in json.loads(RULES.read_text())["apps"] for domain in app["domains"]}


@cache
def name_of(app: App) -> str:
    """Return what an app calls itself, which no language translates."""
    names = {one["id"]: str(one["name"]) for one in json.loads(RULES.read_text())["apps"]}
    return names.get(app.value, "another app")


def compiled(pattern: str, words: dict[str, list[str]]) -> re.Pattern[str]:
    """Return a pattern over words: `<set>` is one of a set, `<set>?` perhaps one, `*3` up to three of any, `@` an app."""
    return re.compile("(?<![^ ])" + "".join(_part(part, words) for part in pattern.split()))


def _part(part: str, words: dict[str, list[str]]) -> str:
    if part in {"^", "$"}:
        return part
    if part.startswith("*"):
        return f"(?:[^ ]+ ){{0,{part[1:]}}}?"
    if not part.startswith("<"):
        return r"\? " if part == ASKED else f"(?:{part}) "
    one = "|".join(words[part.strip("<>?")])
    return f"(?:(?:{one}) )" + ("?" if part.endswith("?") else "")


def detour_in(text: str) -> App | None:
    """Return the app in which somebody asks for a call, sends a link to one or plans one; none where it is only mentioned."""
    found = list(_segments(text[:LONGEST]))
    for nth, segment in enumerate(found):
        before = found[nth - 1] if nth else None
        after = found[nth + 1] if nth + 1 < len(found) else None
        if app := _asked(segment, before, after, is_alone=nth == 0):
            return App(app)
    return None


def _asked(segment: Segment, before: Segment | None, after: Segment | None, *, is_alone: bool) -> str:
    if not segment.apps:
        points_back = (
            before is not None and before.apps and not _says("denies", before) and not _says("denies", segment)
        )
        return before.apps[0] if before and points_back and _says("asks_there", segment) else ""
    if segment.is_linked and not _says("denies_link", segment):
        return segment.apps[0]
    if _says("denies", segment) or (after is not None and _says("refused", after)):
        return ""
    is_asked = _says("asks", segment) or (is_alone and _says("asks_alone", segment))
    is_meant = is_asked or (_says("asks_wide", segment) and not _says("tells", segment))
    return segment.apps[0] if is_meant else ""


def _says(kind: str, segment: Segment) -> bool:
    words = segment.words
    if kind == "denies":
        for harmless in rules().patterns["harmless"]:
            words = harmless.sub("", words)
    return any(pattern.search(words) for pattern in rules().patterns[kind])


def _segments(text: str) -> Iterator[Segment]:
    """Yield the segments of a text, each with its mentions."""
    linked, plain = _without_links(unicodedata.normalize("NFC", text))
    links = iter(linked)
    words: list[str] = []
    for word in [*WORD.findall(plain.lower().translate(CURLED)), "\n"]:
        if word not in ENDS and word not in rules().splits:
            words.append(word)
            continue
        if words:
            yield _segment([*words, ASKED] if word == "?" else words, links)
        words = [word] if word in rules().splits else []


def _segment(words: list[str], links: Iterator[str]) -> Segment:
    said: list[str] = []
    apps: list[str] = []
    is_linked, at = False, 0
    while at < len(words):
        app, length = (next(links, ""), 1) if words[at] == LINK else _mention(words, at)
        is_linked = is_linked or words[at] == LINK
        said.append(_sign(app, words[at]))
        apps += [app] if app else []
        at += length
    return Segment("".join(f"{word} " for word in said), tuple(apps), is_linked)


def _sign(app: str, word: str) -> str:
    if not app:
        return word
    return DOING if word in rules().verbs else "@"


def _mention(words: list[str], at: int) -> tuple[str, int]:
    """Return the app that is named here and how many words its name takes; words with another sense need a sign of this one."""
    for name, app, is_weak in rules().names:
        end = at + len(name)
        if tuple(words[at:end]) != name:
            continue
        before = words[at - 1] if at else ""
        after = words[end] if end < len(words) else ""
        if not is_weak or len(name) > 1 or before in rules().before or after in rules().after:
            return app, len(name)
    return "", 1


def _without_links(text: str) -> tuple[list[str], str]:
    """Return the apps that a text links to, and the text with a word in the place of each link; other addresses are left out."""
    apps: list[str] = []

    def read(found: re.Match[str]) -> str:
        piece = found.group()
        app = linked_app(piece)
        if app:
            apps.append(app)
            return f" {LINK} "
        return " " if _is_address(piece) else piece

    return apps, PIECE.sub(read, text)


def _is_address(piece: str) -> bool:
    return "://" in piece or "/" in piece or "@" in piece or re.search(r"[a-z0-9]\.[a-z]{2}", piece) is not None


def linked_app(piece: str) -> str:
    """Return the app that a piece of text without spaces leads to, or nothing."""
    address = piece.lower().rstrip(".,;:!?'")
    start = max(address.find("http://"), address.find("https://"))
    address = address[start:] if start > 0 else address
    named = SCHEME.fullmatch(address)
    if named and named[1] in rules().schemes:
        return rules().schemes[named[1]]
    if named and named[1] in {"http", "https"}:
        address = named[2].lstrip("/")
    elif "@" in address:
        return ""
    return _app_at(address)


def _app_at(address: str) -> str:
    host = re.split(r"[/?#]", address, maxsplit=1)[0]
    rest = address[len(host) :] or "/"
    # What stands before an @ is a name, not a host: https://zoom.us@evil.example leads to evil.example.
    host = host.rsplit("@", 1)[-1].split(":")[0].rstrip(".").removeprefix("www.")
    for app, known in rules().links:
        where, _, path = known.partition("/")
        is_there = host == where or (where.startswith("*.") and (host == where[2:] or host.endswith(where[1:])))
        if is_there and rest.startswith("/" + path) and (path or rest != "/"):
            return app
    return ""
