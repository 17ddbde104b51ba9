"""Texts of one patient without their people, moved by the same weeks as their dates. What is doubtful goes as well. Pure."""

import re
from datetime import timedelta

from paravent.deid.deidentifier import Deidentifier, Found, hidden
from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.surrogates import Surrogates
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Known, Label, Span
from paravent.deid.union import united
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
        """Return a text as it leaves; nothing, where a name that the record knows would."""
        found = self.finder.find(text)
        # Nobody reads it before it leaves: what a clinician would be asked about goes as well.
        spans = united(text, [*found.spans, *found.doubts])
        said = hidden(text, Found(spans, []), self.surrogates).text
        # What the record knows is looked for once more in what would leave: no pass may have lost it.
        is_named = bool(self.names & {word.casefold() for word in WORD.findall(said)})
        self.told = self.told.plus(
            Texts(read=1, left=int(not is_named), doubtful=int(bool(found.doubts)), named=int(is_named))
        )
        return "" if is_named else said
