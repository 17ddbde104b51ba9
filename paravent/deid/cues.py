"""The third pass: what stands where names, places and numbers stand in a letter. German and English, no training."""

import re
from collections.abc import Iterator

from paravent.deid.grammar import AFTER_NAME, BORN, INITIAL, LIKELY, NAME, SMALL, SURE, TITLES, WEAK, WORD, Cue, is_name
from paravent.deid.number_cues import NUMBERS
from paravent.deid.people_cues import BEFORE_BORN, BORN_SIGN, PEOPLE
from paravent.deid.place_cues import HOUSES, PLACES, STREETS
from paravent.deid.terms import Label, Pass, Span

LONGEST_NAME = 80
ALL = (*PEOPLE, *HOUSES, *STREETS, *PLACES, *NUMBERS)


def cued_spans(text: str) -> Iterator[Span]:
    """Yield what a form of address, a heading, a neighbour or a list tells to be somebody's."""
    for cue in ALL:
        if not cue.is_worth_trying(text):
            continue
        group = "it" if "it" in cue.form.groupindex else 0
        for one in cue.form.finditer(text):
            end = _held(cue, one[group])
            if end:
                yield Span(one.start(group), one.start(group) + end, cue.label, Pass.CUE, cue.certainty)
    yield from _born(text)
    yield from _titled(text)


def _born(text: str) -> Iterator[Span]:
    """Yield names before a day of birth."""
    for sign in BORN_SIGN.finditer(text):
        begin = max(0, sign.start() - LONGEST_NAME)
        name = BEFORE_BORN.search(text[begin : sign.start()])
        if name and is_name(name["it"]):
            yield Span(begin + name.start("it"), begin + name.end("it"), Label.PATIENT, Pass.CUE, BORN)


PARTICLE = re.compile(rf"[ ]{SMALL}[ ]")


def _held(cue: Cue, words: str) -> int:
    """Return how many characters of what a form found hold: all, or what stands before a small word (Frau Meier von der Station)."""
    if cue.holds(words):
        return len(words)
    small = PARTICLE.search(words)
    return small.start() if small and cue.holds(words[: small.start()]) else 0


BEHIND_TITLE = re.compile(rf"[ \n]{{0,3}}(?P<it>{NAME})(?:[ ]{INITIAL})?")
SECOND = re.compile(rf"(?:,| und| u\.| and|/)[ ](?P<it>{WORD})(?=[ ,.)])")


def _titled(text: str) -> Iterator[Span]:
    """Yield academic titles and the names behind them."""
    for title in TITLES.finditer(text):
        whole = title[0].rstrip(" -\n")
        name = BEHIND_TITLE.match(text, title.start() + len(whole))
        if name and is_name(name["it"]):
            yield Span(title.start(), title.start() + len(whole), Label.TITLE, Pass.CUE, SURE)
            yield Span(*name.span("it"), Label.CLINICIAN, Pass.CUE, SURE)
            second = SECOND.match(text, name.end()) if whole.startswith("Drs") else None
            if second:
                yield Span(*second.span("it"), Label.CLINICIAN, Pass.CUE, LIKELY)
    for title in AFTER_NAME.finditer(text):
        yield Span(*title.span(), Label.TITLE, Pass.CUE, WEAK)
