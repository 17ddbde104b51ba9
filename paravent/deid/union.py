"""What all passes found, made one: nothing overlaps, a name found once is found everywhere, an eponym stays."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from paravent.deid.lexicon import is_eponym, is_ordinary
from paravent.deid.spelling import skeleton
from paravent.deid.terms import NAMES, Label, Pass, Span

RANK = {Pass.ECHO: 0, Pass.CUE: 1, Pass.TAGGER: 2, Pass.CHECKED: 3, Pass.KNOWN: 4}
PLAIN = 0.9
"""From which certainty on a cue outranks what was learned."""
ECHOED_FROM, ECHOED = 0.8, 0.75
DOUBTED = 0.5
"""Below it a clinician is asked; hidden it is all the same."""
SHORTEST_ECHO = 3
WHOLE = frozenset(
    {Label.HOSPITAL, Label.STREET, Label.ID, Label.PHONE, Label.FAX, Label.ORGANIZATION, Label.PLACE, Label.CITY}
)
"""Labels whose spans come again as they are."""
LETTER = re.compile(r"[^\W_]")
EDGES = " \t\r\n,;:\ufeff"
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(label.value for label in Label)})\]")
DISEASE_BEFORE = re.compile(
    r"(?:\bM\.|\bMb\.|\bMorbus|\b[Nn]ach|\bn\.|\b[Tt]yp|\bGrad|\bStadium|\bStad\.|\bA\.|\bLig\.|\bmodified|\bpositive[rs]?|\bhigh|\blow)\s*$"
)
DISEASE_PREFIX = re.compile(r"(?:M\.|Mb\.|Morbus)\s?(?P<name>[A-ZÄÖÜ][^\W\d_]+)")
"""What a tagger that is not sure takes for an initial or a title; of Dr. M. Weber it is sure, and so are the cues."""
DISEASE_BEHIND = re.compile(
    r"(?:['’]s)?[\s-]{0,2}(?:[A-Z][a-zäöü]+-)?(?i:syndrom|krankheit|erkrankung|zeichen|score|index|skala|test|reflex|phänomen|operation|op\b|drainage|naht|schnitt|fraktur|linie|körper|knoten|kontraktur"
    r"|thyreoiditis|struma|anämie|arthrose|sarkom|lymphom|tumor|karzinom|granulomatose|kolitis|ileitis|neuralgie|ataxie|lähmung|parese|chorea|demenz|aphasie|dystrophie|atrophie|ulkus|hernie|zyste|divertikel"
    r"|klassifikation|stadium|grad|typ|kriterien|schema|manöver|katheter|sonde|kanüle|lösung|platte|schiene|lagerung|disease|sign|scale|criteria|maneuver|manoeuvre|classification|stage|grade|palsy|esophagus"
    r"|oesophagus|phenomenon|fracture|procedure|contracture|lymphoma|sarcoma|anemia|purpura|node|formula|risk|pneumonie|pneumonia|meningitis|reaktion|färbung|virus|fieber|fever|angina|ring|cells?|zellen?|encephalopath|enzephalopath|tremor|itis\b|ektomie|ose\b)"
)


def is_disease(text: str, span: Span) -> bool:
    """Tell whether a name stands for what is called after it: Morbus Parkinson, Babinski-Reflex, Framingham score."""
    prefix = DISEASE_PREFIX.match(text, span.start) if span.by is Pass.TAGGER and span.certainty < DOUBTED else None
    if prefix and span.end <= prefix.end("name"):
        return is_eponym(prefix["name"])
    words = re.findall(r"[^\W\d_]+", text[span.start : span.end])
    named = [word for word in words if word[0].isupper()]
    if not named or not all(is_eponym(word) for word in named):
        return False
    before, behind = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 32]
    return bool(DISEASE_BEFORE.search(before) or DISEASE_BEHIND.match(behind))


def united(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, of which none meets another, and which together cover what the given ones covered."""
    kept = [
        span
        for span in spans
        if span.by in {Pass.KNOWN, Pass.CHECKED}
        or (span.label not in NAMES and span.by is not Pass.TAGGER)
        or not is_disease(text, span)
    ]
    ranked = sorted(kept, key=lambda span: (_rank(span), span.certainty, span.end - span.start, -span.start))
    owner = [-1] * len(text)
    for rank, span in enumerate(ranked):
        owner[span.start : span.end] = [rank] * (span.end - span.start)
    held = [one.span() for one in PLACEHOLDER.finditer(text)] if "[" in text else []
    for start, end in held:
        owner[start:end] = [-1] * (end - start)
    borders = sorted(
        {border for span in ranked for border in (span.start, span.end)}
        | {border for place in held for border in place}
    )
    return [bare for run in _runs(owner, ranked, borders) if (bare := _trimmed(text, run))]


def _rank(span: Span) -> float:
    """Return which span labels what two cover: what is known, then what checks out, plain cues, what was learned, other cues, echoes."""
    if span.by is Pass.CUE and span.certainty >= PLAIN:
        return RANK[Pass.TAGGER] + 0.5
    if span.by is Pass.TAGGER and span.certainty < DOUBTED:
        return RANK[Pass.ECHO] - 0.5
    return RANK[span.by]


def _runs(owner: Sequence[int], ranked: Sequence[Span], borders: Sequence[int]) -> list[Span]:
    """Return the stretches of one owner, which changes at borders only; what touches a stretch of the same label is one with it."""
    runs: list[Span] = []
    for start, end in pairwise(borders):
        if owner[start] >= 0:
            runs = _joined(runs, _placed(ranked[owner[start]], start, end))
    return runs


def _joined(runs: list[Span], span: Span) -> list[Span]:
    last = runs[-1] if runs else None
    if last and last.end == span.start and last.label is span.label:
        runs[-1] = _placed(last if RANK[last.by] >= RANK[span.by] else span, last.start, span.end)
    else:
        runs.append(span)
    return runs


def _trimmed(text: str, span: Span) -> Span | None:
    """Return a span without blanks around it; nothing if no letter and no digit is in it."""
    whole = text[span.start : span.end]
    if whole.isalnum():
        return span
    if not LETTER.search(whole):
        return None
    start = span.start + len(whole) - len(whole.lstrip(EDGES))
    return _placed(span, start, span.start + len(whole.rstrip(EDGES)))


def _placed(span: Span, start: int, end: int) -> Span:
    """Return a span at another place; `dataclasses.replace` takes ten times as long."""
    return Span(start, end, span.label, span.by, span.certainty)


def joined(text: str, spans: list[Span], echoes: Iterable[Span]) -> list[Span]:
    """Return spans, which are in order, and the echoes that they do not hold already; mostly there is none, and nothing to be done."""
    starts = [span.start for span in spans]
    fresh = [echo for echo in echoes if not _is_held(echo, spans, bisect_right(starts, echo.start) - 1)]
    return united(text, [*spans, *fresh]) if fresh else spans


def _is_held(echo: Span, spans: Sequence[Span], at: int) -> bool:
    return at >= 0 and spans[at].end >= echo.end and _rank(spans[at]) >= _rank(echo)


class Echoes:
    """Names that were found in a document, and are looked for in all of it."""

    MOST = 1000
    """How many are kept, so that a stream of any length stays within bounds."""

    def __init__(self) -> None:
        self.words: dict[str, Label] = {}

    def learn(self, text: str, spans: Iterable[Span]) -> None:
        """Take up what was found surely enough."""
        for span in spans:
            if span.certainty >= ECHOED_FROM and span.by is not Pass.ECHO and len(self.words) < self.MOST:
                for word in _echoing(text[span.start : span.end], span):
                    self.words.setdefault(word, span.label)
                    if span.label in NAMES:
                        self.words.setdefault(word.upper(), span.label)

    def spans(self, text: str) -> list[Span]:
        """Return where they come again, whole or with an s behind them."""
        return [
            Span(at, at + len(word), label, Pass.ECHO, ECHOED)
            for word, label in self.words.items()
            for at in _places(text, word)
            if not ENDS_IN_LETTER.search(text[max(0, at - 1) : at]) and BEHIND_ECHO.match(text, at + len(word))
        ]


ENDS_IN_LETTER = re.compile(r"[^\W_]$")
BEHIND_ECHO = re.compile(r"(?:s|['’]s?)?(?![^\W_])")


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands. Looking for each beats one form for all, which takes longer to make than to use."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _echoing(found: str, span: Span) -> list[str]:
    """Return what of a span tells of somebody wherever it stands."""
    if span.label in WHOLE:
        return [found] if len(skeleton(found)) > SHORTEST_ECHO and not is_ordinary(found) else []
    if span.label not in NAMES:
        return []
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", found)
    return [word for word in words if len(word) >= SHORTEST_ECHO and word[0].isupper() and not is_ordinary(word)]
