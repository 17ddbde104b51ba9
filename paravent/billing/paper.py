"""Bills on paper (Typst) and as a table (CSV)."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from paravent.billing.terms import Bill, BilledLine
from paravent.kernel import clock
from paravent.kernel.paper import typeset
from paravent.people.terms import Person
from paravent.tariff.terms import Modality

TEMPLATE = Path(__file__).with_name("invoice.typ")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
COLUMNS = (
    *(
        "visit",
        "held_on",
        "clinician",
        "patient",
        "payer",
        "insurer",
        "insurance_number",
        "scheme",
        "code",
        "modifiers",
    ),
    *(
        "place_of_service",
        "factor",
        "factor_reason",
        "points",
        "amount",
        "currency",
        "added_by_association",
        "rule_checked",
        "reason",
    ),
    *("minutes", "modality", "interruptions", "held_over", "last_in_person"),
    *("began", "ended", "identity", "agreement", "stated"),
)
EVIDENCE = (
    *("minutes", "modality", "interruptions", "tool", "last_in_person"),
    *("began", "ended", "identity", "consent"),
)
"""Facts in the table, by the names that a bill keeps them under. Which of all facts somebody stated stands behind them."""


def csv_of(bills: list[Bill]) -> str:
    """Return bills as CSV, one line a code: numbers with a point, words that no spreadsheet takes for a formula."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for bill in bills:
        table.writerows([_safe(cell) for cell in _row(bill, line)] for line in bill.lines)
    return out.getvalue()


def _row(bill: Bill, line: BilledLine) -> list[object]:
    known = {fact.name: fact.value for fact in bill.facts}
    covered = bill.coverage
    return [
        bill.visit_id,
        timezone.localdate(bill.held_at).isoformat(),
        bill.clinician_name,
        bill.patient_name or bill.patient_id,
        bill.payer_name,
        covered.insurer if covered else "",
        covered.number if covered else "",
        bill.scheme.value,
        line.code,
        " ".join(line.modifiers),
        line.place_of_service,
        line.factor,
        line.factor_reason["de"] if line.factor_reason else "",
        line.points,
        line.amount,
        line.currency,
        "yes" if line.is_added_by_association else "no",
        "yes" if line.is_checked else "no",
        line.reason,
        *(known.get(name, "") for name in EVIDENCE),
        " ".join(fact.name for fact in bill.facts if fact.is_stated),
    ]


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def pdf(bill: Bill, person: Person, language: str, foot: str = "") -> bytes:
    """Return the invoice of a bill as PDF, with what the practice wants at its foot."""
    with override(language):
        return typeset(TEMPLATE, invoice=_page(bill, person, language) | {"foot": foot})


def _page(bill: Bill, person: Person, language: str) -> dict[str, object]:
    identity, held_on = person.identity, timezone.localdate(bill.held_at)
    lines = [line for line in bill.lines if not line.is_added_by_association]
    return {
        "language": language,
        "title": _("Invoice %(number)s") % {"number": bill.number},
        "practice": settings.PRACTICE_NAME,
        "phone": settings.PRACTICE_PHONE,
        "dated": date_format(timezone.localdate(bill.numbered_at or clock.now()), "DATE_FORMAT"),
        "to": identity.name,
        "born": date_format(identity.birth_date, "DATE_FORMAT") if identity.birth_date else "",
        "treated": _treated(bill) % {"day": date_format(held_on, "DATE_FORMAT"), "clinician": bill.clinician_name},
        "heads": [_("Code"), _("Service"), _("Factor"), _("Amount")],
        "lines": [_printed(line, language) for line in lines],
        "total_head": _("Total"),
        "total": _amount(bill.total, bill.currency) if bill.total is not None else _("by the payer's list"),
        "note": _("Medical treatment is free of value-added tax (section 4 no. 14 UStG).")
        if bill.currency == "EUR"
        else "",
    }


def _treated(bill: Bill) -> str:
    by_video = any(fact.name == "modality" and fact.value == Modality.VIDEO for fact in bill.facts)
    return (
        _("Video consultation of %(day)s with %(clinician)s")
        if by_video
        else _("Treatment of %(day)s with %(clinician)s")
    )


def _printed(line: BilledLine, language: str) -> dict[str, str]:
    said = "de" if language == "de" else "en"
    factor = f"{number_format(line.factor)}" if line.factor is not None else ""
    return {
        "code": " ".join([line.code, *line.modifiers]),
        "text": line.text[said],
        "because": line.factor_reason[said] if line.factor_reason else "",
        "factor": factor,
        "amount": _amount(line.amount, line.currency) if line.amount is not None else "",
    }


def _amount(amount: Decimal, currency: str) -> str:
    return f"{number_format(amount, 2)} {currency}"
