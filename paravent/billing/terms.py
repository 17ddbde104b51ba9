"""The words of billing: what is done about a bill, what is kept of it, and how a quarter stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from paravent.fhir.diagnoses import Diagnosis, Problem
from paravent.kernel import retention
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.people.terms import Coverage, Person
from paravent.tariff.assessment import Assessment
from paravent.tariff.evidence import ChosenFactor, Evidence
from paravent.tariff.money import comes_to
from paravent.tariff.payer import Payer
from paravent.tariff.quarters import Quarter
from paravent.tariff.terms import (
    AudioReason,
    Cause,
    DecisionMaking,
    IdentityCheck,
    Initiator,
    Kind,
    Occasion,
    Place,
    Scheme,
)


class Act(StrEnum):
    """What can be done about a bill, as the log says it."""

    CONSIDER = "bill.consider"
    ACCEPT = "bill.accept"
    TAKE_BACK = "bill.take-back"
    LIST = "bill.list"
    LIST_UNBILLED = "bill.list-unbilled"
    COMPARE = "bill.compare"
    SEE = "bill.see"
    SEE_OWN = "bill.see-own"
    FIND_ERASED = "bill.find-erased"
    EXPORT = "bill.export"
    INVOICE = "bill.invoice"
    FORGET = "bill.forget"
    SEE_QUARTER = "bill.see-quarter"
    COUNT_CASES = "bill.count-cases"
    SEE_TERMS = "bill.see-terms"
    SET_TERMS = "bill.set-terms"
    SEE_COVERAGE = "coverage.see"
    KEEP_COVERAGE = "coverage.keep"


TOLD_FOR = timedelta(days=30)
"""How long the day's page tells of a bill that was taken back after it had left the house; its own page and the list do for good."""

SHORTEST_REASON = 12
"""Characters of a reason: whoever audits reads it years later."""

KEEP_BILLS = retention.BILLS

KNOWN_FOR = timedelta(days=3 * 366)
"""How far back the file is looked through for when a patient was seen (CPT: new after three years)."""

LIKELY = 0.5
"""How probable it has to be that a limit is exceeded for people to be warned of where a quarter leads."""

ASKS_NPI = frozenset({Scheme.CPT})
"""Schemes whose claims name who bills and who treated by the US National Provider Identifier (45 CFR 162.406)."""
ASKS_DIAGNOSIS = frozenset({Scheme.CPT})
"""Schemes whose claims carry a diagnosis for each line. In Germany it goes to the association by quarter, out of the practice software."""
MOST_DIAGNOSES = 12
"""Of a professional claim (CMS-1500, item 21; FHIR sets no bound)."""

NEVER_OVERRULED = frozenset(
    {Cause.TOOL_NOT_ADMISSIBLE, Cause.NOT_REPORTED, Cause.CODE_DELETED, Cause.NOT_YET_VALID, Cause.NO_LONGER_VALID}
)
"""What no reason of a clinician makes billable: a consultation in an app that was not made for it, a code that does not exist."""


class Lack(StrEnum):
    """What a claim lacks that its payer asks for: it is told as not ready."""

    PRACTICE_NPI = "practice-npi"
    CLINICIAN_NPI = "clinician-npi"


class ReasonMissing(Exception):
    """Something was billed or stated against what is known, and nobody said why."""


class BilledAlready(Exception):
    """This visit has a bill that stands. Take it back first."""


class DiagnosisMissing(Exception):
    """A claim by this scheme needs at least one diagnosis, and not more than twelve."""


class FactorUnexplained(Exception):
    """A factor above the usual one was chosen, and nobody said why (§ 12 (3) GOÄ). The argument is the code."""


class NotOffered(Exception):
    """A code was asked for that was neither proposed nor may be overruled."""


class NothingChosen(Exception):
    """No code was chosen."""


class HeldBack(Exception):
    """The visit was held in another app, as was said after it was billed. It is taken back, and goes out nowhere."""


class NothingToFindBy(Exception):
    """A search for bills of the erased names neither a number nor a day: all of them are shown to nobody."""


class NothingToInvoice(Exception):
    """Of this bill nothing goes to the patient or to a payer by invoice: the association pays by quarter."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the clinician says about a visit beside what it shows itself. What is None was not said."""

    kind: Kind = Kind.CONSULTATION
    occasion: Occasion | None = None
    """Corrects on what duty it was held; None: as marked when it was booked or begun."""
    is_initiator: bool = True
    """Of a conference or a consilium: called or asked for by whoever bills, and not by a colleague."""
    place: Place = Place.NOT_SAID
    initiator: Initiator = Initiator.NOT_SAID
    audio_reason: AudioReason | None = None
    decision_making: DecisionMaking | None = None
    stated_minutes: int | None = None
    is_new_patient: bool | None = None
    identity_check: IdentityCheck | None = None
    in_person_on: date | None = None
    """Corrects when the patient was last in the practice; the file is asked where it is None."""
    talked_minutes: int | None = None
    """Corrects for how long they talked, where the page could not count."""
    with_picture: bool = True
    """Goes with `talked_minutes`."""
    diagnoses: tuple[Diagnosis, ...] = ()
    """What a claim is for, chosen by the clinician; asked where the scheme asks for it."""
    factors: Mapping[str, ChosenFactor] = field(default_factory=dict)
    """GOÄ: by code, where another factor than the usual one was chosen."""
    reason: str = ""

    @property
    def corrects(self) -> bool:
        """Tell whether something is said against what the visit and the file show."""
        return self.in_person_on is not None or self.talked_minutes is not None


@dataclass(frozen=True, slots=True)
class Considered:
    """What a clinician reads before they bill: what is known, what may be billed and what not."""

    visit_id: VisitId
    patient: Person
    clinician_id: PersonId
    coverage: Coverage | None
    payer: Payer
    evidence: Evidence
    is_measured: bool
    """The call itself was counted."""
    assessment: Assessment
    stated: Stated
    occasion: Occasion
    """On what duty it was held: as marked, or as stated."""
    on_file_in_person: date | None
    """When the patient was last in the practice, as the file says."""
    problems: tuple[Problem, ...] = ()
    """Diagnoses of the file to choose from, where the scheme asks for one."""
    bill: "Bill | None" = None
    """What was accepted before, and stands."""


@dataclass(frozen=True, slots=True)
class BilledLine:
    """One code as it was accepted, with everything it stood on then. `reason` is why, where it was not proposed."""

    code: str
    text: dict[str, str]
    why: dict[str, str]
    points: int | None
    amount: Decimal | None
    currency: str
    rule_from: str
    decided_on: str
    source: str
    is_checked: bool
    factor: Decimal | None = None
    factor_reason: dict[str, str] | None = None
    quantity: int = 1
    modifiers: tuple[str, ...] = ()
    place_of_service: str = ""
    is_added_by_association: bool = False
    is_marker: bool = False
    reason: str = ""
    """Typed, where it was billed although it was not proposed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of evidence as it is kept: a name, a value as a word, and whether it was stated and not measured."""

    name: str
    value: str
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """What was billed for one visit, and what it stands on. Nothing of what the visit was about."""

    bill_id: UUID
    visit_id: VisitId
    patient_id: PatientId
    clinician_id: PersonId
    clinician_name: str
    patient_name: str
    """Empty after an erasure: bills outlive the name."""
    coverage: Coverage | None
    payer_name: str
    quarter: Quarter
    held_at: datetime
    scheme: Scheme
    lines: tuple[BilledLine, ...]
    facts: tuple[Fact, ...]
    refused: tuple[tuple[str, dict[str, str]], ...]
    """Codes that were not billable, each with why, in both languages."""
    reason: str
    """Typed, where something was billed or stated against what is known."""
    accepted_by: UUID
    accepted_at: datetime
    taken_back_at: datetime | None
    taken_back_because: str
    number: int | None
    """Of its invoice, once there is one; `numbered_at` is its date, however often it is drawn."""
    numbered_at: datetime | None = None
    handed_out_at: datetime | None = None
    """When it left the house first."""
    diagnoses: tuple[Diagnosis, ...] = ()
    """Codes alone, as the clinician chose them."""
    npi: str = ""
    clinician_npi: str = ""
    is_held_back: bool = False
    """Its visit was held in another app, as was said after it was billed: it leaves the house nowhere until it is taken back."""

    @property
    def is_to_be_recalled(self) -> bool:
        """Tell whether it has left the house and holds no more: whoever got it has to hear of it."""
        return self.handed_out_at is not None and (self.is_held_back or self.taken_back_at is not None)

    @property
    def total(self) -> Decimal | None:
        """What it comes to; None where a line has no price of its own."""
        counted = [line.amount for line in self.lines if not line.is_added_by_association]
        return None if None in counted else comes_to(amount for amount in counted if amount)

    @property
    def goes_to_patient(self) -> bool:
        """Tell whether it leaves as an invoice: private bills do, all others as claims."""
        return self.scheme == Scheme.GOAE

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What its claim lacks that the payer asks for; nothing: it is ready."""
        if self.scheme not in ASKS_NPI:
            return ()
        had = {Lack.PRACTICE_NPI: self.npi, Lack.CLINICIAN_NPI: self.clinician_npi}
        return tuple(lack for lack, number in had.items() if not number)

    @property
    def currency(self) -> str:
        """In which money."""
        return self.lines[0].currency if self.lines else ""

    @property
    def points(self) -> int:
        """How many points it comes to."""
        return sum(line.points or 0 for line in self.lines if not line.is_added_by_association)

    @property
    def is_unchecked(self) -> bool:
        """Tell whether a line stands on a rule that nobody has compared with the current text."""
        return not all(line.is_checked for line in self.lines)


@dataclass(frozen=True, slots=True)
class OfErased:
    """By what somebody whose file was erased can still be told from others: what their invoice, or their memory, says of a bill."""

    patient_id: PatientId
    number: int | None
    held_at: datetime
    clinician_name: str
    payer_name: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A bill that marks its case as treated by video alone, and the day on which the patient was in the practice all the same."""

    bill: Bill
    code: str
    in_person_on: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What billing needs to know of the practice. Rows are only added: what held before stays with what was billed by it."""

    region: str = ""
    point_value: Decimal | None = None
    """In cents; None: the federal value."""
    is_reported: bool = True
    """The association was told that the practice holds video consultations."""
    specialty: str = "general-practice"
    default_payer: str = "ebm"
    ceiling_01450: int | None = None
    """In points for each doctor and quarter, where sources disagree."""
    invoice_foot: str = ""
    """What stands at the foot of invoices: address, tax number, account, until when to pay."""
    modifier_95: tuple[str, ...] = ("commercial",)
    """Payers that ask for modifier 95 on video visits: sources disagree (CodingIntel and AAFP against the ACP)."""
    npi: str = ""
    """By which US payers know the practice."""
    clinician_npis: Mapping[str, str] = field(default_factory=dict)
    """By which they know each clinician, by the person's id."""
    fees: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By payer, by code: what the practice charges, in the currency's units, where a scheme has no prices of its own."""


@dataclass(frozen=True, slots=True)
class CasesSaid:
    """How many cases the practice has in a quarter so far, as its practice software says: video or not."""

    cases: int
    said_at: datetime
    unknown: int | None = None
    """Those of them whose patients were not there in the three quarters before; None: not said."""
