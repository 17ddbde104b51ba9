"""A page that shows, side by side, what stood in a text and what stands there now. It holds the identifiers: for the same eyes only."""

from collections.abc import Iterator, Mapping
from html import escape

from paravent.deid.streaming import Piece
from paravent.deid.terms import Hidden, Span

HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>De-identified, side by side</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --hid: light-dark(#ffe2b8, #5a3d00); --doubt: light-dark(#b00020, #ff8a80); }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; }
.rows { display: grid; grid-template-columns: 1fr 1fr; column-gap: 1.5rem; }
.rows > * { min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.head { font-weight: 600; border-bottom: 1px solid; margin-bottom: .5rem; }
mark { background: var(--hid); color: inherit; border-radius: .2rem; padding: 0 .15rem; }
mark.doubt { outline: 2px dashed var(--doubt); }
mark.near { background: none; outline: 2px dotted var(--doubt); }
table { border-collapse: collapse; } td, th { padding: .15rem 1rem .15rem 0; text-align: left; }
small { font-size: .7rem; opacity: .8; margin-left: .25rem; }
@media (max-width: 40rem) { .rows { grid-template-columns: 1fr; } .rows > .new { border-left: 3px solid; padding-left: .5rem; margin-bottom: .5rem; } }
</style>
<h1>De-identified, side by side</h1>
<p><strong>This page holds the identifiers.</strong> Keep it as you keep the original, and delete it after review.
Marked: what was replaced, with its label and what found it. Framed by a dashed line: replaced, but doubtful; by a dotted line: left as it stood, and may be somebody's. A clinician looks at both:
<a href="#queue">which texts first</a>.</p>
"""
SURE_WORDS = {
    "known": "known from the record",
    "checked": "checked form",
    "cue": "its place in the text",
    "tagger": "learned",
    "echo": "found elsewhere in the text",
}


def beside(pieces: Iterator[Piece], number: int) -> Iterator[str]:
    """Yield the rows of one text under its number, for its name may name somebody."""
    yield f'<h2 id="text-{number}">Text {number}</h2>\n<div class="rows"><div class="head">as it stood</div><div class="head">as it goes out</div>\n'
    for piece in pieces:
        yield from _rows(piece)
    yield "</div>\n"


def queue(doubtful: Mapping[int, int]) -> Iterator[str]:
    """Yield which texts a clinician should look at, the one with most doubtful places first."""
    waiting = sorted(((many, number) for number, many in doubtful.items() if many), key=lambda one: (-one[0], one[1]))
    yield '<h2 id="queue">Which texts first</h2>\n'
    if not waiting:
        yield "<p>Nothing is doubtful. That is no promise: somebody reads what leaves the house.</p>\n"
        return
    yield "<table><tr><th>text</th><th>doubtful places</th></tr>\n"
    for many, number in waiting:
        yield f'<tr><td><a href="#text-{number}">Text {number}</a></td><td>{many}</td></tr>\n'
    yield "</table>\n"


def _rows(piece: Piece) -> Iterator[str]:
    """Yield a pair of cells for each paragraph; a cell ends where a line does, never inside a span."""
    source, doubted = piece.result.source, set(piece.result.doubts)
    old: list[str] = []
    new: list[str] = []
    at = 0
    both: list[Hidden | Span] = [*piece.result.hidden, *piece.result.left]
    for one in sorted(both, key=_start):
        place = one.span if isinstance(one, Hidden) else one
        yield from _plain(source[at : place.start], old, new)
        stood = source[place.start : place.end]
        if isinstance(one, Hidden):
            old.append(_marked(stood, one, doubted, with_label=True))
            new.append(_marked(one.surrogate, one, doubted, with_label=False))
        else:
            old.append(_left(stood, one))
            new.append(_left(stood, one))
        at = place.end
    yield from _plain(source[at:], old, new)
    yield _pair(old, new)


def _plain(text: str, old: list[str], new: list[str]) -> Iterator[str]:
    *lines, rest = text.split("\n")
    for line in lines:
        if line:
            old.append(escape(line))
            new.append(escape(line))
        yield _pair(old, new)
        old.clear()
        new.clear()
    if rest:
        old.append(escape(rest))
        new.append(escape(rest))


def _pair(old: list[str], new: list[str]) -> str:
    if not old and not new:
        return "<div> </div><div></div>\n"
    return f'<div>{"".join(old)}</div><div class="new">{"".join(new)}</div>\n'


def _start(one: Hidden | Span) -> int:
    return one.span.start if isinstance(one, Hidden) else one.start


def _left(text: str, span: Span) -> str:
    why = f"left as it stood; {span.label.value} with {span.certainty:.1%}"
    return f'<mark class="near" title="{escape(why)}">{escape(text)}</mark>'


def _marked(text: str, one: Hidden, doubted: set[Span], *, with_label: bool) -> str:
    why = f"{one.span.label.value}: {SURE_WORDS[one.span.by.value]}, {one.span.certainty:.0%}"
    label = f"<small>{one.span.label.value}</small>" if with_label else ""
    kind = ' class="doubt"' if one.span in doubted else ""
    return f'<mark{kind} title="{escape(why)}">{escape(text)}</mark>{label}'
