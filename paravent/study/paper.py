"""What came of a survey in sentences: for the page, on paper (Typst) and as a table (CSV), from one set of rows."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from paravent.kernel.paper import typeset
from paravent.study.terms import PROVIDERS, Good, Measured, Question, Reply, Results, Row, Share, Verdict
from paravent.study.words import REPLIES, VERDICTS, WORDINGS, Wording

TEMPLATE = Path(__file__).with_name("results.typ")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""

COLUMNS = (
    *("question", "asked", "own_yes", "own_answers", "own_percent", "own_low", "own_high"),
    *("study_yes", "study_providers", "study_percent", "study_low", "study_high"),
    *("difference_low", "difference_high", "verdict", "practice", "measured", "source"),
)
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Said:
    """One question as it is read: words beside the numbers."""

    row: Row
    words: Wording
    own: str
    before: str
    study: str
    asked: str
    verdict: str
    measured: str
    stated: str


def rows(found: Results) -> list[Said]:
    """Return every question of a survey in words."""
    return [_said(row, found.measured) for row in found.rows]


def _said(row: Row, measured: Measured) -> Said:
    question = row.figure.question
    return Said(
        row=row,
        words=WORDINGS[question],
        own=_share(row.own),
        before=_share(row.before) if row.before else "",
        study=_of_providers(row),
        asked=_asked(row),
        verdict=_verdict(row),
        measured=_measured(question, measured),
        stated=_("nothing") if row.stated == Reply.UNSAID else str(REPLIES[row.stated]),
    )


def _share(share: Share | None) -> str:
    if share is None:
        return _("not told")
    return _("%(share)s %% (%(low)s to %(high)s %%, %(of)s answers)") % {
        "share": _number(share.percent),
        "low": _number(share.low),
        "high": _number(share.high),
        "of": share.of,
    }


def _of_providers(row: Row) -> str:
    return _("%(share)s %% (%(low)s to %(high)s %%, about %(of)s providers)") % {
        "share": row.figure.percent,
        "low": _number(row.study.low),
        "high": _number(row.study.high),
        "of": row.study.of,
    }


def _asked(row: Row) -> str:
    percent = row.figure.percent
    if row.figure.good == Good.NEITHER:
        return _("Other than %(percent)s %%?") % {"percent": percent}
    return _("Better than %(percent)s %%?") % {"percent": percent}


def _verdict(row: Row) -> str:
    if row.verdict == Verdict.TOO_FEW or row.low is None or row.high is None:
        return str(VERDICTS[Verdict.TOO_FEW])
    between = _("%(low)s to %(high)s points from the study's share") % {
        "low": _signed(row.low),
        "high": _signed(row.high),
    }
    return f"{VERDICTS[row.verdict]}: {between}"


def _measured(question: Question, counted: Measured) -> str:
    told = {
        Question.WRONG_HANDS: _cases(counted),
        Question.UNSURE: _drills(counted),
        Question.MOST_KNOW: _drills(counted),
        Question.TRAINED: _practised(counted),
        Question.APPS: _detours(counted),
        Question.MORE_DATA: _("Nothing here measures it."),
    }
    return told[question]


def _cases(counted: Measured) -> str:
    if counted.cases is None or counted.looks is None:
        return _("Vigilance: fewer than five cases in twelve weeks.")
    unexplained = _("fewer than five") if counted.unexplained is None else counted.unexplained
    return _(
        "Vigilance, twelve weeks: %(unexplained)s of %(looks)s accesses in %(cases)s cases had no explanation."
    ) % {
        "unexplained": unexplained,
        "looks": counted.looks,
        "cases": counted.cases,
    }


def _drills(counted: Measured) -> str:
    if counted.drills is None or counted.safe is None:
        return _("Drills: no team is large enough to be told yet.")
    return _("Drills of teams, last quarter: %(safe)s of %(drills)s ended with a safe act.") % {
        "safe": counted.safe,
        "drills": counted.drills,
    }


def _practised(counted: Measured) -> str:
    if counted.drills is None:
        return _("Drills: no team is large enough to be told yet.")
    return _("Drills of teams, last quarter: %(drills)s done.") % {"drills": counted.drills}


def _detours(counted: Measured) -> str:
    seldom = _("fewer than five")
    return _("Detours, four weeks: %(elsewhere)s consultations owned up to, %(nudges)s wishes noticed.") % {
        "elsewhere": seldom if counted.elsewhere is None else counted.elsewhere,
        "nudges": seldom if counted.nudges is None else counted.nudges,
    }


def response(found: Results) -> str:
    """Return who answered, in a sentence."""
    if found.answered is None:
        return _("Fewer than five of %(invited)s answered, so nothing is told.") % {"invited": found.invited}
    return _("%(answered)s of %(invited)s who were asked answered (%(rate)s %%).") % {
        "answered": found.answered,
        "invited": found.invited,
        "rate": found.rate,
    }


def caution() -> str:
    """Return what a reader has to know before they hold one number against the other."""
    return _(
        "The study asked one decision-maker at each of about %(providers)s European providers what happens there; here each person says what they do. Both are samples, so both have a band, within which the true share lies with 95 %% confidence. Hold yourself above all against your own survey before."
    ) % {"providers": PROVIDERS}


def csv_of(found: Results) -> str:
    """Return a survey as CSV: numbers with a point, words that no spreadsheet takes for a formula."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in rows(found):
        row = one.row
        table.writerow(
            [
                row.figure.question.value,
                safe(str(one.words.person)),
                *_cells(row.own),
                *_cells(row.study),
                _cell(row.low),
                _cell(row.high),
                row.verdict.value,
                row.stated.value,
                safe(one.measured),
                safe(row.figure.source),
            ]
        )
    return out.getvalue()


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cells(share: Share | None) -> list[str]:
    if share is None:
        return [""] * 5
    return [str(share.hits), str(share.of), _cell(share.percent), _cell(share.low), _cell(share.high)]


def _cell(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def pdf(found: Results, language: str) -> bytes:
    """Return a survey as PDF."""
    with override(language):
        return typeset(TEMPLATE, results=_page(found, language))


def _page(found: Results, language: str) -> dict[str, object]:
    return {
        "language": language,
        "title": _("Survey beside the European study"),
        "practice": settings.PRACTICE_NAME,
        "when": date_format(timezone.localtime(found.closed_at), "DATE_FORMAT"),
        "response": response(found),
        "caution": caution(),
        "key": _("Upper band: ours. Lower band: the study's. From 0 to 100 %."),
        "heads": [_("Ours"), _("Before"), _("Study"), _("Practice says"), _("Measured")],
        "rows": [_printed(one) for one in rows(found)],
    }


def _printed(one: Said) -> dict[str, object]:
    own, study = one.row.own, one.row.study
    return {
        "name": str(one.words.name),
        "person": str(one.words.person),
        "study_says": f"{one.row.figure.percent} % {one.words.study}",
        "cells": [one.own, one.before or _("none"), one.study, one.stated, one.measured],
        "bands": [[each.low, each.percent, each.high] if each else None for each in (own, study)],
        "verdict": f"{one.asked} {one.verdict}",
        "source": one.row.figure.source,
    }


def _number(value: float) -> str:
    # Rounded first: number_format cuts off.
    return str(number_format(round(value, 1), 1))


def _signed(value: float) -> str:
    return ("+" if value > 0 else MINUS if value < 0 else "") + _number(abs(value))
