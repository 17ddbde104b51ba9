"""One text through all passes: `Deidentifier(known=…, model=…).run(text)`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from paravent.deid.checked import checked_spans
from paravent.deid.cues import cued_spans
from paravent.deid.days import dated_spans
from paravent.deid.growing import grown
from paravent.deid.known import KnownPass
from paravent.deid.surrogates import Surrogates
from paravent.deid.tagging import Tagger
from paravent.deid.terms import Guide, Hidden, Known, Label, Result, Span, Style
from paravent.deid.union import DOUBTED, Echoes, joined, united


@dataclass(frozen=True, slots=True)
class Found:
    """What the passes say of a text: what goes, and what a clinician should look at."""

    spans: list[Span]
    doubts: list[Span]


@dataclass(slots=True)
class Deidentifier:
    """Takes the people out of texts of one record. What it learned in one text it keeps for the next: use one for each patient."""

    known: Known = field(default_factory=Known)
    guide: Guide = Guide.GEMTEX
    style: Style = Style.SURROGATE
    key: bytes = b""
    model: Tagger | None = None
    surrogates: Surrogates = field(init=False)
    known_pass: KnownPass = field(init=False)
    echoes: Echoes = field(init=False)

    def __post_init__(self) -> None:
        self.surrogates = Surrogates(self.style, self.key)
        self.known_pass = KnownPass(self.known)
        self.echoes = Echoes()

    def run(self, text: str) -> Result:
        """Return a text without its people."""
        found = self.find(text)
        return hidden(text, found, self.surrogates)

    def find(self, text: str) -> Found:
        """Return what is to be hidden in a text."""
        ruled = self.ruled(text)
        if self.model is None:
            spans = grown(text, ruled)
            return Found(spans, [span for span in spans if span.certainty < DOUBTED])
        tagged = self.model.tagged(text, ruled)
        both = united(text, [*tagged.ruled, *tagged.spans])
        self.echoes.learn(text, both)
        spans = grown(text, joined(text, both, self.echoes.spans(text)))
        return Found(spans, [span for span in (*spans, *tagged.near) if span.certainty < DOUBTED])

    def ruled(self, text: str) -> list[Span]:
        """Return what is found without anything that was learned, names found once wherever they come again."""
        first = united(text, self._ruled(text))
        self.echoes.learn(text, first)
        return joined(text, first, self.echoes.spans(text))

    def _ruled(self, text: str) -> Iterator[Span]:
        yield from self.known_pass.spans(text)
        yield from checked_spans(text)
        yield from dated_spans(text, self.guide)
        for span in cued_spans(text):
            if self.guide is Guide.GEMTEX or span.label not in {Label.TITLE, Label.COUNTRY}:
                yield span


def hidden(text: str, found: Found, surrogates: Surrogates) -> Result:
    """Return a text in which surrogates stand for spans, which are in order and do not meet."""
    pieces: list[str] = []
    replaced: list[Hidden] = []
    at = length = 0
    for span in found.spans:
        new = surrogates.instead_of(text[span.start : span.end], span)
        pieces += [text[at : span.start], new]
        length += span.start - at
        replaced.append(Hidden(span, new, length))
        length += len(new)
        at = span.end
    return Result("".join([*pieces, text[at:]]), tuple(replaced), tuple(found.doubts), text)
