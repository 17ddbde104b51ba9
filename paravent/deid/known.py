"""The first pass: what the record itself knows of its people is found however it is written. Nothing of it may stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from paravent.deid.spelling import BROKEN, HUMP, SPACED, WORD, is_slip_of, is_written_so, shortened, skeleton, stems
from paravent.deid.terms import Known, Label, Pass, Person, Span

PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "dem",
        "des",
        "dos",
        "da",
        "di",
        "del",
        "della",
        "du",
        "la",
        "le",
        "el",
        "al",
        "zu",
        "zum",
        "zur",
        "vom",
        "auf",
        "und",
        "y",
        "e",
    ]
)
SURE, LIKELY = 1.0, 0.8
SHORTEST_NUMBER = 4
LONGEST_WORD = 60
"""What is longer is no word but something encoded."""
GAP = re.compile(r"[\s,.\-]{1,3}")
MONTHS = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
]
ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


@dataclass(frozen=True, slots=True)
class Name:
    """One word of somebody's name."""

    word: str
    person: Person
    is_given: bool


def words_of(person: Person) -> Iterator[Name]:
    """Yield the words of a name that stand for somebody, without particles and initials."""
    for whole, is_given in ((person.given, True), (person.family, False)):
        for word in re.findall(r"[^\W\d_]+", whole):
            if len(word) > 1 and word.casefold() not in PARTICLES:
                yield Name(word, person, is_given)


class KnownPass:
    """Finds the identifiers of one record in texts."""

    def __init__(self, known: Known) -> None:
        self.names = [name for person in known.people for name in words_of(person)]
        self.near: dict[str, list[Name]] = {}
        for name in self.names:
            for part in shortened(skeleton(name.word)):
                self.near.setdefault(part, []).append(name)
        self.patterns = [
            *map(_initials, known.people),
            *_days(known),
            *map(_number, known.numbers),
            *map(_place, known.places),
        ]
        self.seen: dict[str, tuple[Name, float] | None] = {}

    def spans(self, text: str) -> list[Span]:
        """Return where the record's own identifiers stand."""
        found = list(self._names_in(text)) if self.names else []
        for label, pattern in filter(None, self.patterns):
            found += [Span(*one.span(), label, Pass.KNOWN, SURE) for one in pattern.finditer(text)]
        return found

    def _names_in(self, text: str) -> Iterator[Span]:
        matched = [one for word in WORD.finditer(text) for one in self._word(word.group(), word.start())]
        matched += [one for broken in BROKEN.finditer(text) for one in self._whole(broken, broken[1] + broken[2])]
        matched += [
            one for spaced in SPACED.finditer(text) for one in self._whole(spaced, re.sub(r"\s", "", spaced[0]).title())
        ]
        yield from (_with_initials(text, span, name) for span, name in sorted(matched, key=lambda one: one[0].start))

    def _word(self, word: str, at: int) -> Iterator[tuple[Span, Name]]:
        for part in (word, *(HUMP.split(word) if HUMP.search(word) else ())):
            found = self._looked_up(part) if len(part) <= LONGEST_WORD else None
            if found:
                name, certainty = found
                start = at + word.index(part)
                yield Span(start, start + len(part), name.person.label, Pass.KNOWN, certainty), name

    def _whole(self, place: re.Match[str], word: str) -> Iterator[tuple[Span, Name]]:
        found = self._looked_up(word)
        if found:
            yield Span(*place.span(), found[0].person.label, Pass.KNOWN, found[1]), found[0]

    def _looked_up(self, word: str) -> tuple[Name, float] | None:
        if word not in self.seen:
            if len(self.seen) > 100_000:  # noqa: PLR2004 (so that a long stream stays within bounds)
                self.seen.clear()
            self.seen[word] = self._read(word)
        return self.seen[word]

    def _read(self, word: str) -> tuple[Name, float] | None:
        candidates = [name for stem in stems(word) for part in shortened(stem) for name in self.near.get(part, ())]
        for name in candidates:
            if is_written_so(word, name.word):
                return name, SURE
        for name in candidates or self.names:
            if is_slip_of(word, name.word):
                return name, LIKELY
        return None


def _with_initials(text: str, span: Span, name: Name) -> Span:
    """Widen a span over the initial of the other part of the name: B. Albers, Beate A., Albers, B."""
    other = name.person.family if name.is_given else name.person.given
    initials = "".join({part[0] for part in re.findall(r"[^\W\d_]+", other)})
    if not initials:
        return span
    before = re.search(rf"(?<!\w)(?:[{initials}]\.[\s-]?)+$", text[max(0, span.start - 8) : span.start])
    after = re.match(rf",?\s(?:[{initials}](?:\.|(?!\w))[\s-]?)+(?<=\S)", text[span.end : span.end + 8])
    start = span.start - len(before[0]) if before else span.start
    return Span(start, span.end + (len(after[0]) if after else 0), span.label, span.by, span.certainty)


def _initials(person: Person) -> tuple[Label, re.Pattern[str]] | None:
    """Return how somebody's initials stand for them: B. A., B.A., Frau A., Pat. A."""
    given, family = (re.findall(r"[^\W\d_]+", part) for part in (person.given, person.family))
    if not given or not family:
        return None
    one, other = re.escape(given[0][0]), re.escape(family[-1][0])
    both = rf"(?<![\w.]){one}\.[ \-]?{other}\.(?!\w)|(?<![\w.]){other}\.[ \-]?{one}\.(?!\w)"
    addressed = (
        rf"(?<=Frau |Herr |Hrn\. |Hr\. |Fr\. |Pat\. |Mrs |Miss |Mrs\. )(?:{other}\.(?!\w))|(?<=Herrn ){other}\.(?!\w)"
    )
    fixed = addressed.replace("(?<=Frau |Herr |Hrn\\. |Hr\\. |Fr\\. |Pat\\. |Mrs |Miss |Mrs\\. )", _behind())
    return person.label, re.compile(f"{both}|{fixed}")


def _behind() -> str:
    """Return a look-behind for forms of address: Python wants one width at a time."""
    forms = (
        "Frau ",
        "Herr ",
        "Hrn\\. ",
        "Hr\\. ",
        "Fr\\. ",
        "Pat\\. ",
        "Mrs ",
        "Mr ",
        "Ms ",
        "Mrs\\. ",
        "Mr\\. ",
        "Ms\\. ",
    )
    return f"(?:{'|'.join(f'(?<={form})' for form in forms)})"


def _days(known: Known) -> list[tuple[Label, re.Pattern[str]]]:
    return [(Label.DATE, _day(person.born_on)) for person in known.people if person.born_on]


def _day(day: date) -> re.Pattern[str]:
    """Return every way in which a day is written: 4.4.1997, 04.04.97, 4. April 1997, 1997-04-04, 04/04/1997, April 4, 1997."""
    d, m, year = f"0?{day.day}", f"0?{day.month}", f"(?:{day.year}|['’]?{day.year % 100:02})"
    german, english = MONTHS[day.month - 1], ENGLISH[day.month - 1]
    month = rf"(?:{german}|{german[:3]}\.?|{english}|{english[:3]}\.?)"
    ways = (
        rf"{d}[./\-]\s?{m}[./\-]\s?{year}",
        rf"{m}[/\-]{d}[/\-]{year}",
        rf"{day.year}[-./]?{day.month:02}[-./]?{day.day:02}",
        rf"{day.day:02}{day.month:02}{day.year}",
        rf"{d}(?:\.|st|nd|rd|th)?\s?{month},?\s?{year}",
        rf"{month}\s{d}(?:st|nd|rd|th)?,?\s{year}",
    )
    return re.compile(rf"(?<!\d)(?:{'|'.join(ways)})(?!\d)", re.IGNORECASE)


def _number(known: tuple[Label, str]) -> tuple[Label, re.Pattern[str]] | None:
    """Return a number however it is grouped; a telephone number with the country's code or without."""
    label, number = known
    signs = re.findall(r"[^\W_]", number)
    if label in {Label.PHONE, Label.FAX}:
        signs = list(
            re.sub(r"^(?:00|\+)(?:49|43|41|1|44)", "", re.sub(r"[^\d+]", "", number.replace("(0)", ""))).lstrip("0")
        )
    if len(signs) < SHORTEST_NUMBER:
        return None
    prefix = r"(?:(?:\+|00)\d{1,2}[\s./\-]*(?:\(0\)\s*)?|\(?0)?" if label in {Label.PHONE, Label.FAX} else ""
    between = r"[\s./\-()]{0,2}"
    return label, re.compile(rf"(?<![^\W_]){prefix}{between.join(map(_misread, signs))}(?![^\W_])", re.IGNORECASE)


def _misread(sign: str) -> str:
    return {"0": "[0O]", "1": "[1lI]", "5": "[5S]", "8": "[8B]"}.get(sign, re.escape(sign))


def _place(known: tuple[Label, str]) -> tuple[Label, re.Pattern[str]] | None:
    """Return a place however it is spelled: Straße and str., umlauts and their transcription, hyphen and blank."""
    label, place = known
    parts = [part for part in re.split(r"[\s\-,]+", place) if part]
    if not parts:
        return None
    loose = r"[\s\-,]{1,3}".join(map(_loose, parts))
    return label, re.compile(rf"(?<![^\W_]){loose}(?:e?s)?(?![^\W_])", re.IGNORECASE)


def _loose(part: str) -> str:
    street = re.sub(r"(?i)(stra(?:ß|ss)e|str\.?)$", "\0", part)
    letters = {
        "ä": "(?:ä|ae|a)",
        "ö": "(?:ö|oe|o)",
        "ü": "(?:ü|ue|u)",
        "ß": "(?:ß|ss)",
        "\0": r"(?:stra(?:ß|ss)e|str\.?)",
    }
    escaped = "".join(letters.get(sign.lower(), re.escape(sign)) for sign in street)
    return re.sub(r"(?i)ss", "(?:ß|ss)", escaped) if "ß" not in escaped else escaped
