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
from paravent.kernel.retention import Term, register
from paravent.kernel.said import Said
from paravent.papers import queries
from paravent.papers.terms import Activity, Claim, Name, Paper, Section, Table
from paravent.papers.words import claims_in_german, how_long, words_of

TEMPLATE: Final = Path(__file__).with_name("paper.typ")


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
    made = words_of("frame")["made"].said(language).format(practice=settings.PRACTICE_NAME, version=VERSION, at=at)
    return Paper(name.value, language, title_of(name, language), made, SECTIONS[name](language))


def title_of(name: Name, language: str) -> str:
    """Return what a paper is called."""
    return words_of("frame")[name.value]["title"].said(language)


def _terms(language: str) -> tuple[Section, ...]:
    frame = words_of("frame")[Name.TERMS.value]
    headings = tuple(text.said(language) for text in frame["headings"].values())
    rows = tuple(_term(one, language) for one in register(settings.LOG_YEARS))
    return (
        Section(frame["sections"]["register"].said(language), (frame["lead"].said(language),), Table(headings, rows)),
        Section(frame["sections"]["backups"].said(language), (frame["backups"].said(language),)),
    )


def _term(term: Term, language: str) -> tuple[str, ...]:
    words = words_of("terms")[term.name]
    by = term.deleted_by.removeprefix("paravent.")
    what, goes, why, basis = (words[part].said(language) for part in ("what", "goes", "why", "basis"))
    return (what, how_long(term.most, term.least, language), goes, why, basis, by)


def _record(language: str) -> tuple[Section, ...]:
    words = words_of("record")
    titles = _titles(words, language)
    phone = f", {settings.PRACTICE_PHONE}" if settings.PRACTICE_PHONE else ""
    who = words["who"].said(language).format(practice=settings.PRACTICE_NAME, phone=phone)
    held = Table(
        tuple(words["headings"]["held"][language]), tuple(_held(one, language) for one in register(settings.LOG_YEARS))
    )
    done = tuple(_activity(one, language) for one in queries.activities())
    return (
        Section(titles["who"], (who,)),
        Section(
            titles["activities"],
            (words["activities"].said(language),),
            Table(tuple(words["headings"]["activities"][language]), done),
        ),
        Section(titles["held"], (), held),
        Section(titles["recipients"], (), _recipients(language)),
        Section(titles["transfers"], (words["transfers"].said(language),)),
        Section(titles["security"], (words["security"].said(language),)),
    )


def _activity(one: Activity, language: str) -> tuple[str, ...]:
    words = words_of("record")
    purpose = words["purposes"][one.purpose]
    roles = ", ".join(words["roles"][role].said(language) for role in one.roles)
    told = (purpose[part].said(language) for part in ("what", "is", "ground", "whose", "data"))
    return (*told, roles, _by_subject(one.acts))


def _by_subject(acts: Iterable[str]) -> str:
    """Return acts as they are read: by what is done to, each with all that is done to it."""
    done: dict[str, list[str]] = {}
    for subject, _, verb in (act.partition(".") for act in acts):
        done.setdefault(subject, []).append(verb)
    return "; ".join(f"{subject}: {', '.join(verbs)}" for subject, verbs in done.items())


def _held(term: Term, language: str) -> tuple[str, ...]:
    words = words_of("terms")[term.name]
    tables = ", ".join(term.tables)
    return (
        words["what"].said(language),
        how_long(term.most, term.least, language),
        words["goes"].said(language),
        tables,
    )


def _recipients(language: str) -> Table:
    words, now = words_of("record"), queries.recipients()
    rows = tuple(
        (found["who"].said(language), found["what"].said(language), _now(now.get(kind), language))
        for kind, found in words["recipients"].items()
    )
    return Table(tuple(words["headings"]["recipients"][language]), rows)


def _now(names: str | None, language: str) -> str:
    state = words_of("record")["state"]
    return state["always"].said(language) if names is None else names or state["none"].said(language)


def _measures(language: str) -> tuple[Section, ...]:
    words = words_of("measures")
    headings = tuple(words["headings"][language])
    groups = [
        Section(
            group["title"].said(language),
            (),
            Table(headings, tuple(_measure(one, language) for one in group["measures"])),
        )
        for group in words["groups"]
    ]
    first = Section(_titles(words, language)["settings"], (words["lead"].said(language),), _settings(language))
    return (first, *groups)


def _measure(one: Mapping[str, Any], language: str) -> tuple[str, ...]:
    return (one["what"].said(language), one["how"].said(language), ", ".join(one["tests"]))


def _settings(language: str) -> Table:
    words = words_of("measures")["settings"]
    yes, no = words["yes"].said(language), words["no"].said(language)
    quotas = (settings.EXPORTS_A_DAY, settings.PRINTS_A_DAY, settings.COPIES_A_DAY)
    now = {
        "tls": yes if settings.SERVED_SECURELY else no,
        "idle": str(settings.IDLE_MINUTES),
        "session": f"{settings.SESSION_COOKIE_AGE // 3600} h",
        "relay": ", ".join(settings.TURN_URLS) or no,
        "witnesses": str(len(settings.LEDGER_WITNESSES)),
        "exports": ", ".join(map(str, quotas)),
    }
    return Table(tuple(words["headings"][language]), tuple((words[key].said(language), it) for key, it in now.items()))


def _assessment(language: str) -> tuple[Section, ...]:
    words, found = words_of("assessment"), queries.claims()
    titles = _titles(words, language)
    tried, remain = (words[part].said(language) for part in ("risks", "remain"))
    absent = () if found else (words["absent"].said(language),)
    by_adversary = dict.fromkeys(claim.adversary for claim in found)
    return (
        Section(titles["what"], (words["lead"].said(language), *_all(words["what"], language))),
        Section(titles["why"], _all(words["why"], language)),
        Section(titles["asked"], (words["asked"].said(language),)),
        Section(titles["risks"], (tried, *absent)),
        *(_risks(adversary, found, language) for adversary in by_adversary if _of(adversary, found)),
        Section(titles["remain"], (remain, *(_claimed(claim, language) for claim in found if not claim.number))),
        Section(titles["decided"], (words["decided"].said(language),)),
    )


def _claimed(claim: Claim, language: str) -> str:
    """Return a claim in the reader's language; one that is not translated yet is said in English, not left out."""
    return claims_in_german().get(claim.words, claim.words) if language == "de" else claim.words


def _of(adversary: str, found: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in found if claim.adversary == adversary and claim.number]


def _risks(adversary: str, found: Iterable[Claim], language: str) -> Section:
    words = words_of("assessment")
    headings = tuple(words["headings"]["risks"][language])
    rows = tuple((claim.number, _claimed(claim, language), claim.test) for claim in _of(adversary, found))
    who = words["adversaries"][adversary]
    return Section(who["title"].said(language), (who["sum"].said(language),), Table(headings, rows))


def _processors(language: str) -> tuple[Section, ...]:
    words = words_of("processors")
    titles = _titles(words, language)
    return (
        Section(titles["ours"], (words["ours"].said(language),)),
        Section(titles["yours"], (), _recipients(language)),
        Section(titles["practice"], (words["practice"].said(language),)),
    )


def _titles(words: Mapping[str, Any], language: str) -> dict[str, str]:
    return {name: text.said(language) for name, text in words["sections"].items()}


def _all(texts: Iterable[Said], language: str) -> tuple[str, ...]:
    return tuple(text.said(language) for text in texts)


SECTIONS: Final[Mapping[Name, Callable[[str], tuple[Section, ...]]]] = {
    Name.TERMS: _terms,
    Name.RECORD: _record,
    Name.MEASURES: _measures,
    Name.ASSESSMENT: _assessment,
    Name.PROCESSORS: _processors,
}
