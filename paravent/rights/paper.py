"""What a patient takes home: the report as PDF, and everything together as one zip."""

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import yaml
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from paravent.kernel.said import with_sentences
from paravent.ledger.terms import Disclosure
from paravent.papers.paper import pdf
from paravent.papers.terms import Paper, Section, Table
from paravent.papers.words import LANGUAGES
from paravent.rights.terms import Portable
from paravent.visits.queries import OPENINGS
from paravent.visits.words import act_in_words, reason_in_words

WORDS: Final = Path(__file__).parent / "words" / "report.yaml"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def zipped(made: Portable) -> bytes:
    """Return everything as a zip. Names in it say nothing about anybody."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as together:
        together.writestr("read-me.txt", "\n\n".join(_words()["read-me"].said(language) for language in LANGUAGES))
        together.writestr("file.json", orjson.dumps(made.bundle, option=orjson.OPT_INDENT_2))
        together.writestr("who-looked.csv", _table(made).encode("utf-8-sig"))
        for language in LANGUAGES:
            together.writestr(f"report-{language}.pdf", pdf(report(made, language)))
        for name, content in made.documents:
            together.writestr(name, content)
    return held.getvalue()


def report(made: Portable, language: str) -> Paper:
    """Return the access report (Art. 15 GDPR)."""
    words = _words()
    at = timezone.localtime(made.made_at)
    with override(language):
        said_at = date_format(at, "DATETIME_FORMAT")
        looked, around = (_lines(made, language, opening=opening) for opening in (True, False))
    headings = {name: tuple(found[language]) for name, found in words["headings"].items()}
    titles = {name: found.said(language) for name, found in words["sections"].items()}
    held = Table(headings["held"], tuple(_counted(made, language)))
    withheld = (words["why-withheld"].said(language),) if made.withheld else ()
    url = f"{settings.BASE_URL}/how-long/"
    sections = (
        Section(titles["held"], (words["erased" if made.was_erased else "held"].said(language),), held),
        Section(titles["looked"], withheld, Table(headings["looked"], looked))
        if looked
        else Section(titles["looked"], (words["nobody"].said(language),)),
        *((Section(titles["around"], (), Table(headings["looked"], around)),) if around else ()),
        *(one.section(language) for one in made.kept),
        Section(titles["why"], tuple(one.said(language) for one in words["why"])),
        Section(titles["long"], (words["long"].said(language).format(url=url),)),
        Section(titles["rights"], (words["rights"].said(language),)),
    )
    title = words["title"].said(language).format(practice=settings.PRACTICE_NAME)
    made_line = words["made"].said(language).format(at=said_at, entry=made.entry_id)
    return Paper("report", language, title, made_line, sections)


def _counted(made: Portable, language: str) -> list[tuple[str, str]]:
    kinds = _words()["kinds"]
    found = Counter(entry["resource"]["resourceType"] for entry in made.bundle["entry"])
    return [
        (kinds.get(kind, kinds["other"]).said(language).format(kind=kind), str(count))
        for kind, count in found.most_common()
    ]


def _lines(made: Portable, language: str, *, opening: bool) -> tuple[tuple[str, ...], ...]:
    names = dict(made.names) | dict.fromkeys(made.withheld, _words()["withheld"].said(language))
    return tuple(_line(line, names) for line in made.lines if (line.act in OPENINGS) is opening)


def _line(line: Disclosure, names: Mapping[UUID, str]) -> tuple[str, ...]:
    at = date_format(timezone.localtime(line.at), "SHORT_DATETIME_FORMAT")
    what = act_in_words(line.act, line.outcome.value, is_among=line.patient is None)
    return (names.get(line.actor, "Paravent"), at, what, reason_in_words(line.because))


def _table(made: Portable) -> str:
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(("at", "who", "act", "outcome", "purpose", "because", "entry"))
    for line in made.lines:
        cells = (line.at.isoformat(), made.names.get(line.actor, ""), line.act, line.outcome.value, line.purpose)
        writer.writerow([_plain(str(cell)) for cell in (*cells, line.because, line.entry_id)])
    return held.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = with_sentences(yaml.safe_load(WORDS.read_text()))
    return found
