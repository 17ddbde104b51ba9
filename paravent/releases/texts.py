"""Texts of one patient without their people, moved by the same weeks as their dates; one that is in doubt is held back. Pure."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from paravent.deid.deidentifier import Deidentifier, Found, hidden
from paravent.deid.doubting import SHORTEST_NAME, WORD, Ruling, weighed
from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.surrogates import Surrogates
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Known, Label, Span
from paravent.doubts.terms import Held
from paravent.releases.terms import Texts

PEOPLE = {Label.PATIENT, Label.RELATIVE}
NOWHERE: Mapping[str, Any] = MappingProxyType({})
Decided = Callable[[str], Ruling | None]
"""What looks up what somebody decided about a text, if anybody did."""


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

    def __init__(
        self, known: Known, key: bytes, shift: Shift, tagger: Tagger | None, decided: Decided = lambda _text: None
    ) -> None:
        self.finder = Deidentifier(known, key=key, model=tagger)
        self.surrogates = _Moved(key, shift)
        self.decided = decided
        self.names = {
            word.casefold()
            for one in known.people
            if one.label in PEOPLE
            for word in WORD.findall(f"{one.given} {one.family}")
            if len(word) >= SHORTEST_NAME
        }
        self.told = Texts()
        self.held: list[Held] = []

    def __call__(self, text: str, about: Mapping[str, Any] = NOWHERE) -> str:
        """Return a text as it leaves; nothing, where it is in doubt, or a name that the record knows would leave."""
        ruling = self.decided(text)
        what = weighed(text, self.finder.find(text), self.names, ruling)
        stays_back = ruling is not None and ruling.stays_back
        holds = what.holds and not stays_back
        said = hidden(text, Found(what.spans, []), self.surrogates).text
        is_named = self._is_named(said, text, ruling)
        leaves = not (stays_back or holds or is_named)
        if holds:
            self.held.append(Held.of(about, text, what, self.surrogates, ruling))
        self.told = self.told.plus(
            Texts(
                read=1,
                left=int(leaves),
                doubtful=int(leaves and bool(what.open)),
                named=int(is_named and not holds and not stays_back),
                held=int(holds),
                kept=int(stays_back),
                decided=int(leaves and ruling is not None),
                spared=len(ruling.no_name) if leaves and ruling else 0,
            )
        )
        return said if leaves else ""

    def _is_named(self, said: str, text: str, ruling: Ruling | None) -> bool:
        """Tell whether a name that the record knows stands in what would leave, but for words of which somebody said that they are none: no pass may have lost it."""
        none = {text[start:end].casefold() for start, end in ruling.no_name} if ruling else set()
        return bool(self.names & {word.casefold() for word in WORD.findall(said)} - none)
