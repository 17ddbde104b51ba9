"""Texts of one patient without their people, moved by the same weeks as their dates. What is doubtful is kept back whole. Pure."""

import re
from datetime import timedelta

from paravent.deid.deidentifier import Deidentifier, hidden
from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.surrogates import Surrogates
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Known, Label, Span
from paravent.releases.terms import Texts

SHORTEST_NAME = 3
WORD = re.compile(r"[^\W\d_]+")
PEOPLE = {Label.PATIENT, Label.RELATIVE}


class _Moved(Surrogates):
    """Invents as ever, but moves dates as the file's own dates are moved; where those leave as weeks or years, no date stays."""

    def __init__(self, key: bytes, shift: Shift) -> None:
        super().__init__(key=key)
        self.shift, self.shows_days = timedelta(weeks=shift.weeks), shift.grain is Grain.DAY

    def instead_of(self, found: str, span: Span) -> str:
        """Return what stands for an identifier."""
        if span.label is Label.DATE and not self.shows_days:
            return f"[{span.label.value}]"
        return super().instead_of(found, span)


class Clean:
    """Takes the people out of one patient's texts, and counts what it kept back."""

    def __init__(self, known: Known, key: bytes, shift: Shift, tagger: Tagger | None) -> None:
        self.finder = Deidentifier(known, key=key, model=tagger)
        self.surrogates = _Moved(key, shift)
        self.names = {
            word.casefold()
            for one in known.people
            if one.label in PEOPLE
            for word in WORD.findall(f"{one.given} {one.family}")
            if len(word) >= SHORTEST_NAME
        }
        self.told = Texts()

    def __call__(self, text: str) -> str:
        """Return a text as it leaves; nothing, where somebody would have to look at it first."""
        found = self.finder.find(text)
        if found.doubts:
            return self._kept_back(Texts(read=1, doubtful=1))
        said = hidden(text, found, self.surrogates).text
        # What the record knows is looked for once more in what would leave: no pass may have lost it.
        if self.names & {word.casefold() for word in WORD.findall(said)}:
            return self._kept_back(Texts(read=1, named=1))
        self.told = self.told.plus(Texts(read=1, left=1))
        return said

    def _kept_back(self, why: Texts) -> str:
        self.told = self.told.plus(why)
        return ""
