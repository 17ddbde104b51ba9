"""Spans made as long as the name they are a part of: a house with its department and order, a title up to the name, a name that goes on in the next line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from paravent.deid.grammar import WORD
from paravent.deid.lexicon import given_names, listed
from paravent.deid.terms import NAMES, Label, Span
from paravent.deid.union import united

HOUSES = frozenset({Label.HOSPITAL, Label.ORGANIZATION})
AFTER_HOUSE = HOUSES | NAMES | {Label.CITY, Label.PLACE, Label.STREET, Label.STATE}
BETWEEN = re.compile(
    r"[ ,–-]{0,3}(?:(?:der|des|die|dem|den|zum|zur|zu|am|an|im|in|von|vom|für|und|u\.|&|d\.|St\.|Sankt)[ \n-]{1,2}){0,3}"
)
"""What may stand between two parts of the name of a house."""
PART_OF_TITLE = re.compile(r"[ ]?(?:[A-Za-zª]{1,6}\.?[ -]?){0,3}")
"""What may stand between two parts of a title, or between it and the name: med. univ."""
NO_TITLE = re.compile(r"(?i)\b(?:und|u|oder|mit|von|bei|herrn?|frau|fr|hr|oa|an|in|am|im)\b")
DEPARTMENT = re.compile(
    rf"(?:[\w-]{{0,40}}[Kk]linik|[\w-]{{0,40}}[Ii]nstitut|[\w-]{{0,40}}[Zz]entrum)[ ]für[ ](?:{WORD}(?:[ -](?:und[ ])?(?={WORD}))?){{1,4}}[ ](?:des|der|am|im)[ ]$"
)
"""The department of which house: it belongs to the name."""
LONGEST_DEPARTMENT = 90
NEXT_LINE = re.compile(rf"[ \t]?\n[ \t]?(?P<it>{WORD})(?!\w)")


def grown(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans, and what of the names that they are a part of they do not cover."""
    more = [
        *(grown for one in spans if one.label in HOUSES if (grown := _whole_house(text, one))),
        *(grown for one in spans if one.label in NAMES if (grown := _with_next_line(text, one))),
        *(bridge for left, right in pairwise(spans) if (bridge := _bridge(text, left, right))),
    ]
    return united(text, [*spans, *more]) if more else list(spans)


def _whole_house(text: str, house: Span) -> Span | None:
    before = DEPARTMENT.search(text[max(0, house.start - LONGEST_DEPARTMENT) : house.start])
    return replace(house, start=house.start - (before.end() - before.start())) if before else None


def _with_next_line(text: str, name: Span) -> Span | None:
    """Return a given name with the family name that begins the next line."""
    behind = NEXT_LINE.match(text, name.end)
    if behind and text[name.start : name.end] in given_names() and behind["it"] in listed("family"):
        return replace(name, end=behind.end("it"))
    return None


def _bridge(text: str, left: Span, right: Span) -> Span | None:
    between = text[left.end : right.start]
    if left.label in HOUSES and right.label in AFTER_HOUSE and between.strip() and BETWEEN.fullmatch(between):
        return Span(left.end, right.start, left.label, left.by, min(left.certainty, right.certainty))
    if left.label is Label.TITLE and right.label in NAMES | {Label.TITLE} and _is_title(between):
        return Span(left.end, right.start, left.label, left.by, min(left.certainty, right.certainty))
    return None


def _is_title(between: str) -> bool:
    return bool(between.strip(" .-")) and bool(PART_OF_TITLE.fullmatch(between)) and not NO_TITLE.search(between)
