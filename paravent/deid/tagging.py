"""The fourth pass: a conditional random field that learned from marked texts where people are. German and English."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from paravent.deid.terms import Label, ModelUnreadable, Pass, Span
from paravent.deid.tokens import OUTSIDE, Token, features, language_of, tokens

FORMAT = "paravent-deid-1"
TAKEN = {"de": 0.012, "en": 0.02}
"""From which probability on something is hidden. Low, for a name that stays costs more than a word that goes; what is below 0.5 is doubtful."""
NEAR = 0.5
"""From which share of that on a clinician is told of what was not hidden."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tagger says: what is hidden, and what came near."""

    spans: list[Span]
    near: list[Span]
    ruled: list[Span]
    """What the rules found, as sure as rules and tagger are together."""


class Tagger:
    """A trained model: a line of JSON that says where each language's field begins, then those."""

    def __init__(self, held: bytes) -> None:
        try:
            head, _, rest = held.partition(b"\n")
            told = json.loads(head)
            if told["format"] != FORMAT:
                raise ModelUnreadable
            # The library reads from these bytes as long as it lives, and does not keep them.
            self.held = {language: rest[start : start + length] for language, (start, length) in told["fields"].items()}
            self.fields = {language: _field(field) for language, field in self.held.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ModelUnreadable from None
        self.digest = hashlib.sha256(held).hexdigest()

    @classmethod
    def read(cls, path: Path) -> "Tagger":
        """Return the tagger of a file."""
        try:
            return cls(path.read_bytes())
        except OSError:
            raise ModelUnreadable from None

    def tagged(self, text: str, ruled: Sequence[Span]) -> Tagged:
        """Return where people are in a text, of which the rules found `ruled`."""
        language, found = language_of(text), tokens(text)
        if not found or language not in self.fields:
            return Tagged([], [], list(ruled))
        (tagger, labels), taken = self.fields[language], TAKEN.get(language, min(TAKEN.values()))
        tagger.set(features(found, ruled))
        best = tagger.tag()
        inside = [1 - tagger.marginal(OUTSIDE, at) for at in range(len(found))]
        spans: list[Span] = []
        near: list[Span] = []
        for start, end, label in _runs(
            found, best, [one >= taken * NEAR for one in inside], lambda at: _likeliest(tagger, labels, at)
        ):
            certainty = sum(inside[start:end]) / (end - start)
            span = Span(found[start].start, found[end - 1].end, label, Pass.TAGGER, certainty)
            (spans if max(inside[start:end]) >= taken else near).append(span)
        return Tagged(spans, near, list(_weighed(ruled, found, inside)))


def _field(held: bytes) -> tuple[Any, list[str]]:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(held)
    return tagger, [label for label in tagger.labels() if label != OUTSIDE]


def _likeliest(tagger: Any, labels: Sequence[str], at: int) -> str:
    """Return which label a token has if it has one."""
    weights: dict[str, float] = defaultdict(float)
    for label in labels:
        weights[label[2:]] += tagger.marginal(label, at)
    return max(sorted(weights), key=weights.__getitem__)


def _runs(
    found: Sequence[Token], best: Sequence[str], seen: Sequence[bool], likeliest: Callable[[int], str]
) -> list[tuple[int, int, Label]]:
    """Return the stretches of tokens of one label, from the first to before the last; none goes over the end of a line or a gap."""
    runs: list[tuple[int, int, Label]] = []
    before = ""
    for at, tag in enumerate(best):
        kind = tag[2:] if tag != OUTSIDE else likeliest(at) if seen[at] else ""
        if found[at].text[0] == "\n":
            kind = ""
        touches = bool(at) and found[at].start - found[at - 1].end <= 1
        if (
            kind
            and kind == before
            and touches
            and not tag.startswith("B-")
            and (best[at - 1] == OUTSIDE) == (tag == OUTSIDE)
        ):
            runs[-1] = (runs[-1][0], at + 1, runs[-1][2])
        elif kind:
            runs.append((at, at + 1, Label(kind)))
        before = kind
    return runs


def _weighed(ruled: Sequence[Span], found: Sequence[Token], inside: Sequence[float]) -> Iterator[Span]:
    """Yield what the rules found; what the tagger would not have is half as sure."""
    at = 0
    for span in ruled:
        while at < len(found) and found[at].end <= span.start:
            at += 1
        last = at
        while last < len(found) and found[last].start < span.end:
            last += 1
        if span.by in {Pass.CUE, Pass.ECHO} and last > at:
            certainty = (span.certainty + sum(inside[at:last]) / (last - at)) / 2
            yield Span(span.start, span.end, span.label, span.by, certainty)
        else:
            yield span


def packed(fields: dict[str, bytes]) -> bytes:
    """Return the file of a model."""
    places, at = {}, 0
    for language, held in sorted(fields.items()):
        places[language] = (at, len(held))
        at += len(held)
    head = json.dumps({"format": FORMAT, "fields": places}, sort_keys=True).encode()
    return head + b"\n" + b"".join(held for _, held in sorted(fields.items()))
