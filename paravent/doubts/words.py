"""Texts in doubt as a page shows them: line by line beside each other, and why a place is asked about."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.deid.doubting import HOLD, Cause
from paravent.doubts.terms import Held, Place

AROUND = 60
"""Characters before and behind a place that are shown with the question."""
KINDS: dict[str, Promise] = {
    "DocumentReference": _("Letter"),
    "Composition": _("Note of a visit"),
    "Condition": _("Remark on a diagnosis"),
    "Observation": _("Remark on a finding"),
    "MedicationRequest": _("Remark on a prescription"),
    "MedicationStatement": _("Remark on what is taken"),
    "Procedure": _("Remark on a procedure"),
    "AllergyIntolerance": _("Remark on an allergy"),
    "Immunization": _("Remark on a vaccination"),
    "DiagnosticReport": _("Report"),
}
CAUSES: dict[Cause, Promise] = {
    Cause.RECORD: _("The record knows a name that is written like this."),
    Cause.NAME: _("It stands in a list of names, and nothing else spoke for it."),
    Cause.DISAGREE: _("It stands where names stand; the trained tagger took it for none."),
    Cause.UNSURE: _("The trained tagger took it for somebody's, and was not sure."),
    Cause.LOW: _("Next to nothing speaks for it. It is hidden to be safe."),
}


def kind_in_words(kind: str) -> str:
    """Return what a text is, by the resource in which it stands."""
    return str(KINDS.get(kind, _("Text")))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: plain, hidden, or doubtful with its number."""

    text: str
    is_hidden: bool = False
    number: int = 0
    weighs: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands, and as it would leave."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]


def beside(held: Held) -> list[Line]:
    """Return a text line by line; a line ends where one does in the text, never inside a place."""
    lines: list[Line] = []
    old: list[Part] = []
    new: list[Part] = []
    for is_end, before, after in _pieces(held):
        if is_end:
            lines.append(Line(tuple(old), tuple(new)))
            old, new = [], []
        else:
            old.append(before)
            new.append(after)
    return [*lines, Line(tuple(old), tuple(new))]


def _pieces(held: Held) -> Iterator[tuple[bool, Part, Part]]:
    at, number = 0, 0
    for place in held.places:
        yield from _plain(held.text[at : place.start])
        number += bool(place.cause)
        shown = number if place.cause else 0
        weighs = place.cause in HOLD
        stood = Part(held.text[place.start : place.end], is_hidden=True, number=shown, weighs=weighs)
        yield False, stood, Part(place.instead, is_hidden=True, number=shown, weighs=weighs)
        at = place.end
    yield from _plain(held.text[at:])


def _plain(text: str) -> Iterator[tuple[bool, Part, Part]]:
    first, *rest = text.split("\n")
    yield False, Part(first), Part(first)
    for line in rest:
        yield True, Part(""), Part("")
        yield False, Part(line), Part(line)


@dataclass(frozen=True, slots=True)
class Question:
    """A doubtful place with its surroundings, as it is asked about."""

    number: int
    before: str
    stood: str
    behind: str
    why: Promise
    weighs: bool


def questions(held: Held) -> list[Question]:
    """Return what is asked about a text, in the order of its places."""
    return [_question(held.text, number, place) for number, place in enumerate(held.doubtful, 1)]


def _question(text: str, number: int, place: Place) -> Question:
    assert place.cause is not None  # noqa: S101 (it is asked about)
    before = _cut(text[: place.start].rpartition("\n")[2][::-1])[::-1]
    behind = _cut(text[place.end :].partition("\n")[0])
    stood = text[place.start : place.end]
    return Question(number, before, stood, behind, CAUSES[place.cause], place.cause in HOLD)


def _cut(line: str) -> str:
    """Return the beginning of a line, up to the end of a word; a sign says that it goes on."""
    return line if len(line) <= AROUND else f"{line[:AROUND].rpartition(' ')[0] or line[:AROUND]} …"
