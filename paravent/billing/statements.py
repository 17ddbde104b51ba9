"""What patients read of their bills: on their own page, and in the report on what is held about them (Art. 15 GDPR)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from paravent.billing.terms import Bill, BilledLine, Fact
from paravent.billing.words import FACTS, PAYERS, WHO_PAYS, fact_in_words, money, payer_in_words
from paravent.papers.terms import Section, Table
from paravent.people.terms import Coverage

AT_A_GLANCE = {"began", "ended", "minutes", "modality", "tool", "identity", "consent", "new_patient", "last_in_person"}
"""Facts that stand on a patient's page: what was counted by the second, and what was not billable, stands in their report."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One code as its patient reads it."""

    code: str
    """With its modifiers."""
    text: str
    """What it stands for, in plain words, and how often."""
    worth: str
    """Points, factor and amount; by whom it was added. Empty where it marks a case and has no price."""

    def __str__(self) -> str:
        return f"{self.code} {self.text}" + (f" ({self.worth})" if self.worth else "")


@dataclass(frozen=True, slots=True)
class Told:
    """One bill as its patient reads it."""

    held_at: datetime
    clinician_name: str
    charges: tuple[Charge, ...]
    comes_to: str
    stands: bool
    """Not taken back, and not held back."""
    billed_as: str
    who_pays: str
    standing: tuple[str, ...]
    """What became of it, as sentences in the order in which it happened."""
    diagnoses: str
    """Codes alone."""
    reasons: tuple[str, ...]
    stands_on: tuple[str, ...]
    at_a_glance: tuple[str, ...]
    """Those of what it stands on that anybody understands."""
    not_billable: tuple[str, ...]


def told(bill: Bill, language: str) -> Told:
    """Return a bill in words, in a language."""
    with override(language):
        return Told(
            held_at=bill.held_at,
            clinician_name=bill.clinician_name,
            charges=tuple(_charge(line, language) for line in bill.lines),
            comes_to=_sum(bill),
            stands=bill.taken_back_at is None and not bill.is_held_back,
            billed_as=payer_in_words(bill.payer_name),
            who_pays=str(WHO_PAYS[bill.scheme]),
            standing=tuple(_standing(bill)),
            diagnoses=", ".join(one.code for one in bill.diagnoses),
            reasons=tuple(_reasons(bill, language)),
            stands_on=tuple(_fact(one) for one in bill.facts),
            at_a_glance=tuple(_fact(one) for one in bill.facts if one.name in AT_A_GLANCE),
            not_billable=tuple(why[language] for _code, why in bill.refused),
        )


def statement(bills: Sequence[Bill], coverage: Coverage | None, language: str) -> Section:
    """Return who pays for a patient and all that was billed, in a language; also what was taken back."""
    with override(language):
        lead = [_covered(coverage)]
        if not bills:
            return Section(_("What was billed"), (*lead, _("Nothing was billed for a visit of yours.")))
        lead += [
            _(
                "A bill holds codes, times and how the visit was held, nothing of what was said. It is kept for ten years, because it can be audited for so long, and stays when your file is erased."
            )
        ]
        headings = (
            *(_("Visit"), _("What was billed"), _("Comes to"), _("Billed as"), _("How it stands")),
            *(_("Diagnoses on it"), _("Why it was billed so"), _("What it stands on"), _("What was not billable then")),
        )
        return Section(_("What was billed"), tuple(lead), Table(headings, tuple(_row(one, language) for one in bills)))


def _covered(coverage: Coverage | None) -> str:
    if coverage is None:
        return _("Nobody has noted who pays for you.")
    known = (str(PAYERS.get(coverage.payer, coverage.payer)), coverage.insurer, coverage.number)
    return _("Noted as who pays for you: %(payer)s.") % {"payer": ", ".join(part for part in known if part)}


def _row(bill: Bill, language: str) -> tuple[str, ...]:
    said = told(bill, language)
    return (
        _("Visit of %(on)s") % {"on": _day(said.held_at)},
        "; ".join(map(str, said.charges)),
        said.comes_to,
        said.billed_as,
        " ".join(said.standing),
        said.diagnoses,
        " ".join(said.reasons),
        "; ".join(said.stands_on),
        " ".join(said.not_billable),
    )


def _charge(line: BilledLine, language: str) -> Charge:
    times = f" \N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{line.quantity}" if line.quantity > 1 else ""
    factor = [_("factor %(factor)s") % {"factor": number_format(line.factor)}] if line.factor is not None else []
    added = [_("added by the association of doctors")] if line.is_added_by_association else []
    price = [] if line.is_marker else _worth(line.points, money(line.amount, line.currency))
    worth = ", ".join([*factor, *price, *added])
    return Charge(" ".join([line.code, *line.modifiers]), line.text[language] + times, worth)


def _worth(points: int | None, amount: str) -> list[str]:
    said = [ngettext("%(count)s point", "%(count)s points", points) % {"count": points}] if points else []
    return [*said, amount] if amount else said


def _sum(bill: Bill) -> str:
    return ", ".join(_worth(bill.points, money(bill.total, bill.currency))) or _("by the payer's list")


def _standing(bill: Bill) -> list[str]:
    said = [_("Billed on %(day)s.") % {"day": _day(bill.accepted_at)}]
    if bill.number is not None:
        facts = {"number": bill.number, "day": _day(bill.numbered_at or bill.accepted_at)}
        said += [_("Invoice %(number)s of %(day)s.") % facts]
    said += [
        _("Left the practice to be paid on %(day)s.") % {"day": _day(bill.handed_out_at)}
        if bill.handed_out_at
        else _("It has not left the practice.")
    ]
    if bill.taken_back_at:
        said += [_("Taken back on %(on)s: %(why)s") % {"on": _day(bill.taken_back_at), "why": bill.taken_back_because}]
    if bill.is_held_back:
        said += [_("Held back: the visit was held in another app, so it is not sent to anybody.")]
    return said


def _reasons(bill: Bill, language: str) -> list[str]:
    lines = [(line.code, line.reason or (line.factor_reason or {}).get(language, "")) for line in bill.lines]
    typed = [bill.reason] if bill.reason else []
    return [*typed, *(f"{code}: {why}" for code, why in lines if why and why != bill.reason)]


def _fact(one: Fact) -> str:
    said = f"{FACTS.get(one.name, one.name)}: {fact_in_words(one.value, one.name)}"
    return f"{said} ({_('stated')})" if one.is_stated else said


def _day(at: datetime | date) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, "DATE_FORMAT")
