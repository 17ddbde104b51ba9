"""How it stands with the rules in sentences: for the page and on paper (Typst), from one set of rows."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from paravent import VERSION
from paravent.conformity.rulebook.asvs import CHAPTERS, Requirement, Stands, requirements, totals
from paravent.conformity.rulebook.owasp import Item, Of, items
from paravent.conformity.rulebook.reading import Rule, in_words, rules
from paravent.conformity.terms import Report, Result, Showing, Standing, Stood
from paravent.conformity.words import GROUPS, LISTS, MARKS, MEANINGS, RESULTS, STANDS, STILL_ASKED
from paravent.kernel.paper import typeset

NOT_MET = {Stands.UNMET, Stands.PERSON}
REMINDERS = {"shown-ends-soon", "shown-lapsed"}
LATELY = 5
"""How many times a page says how a rule stood before."""
TEMPLATE = Path(__file__).with_name("report.typ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of what was found, and whether that is the trouble."""

    sentence: str
    result: Result


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as it is read."""

    rule: str
    name: str
    asks: str
    met: str
    person: str
    source: str
    tests: str
    evidence: tuple[Evidence, ...]
    since: datetime
    showing: Showing | None
    earlier: tuple[tuple[str, datetime, datetime], ...]
    """How it stood before, in words, the newest first: since when, until when."""

    @property
    def trouble(self) -> tuple[str, ...]:
        """What has to be mended."""
        return tuple(one.sentence for one in self.evidence if one.result is Result.FAIL)

    @property
    def found(self) -> tuple[str, ...]:
        """What else was found."""
        return tuple(one.sentence for one in self.evidence if one.result is not Result.FAIL)


@dataclass(frozen=True, slots=True)
class Group:
    """The rules that came to one result."""

    result: Result
    title: str
    meaning: str
    rows: tuple[Row, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether its rules are shown without being asked for."""
        return self.result is Result.FAIL


def groups(
    report: Report,
    language: str,
    showings: Iterable[Showing] = (),
    earlier: Mapping[str, tuple[Stood, ...]] = MappingProxyType({}),
) -> list[Group]:
    """Return the rules by what they came to, failures first; what there is none of is left out."""
    found = [(result, report.of(result)) for result in Result]
    shown = {one.rule: one for one in showings}
    return [
        Group(
            result,
            str(GROUPS[result]),
            str(MEANINGS[result]),
            tuple(_row(one, language, shown, earlier) for one in standings),
        )
        for result, standings in found
        if standings
    ]


def to_mend(found: list[Group]) -> dict[str, list[str]]:
    """Return what has to be mended, each thing once, with the rules that ask for it."""
    asked: dict[str, list[str]] = {}
    for row in (row for group in found for row in group.rows):
        for sentence in row.trouble:
            asked.setdefault(sentence, []).append(row.rule)
    return asked


@dataclass(frozen=True, slots=True)
class AskedOfAPerson:
    """A rule as it is read by whoever shows what it asks of a person."""

    rule: str
    name: str
    asks: str
    person: str


def asked_of_a_person(rule: Rule, language: str) -> AskedOfAPerson:
    """Return a rule for whoever shows what it asks of a person."""
    return AskedOfAPerson(rule.id, rule.name.said(language), rule.asks.said(language), _person(rule, language))


def due_soon(report: Report, language: str) -> dict[str, str]:
    """Return what has to be shown anew soon, or had to be, by rule: the reminder."""
    found = [(one.checked.rule, finding) for one in report.standings for finding in one.checked.findings]
    return {rule: in_words(finding, language) for rule, finding in found if finding.sentence in REMINDERS}


def _person(rule: Rule, language: str) -> str:
    return rule.person.said(language) if rule.person else ""


def _row(
    standing: Standing, language: str, shown: Mapping[str, Showing], earlier: Mapping[str, tuple[Stood, ...]]
) -> Row:
    rule = rules()[standing.checked.rule]
    # What has to be mended comes first.
    findings = sorted(standing.checked.findings, key=lambda one: tuple(Result).index(one.result))
    return Row(
        rule=rule.id,
        name=rule.name.said(language),
        asks=rule.asks.said(language),
        met=rule.met.said(language),
        person=_person(rule, language),
        source=_source(rule, language),
        tests=", ".join(rule.tests),
        evidence=tuple(Evidence(in_words(one, language), one.result) for one in findings),
        since=standing.since,
        showing=shown.get(rule.id),
        earlier=tuple((str(GROUPS[one.result]), one.since, one.until) for one in earlier.get(rule.id, ())[:LATELY]),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of OWASP's as it is read: each line what it asks, how it is met, and what tries it."""

    id: str
    name: str
    person: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class List:
    """One of OWASP's lists."""

    title: str
    items: tuple[Listed, ...]


def owasp(language: str) -> list[List]:
    """Return OWASP's lists, line by line (D16)."""
    found = {of: tuple(_listed(one, language) for one in items() if one.list is of) for of in Of}
    return [List(str(LISTS[of]), listed) for of, listed in found.items()]


def _listed(item: Item, language: str) -> Listed:
    lines = tuple(
        (line.asks.said(language), line.met.said(language), ", ".join((*line.tests, *line.probes)))
        for line in item.lines
    )
    return Listed(item.id, item.name, item.person.said(language) if item.person else "", lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement of ASVS as it is read."""

    id: str
    level: int
    stands: Stands
    said: str
    asks: str
    how: str
    shown: str


@dataclass(frozen=True, slots=True)
class AsvsChapter:
    """One chapter of ASVS; what is not met stands first."""

    title: str
    not_met: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class AsvsTotal:
    """How many requirements stand one way, or are asked at all: up to level 1, and up to level 2. A line each, for a phone's width."""

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asvs:
    """ASVS as it is read: totals, what is not met, and every chapter."""

    heads: tuple[str, ...]
    totals: tuple[AsvsTotal, ...]
    not_met: tuple[Asked, ...]
    chapters: tuple[AsvsChapter, ...]


def asvs(language: str) -> Asvs:
    """Return ASVS 4.0.3, levels 1 and 2, requirement by requirement."""
    asked = [_asked(one, language) for one in requirements()]
    return Asvs(
        heads=(_("Level 1"), _("Levels 1 and 2")),
        totals=_totals(),
        not_met=tuple(one for one in asked if one.stands in NOT_MET),
        chapters=tuple(_chapter(number, asked) for number in CHAPTERS),
    )


def _chapter(number: int, asked: list[Asked]) -> AsvsChapter:
    found = [one for one in asked if one.id.startswith(f"{number}.")]
    found.sort(key=lambda one: one.stands not in NOT_MET)
    return AsvsChapter(f"V{number} {CHAPTERS[number]}", sum(one.stands in NOT_MET for one in found), tuple(found))


def _asked(one: Requirement, language: str) -> Asked:
    asks, how = one.asks.said(language), one.how.said(language)
    return Asked(one.id, one.level, one.stands, str(STANDS[one.stands]), asks, how, ", ".join(one.shown))


def _totals() -> tuple[AsvsTotal, ...]:
    levels = tuple(totals())
    asked = AsvsTotal(_("Asked"), tuple(one.all for one in levels))
    return (asked, *(AsvsTotal(str(STANDS[way]), tuple(one.by[way] for one in levels)) for way in Stands))


def asvs_lead() -> str:
    """Return what the assessment of ASVS is, and what it is not."""
    return _(
        "OWASP Application Security Verification Standard 4.0.3. Numbers and levels are OWASP's; what is asked is in our words, and the judgement is our own: nobody independent has audited it. Each requirement that is said to be met names the tests, probes or files that show it, and a test holds that they are there. Level 3, which asks for more than a practice's own server can give, was not assessed."
    )


def _source(rule: Rule, language: str) -> str:
    return f"{rule.cited(language)} ({MARKS[rule.mark]})"


def pdf(report: Report, language: str) -> bytes:
    """Return the report as PDF/UA."""
    with override(language):
        return typeset(TEMPLATE, report=_page(report, language))


def _page(report: Report, language: str) -> dict[str, object]:
    at = date_format(timezone.localtime(report.at), "DATETIME_FORMAT") if report.at else _("never")
    return {
        "language": language,
        "title": _("Conformity: how it stands with the rules"),
        "made": _("%(practice)s, looked at on %(at)s by Paravent %(version)s")
        % {"practice": settings.PRACTICE_NAME, "at": at, "version": VERSION},
        "honest": honest(),
        "counted": [(str(RESULTS[result]), len(report.of(result))) for result in Result],
        "groups": [
            {"title": one.title, "meaning": one.meaning, "rows": [_printed(row) for row in one.rows]}
            for one in groups(report, language)
        ],
        "heads": [_("Asked"), _("How Paravent meets it"), _("Found"), _("A person shows"), _("Source"), _("Tried by")],
        "since": _("since"),
        "owasp_title": _("OWASP, line by line"),
        "owasp_lead": owasp_lead(),
        "owasp": [asdict(one) for one in owasp(language)],
        "asvs_title": _("OWASP ASVS, requirement by requirement"),
        "asvs_lead": asvs_lead(),
        "asvs": asdict(asvs(language)),
        "asked_title": _("What a certifier would still ask for"),
        "asked": [str(one) for one in STILL_ASKED],
    }


def owasp_lead() -> str:
    """Return what the lists are, and what they are not."""
    return _(
        "What rule D16 asks for: each item with what meets it and the tests and probes that try it: T12 is a claim of the threat model, test_pack a file of tests, anything else a probe that ran here."
    )


def honest() -> str:
    """Return what no report leaves out."""
    return _(
        "Paravent is not certified. It is built against these rules; only a certifier can say that an operator keeps them."
    )


def _printed(row: Row) -> dict[str, object]:
    found = " ".join(row.found)
    return {
        "rule": row.rule,
        "name": row.name,
        "since": date_format(timezone.localtime(row.since), "SHORT_DATE_FORMAT"),
        "trouble": row.trouble,
        "cells": [row.asks, row.met, found, row.person, row.source, row.tests],
    }
