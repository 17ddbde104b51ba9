"""The papers: each put together from what the code says and what the data files say about it, for a page and for Typst."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from paravent import VERSION
from paravent.kernel import clock
from paravent.kernel.paper import typeset
from paravent.kernel.retention import REGISTER, Term
from paravent.papers.terms import Name, Paper, Section, Table
from paravent.papers.words import how_long, said, words_of

TEMPLATE: Final = Path(__file__).with_name("paper.typ")


def documents(language: str) -> list[tuple[str, bytes]]:
    """Return every paper as PDF, by its file name: what an evidence pack holds."""
    return [(f"{name.value}-{language}.pdf", pdf(paper(name, language))) for name in Name]


def pdf(one: Paper) -> bytes:
    """Return a paper as PDF/UA."""
    return typeset(TEMPLATE, paper=asdict(one))


def paper(name: Name, language: str) -> Paper:
    """Return a paper in a language."""
    frame = words_of("frame")
    with override(language):
        at = date_format(timezone.localtime(clock.now()), "DATE_FORMAT")
    made = said(frame["made"], language).format(practice=settings.PRACTICE_NAME, version=VERSION, at=at)
    return Paper(name.value, language, said(frame[name.value]["title"], language), made, SECTIONS[name](language))


def _terms(language: str) -> tuple[Section, ...]:
    frame = words_of("frame")[Name.TERMS.value]
    headings = tuple(said(text, language) for text in frame["headings"].values())
    rows = tuple(_term(one, language) for one in REGISTER)
    return (
        Section(said(frame["sections"]["register"], language), (said(frame["lead"], language),), Table(headings, rows)),
        Section(said(frame["sections"]["backups"], language), (said(frame["backups"], language),)),
    )


def _term(term: Term, language: str) -> tuple[str, ...]:
    words = words_of("terms")[term.name]
    long = how_long(term.most, term.least, language)
    by = term.deleted_by.removeprefix("paravent.") or "\N{EN DASH}"
    what, goes, why, basis = (said(words[part], language) for part in ("what", "goes", "why", "basis"))
    return (what, long, goes, why, basis, by)


SECTIONS: Final = {Name.TERMS: _terms}
