"""Texts of any length in bounded memory: piece by piece, cut where no span and no word is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from paravent.deid.deidentifier import Deidentifier, Found, hidden
from paravent.deid.terms import Result, Span

WHOLE = 262_144
"""Characters up to which a text is read at once, so that what is found at its end hides what stands at its beginning."""
BEHIND = 400
"""Characters before a piece that the passes may look back at."""

BORDERS: tuple[Callable[[str], bool], ...] = (lambda sign: sign == "\n", str.isspace, lambda sign: not sign.isalnum())
"""Behind which signs a text is cut, the best first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text with what was done in it, and how many characters of the text and of the result stand before it."""

    result: Result
    at: int
    result_at: int


def pieces(read: Callable[[int], str], deidentifier: Deidentifier, size: int = WHOLE) -> Iterator[Piece]:
    """Yield a text without its people. `read(n)` returns up to n more characters, and none at the end."""
    behind = pending = ""
    at = result_at = 0
    while True:
        pending, is_last = _filled(pending, read, 2 * size)
        found = _ahead(deidentifier.find(behind + pending), len(behind))
        cut = len(pending) if is_last else _border(pending, found.spans, size)
        result = hidden(pending[:cut], _until(found, cut), deidentifier.surrogates)
        yield Piece(result, at, result_at)
        if is_last:
            return
        at, result_at = at + cut, result_at + len(result.text)
        behind, pending = (behind + pending[:cut])[-BEHIND:], pending[cut:]


def _filled(pending: str, read: Callable[[int], str], most: int) -> tuple[str, bool]:
    """Return what is pending, filled up, and whether that is all there is."""
    more = [pending]
    length = len(pending)
    while length < most:
        block = read(most - length)
        if not block:
            return "".join(more), True
        more.append(block)
        length += len(block)
    return "".join(more), False


def _ahead(found: Found, behind: int) -> Found:
    """Return what was found, counted from where the new begins; what is past was already written."""

    def moved(spans: list[Span]) -> list[Span]:
        return [
            replace(span, start=max(0, span.start - behind), end=span.end - behind)
            for span in spans
            if span.end > behind
        ]

    return Found(moved(found.spans), moved(found.doubts))


def _until(found: Found, cut: int) -> Found:
    return Found(
        *(
            [replace(span, end=min(span.end, cut)) for span in spans if span.start < cut]
            for spans in (found.spans, found.doubts)
        )
    )


def _border(text: str, spans: list[Span], size: int) -> int:
    """Return where to cut: behind a line, else a word, else anywhere but in a span, in the second half of a piece."""
    taken = {
        at for span in spans if span.end > size // 2 and span.start <= size for at in range(span.start + 1, span.end)
    }
    free = [at for at in range(size, size // 2, -1) if at not in taken]
    for is_border in BORDERS:
        for at in free:
            if is_border(text[at - 1]):
                return at
    return free[0] if free else size
