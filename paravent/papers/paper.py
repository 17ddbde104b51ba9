"""The papers: each put together from what the code says and what the data files say about it, for a page and for Typst."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from paravent import VERSION
from paravent.kernel import clock
from paravent.kernel.paper import typeset
from paravent.kernel.retention import REGISTER, Term
from paravent.papers import queries
from paravent.papers.terms import Activity, Claim, Name, Paper, Section, Table
from paravent.papers.words import how_long, said, words_of

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
NOTHING: Final = "\N{EN DASH}"


def documents(language: str) -> list[tuple[str, bytes]]:
    """Return every paper as PDF, by its file name: what an evidence pack holds."""
    return [(f"{name.value}-{language}.pdf", pdf(paper(name, language))) for name in Name]


def pdf(one: Paper) -> bytes:
    """Return a paper as PDF/UA."""
    return typeset(TEMPLATE, paper=asdict(one))


def paper(name: Name, language: str) -> Paper:
    """Return a paper in a language."""
    with override(language):
        at = date_format(timezone.localtime(clock.now()), "DATE_FORMAT")
    made = said(words_of("frame")["made"], language).format(practice=settings.PRACTICE_NAME, version=VERSION, at=at)
    return Paper(name.value, language, title_of(name, language), made, SECTIONS[name](language))


def title_of(name: Name, language: str) -> str:
    """Return what a paper is called."""
    return said(words_of("frame")[name.value]["title"], language)


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
    by = term.deleted_by.removeprefix("paravent.") or NOTHING
    what, goes, why, basis = (said(words[part], language) for part in ("what", "goes", "why", "basis"))
    return (what, how_long(term.most, term.least, language), goes, why, basis, by)


def _record(language: str) -> tuple[Section, ...]:
    words = words_of("record")
    titles = _titles(words, language)
    phone = f", {settings.PRACTICE_PHONE}" if settings.PRACTICE_PHONE else ""
    who = said(words["who"], language).format(practice=settings.PRACTICE_NAME, phone=phone)
    held = Table(tuple(words["headings"]["held"][language]), tuple(_held(one, language) for one in REGISTER))
    done = tuple(_activity(one, language) for one in queries.activities())
    return (
        Section(titles["who"], (who,)),
        Section(
            titles["activities"],
            (said(words["activities"], language),),
            Table(tuple(words["headings"]["activities"][language]), done),
        ),
        Section(titles["held"], (), held),
        Section(titles["recipients"], (), _recipients(language)),
        Section(titles["transfers"], (said(words["transfers"], language),)),
        Section(titles["security"], (said(words["security"], language),)),
    )


def _activity(one: Activity, language: str) -> tuple[str, ...]:
    words = words_of("record")
    purpose = words["purposes"][one.purpose]
    roles = ", ".join(said(words["roles"][role], language) for role in one.roles)
    told = (said(purpose[part], language) for part in ("what", "is", "ground", "whose", "data"))
    return (*told, roles, ", ".join(one.acts))


def _held(term: Term, language: str) -> tuple[str, ...]:
    words = words_of("terms")[term.name]
    tables = ", ".join(term.tables) or NOTHING
    return (
        said(words["what"], language),
        how_long(term.most, term.least, language),
        said(words["goes"], language),
        tables,
    )


def _recipients(language: str) -> Table:
    words, now = words_of("record"), queries.recipients()
    rows = tuple(
        (said(found["who"], language), said(found["what"], language), _now(now.get(kind), language))
        for kind, found in words["recipients"].items()
    )
    return Table(tuple(words["headings"]["recipients"][language]), rows)


def _now(names: str | None, language: str) -> str:
    state = words_of("record")["state"]
    return said(state["always"], language) if names is None else names or said(state["none"], language)


def _measures(language: str) -> tuple[Section, ...]:
    words = words_of("measures")
    headings = tuple(words["headings"][language])
    groups = [
        Section(
            said(group["title"], language),
            (),
            Table(headings, tuple(_measure(one, language) for one in group["measures"])),
        )
        for group in words["groups"]
    ]
    first = Section(_titles(words, language)["settings"], (said(words["lead"], language),), _settings(language))
    return (first, *groups)


def _measure(one: Mapping[str, Any], language: str) -> tuple[str, ...]:
    return (said(one["what"], language), said(one["how"], language), ", ".join(one["tests"]))


def _settings(language: str) -> Table:
    words = words_of("measures")["settings"]
    yes, no = said(words["yes"], language), said(words["no"], language)
    quotas = (settings.EXPORTS_A_DAY, settings.PRINTS_A_DAY, settings.COPIES_A_DAY)
    now = {
        "tls": yes if settings.SERVED_SECURELY else no,
        "idle": str(settings.IDLE_MINUTES),
        "session": f"{settings.SESSION_COOKIE_AGE // 3600} h",
        "relay": ", ".join(settings.TURN_URLS) or no,
        "witnesses": str(len(settings.LEDGER_WITNESSES)),
        "exports": ", ".join(map(str, quotas)),
    }
    return Table(tuple(words["headings"][language]), tuple((said(words[key], language), it) for key, it in now.items()))


def _assessment(language: str) -> tuple[Section, ...]:
    words, found = words_of("assessment"), queries.claims()
    titles = _titles(words, language)
    tried, remain = (said(words[part], language) for part in ("risks", "remain"))
    absent = () if found else (said(words["absent"], language),)
    by_adversary = dict.fromkeys(claim.adversary for claim in found)
    return (
        Section(titles["what"], (said(words["lead"], language), *_all(words["what"], language))),
        Section(titles["why"], _all(words["why"], language)),
        Section(titles["asked"], (said(words["asked"], language),)),
        Section(titles["risks"], (tried, *absent)),
        *(_risks(adversary, found, language) for adversary in by_adversary if _of(adversary, found)),
        Section(titles["remain"], (remain, *(claim.words for claim in found if not claim.number))),
        Section(titles["decided"], (said(words["decided"], language),)),
    )


def _of(adversary: str, found: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in found if claim.adversary == adversary and claim.number]


def _risks(adversary: str, found: Iterable[Claim], language: str) -> Section:
    headings = tuple(words_of("assessment")["headings"]["risks"][language])
    rows = tuple((claim.number, claim.words, claim.test) for claim in _of(adversary, found))
    return Section(adversary, (), Table(headings, rows))


def _processors(language: str) -> tuple[Section, ...]:
    words = words_of("processors")
    titles = _titles(words, language)
    return (
        Section(titles["ours"], (said(words["ours"], language),)),
        Section(titles["yours"], (), _recipients(language)),
        Section(titles["practice"], (said(words["practice"], language),)),
    )


def _titles(words: Mapping[str, Any], language: str) -> dict[str, str]:
    return {name: said(text, language) for name, text in words["sections"].items()}


def _all(texts: Iterable[Mapping[str, str]], language: str) -> tuple[str, ...]:
    return tuple(said(text, language) for text in texts)


SECTIONS: Final[Mapping[Name, Callable[[str], tuple[Section, ...]]]] = {
    Name.TERMS: _terms,
    Name.RECORD: _record,
    Name.MEASURES: _measures,
    Name.ASSESSMENT: _assessment,
    Name.PROCESSORS: _processors,
}
