"""What is done about bills. One function, one use case, one line in the log."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.policy import may_forget
from paravent.access.terms import Actor, Purpose, Role
from paravent.billing import meters, policy, queries, steps
from paravent.billing.gathering import all_bills_of, as_was_counted, bills_of_erased, overtaken_marks, withdrawn_of
from paravent.billing.models import Bill, Tally, Terms
from paravent.billing.standing import QuarterView
from paravent.billing.terms import (
    ASKS_DIAGNOSIS,
    KEEP_BILLS,
    MOST_DIAGNOSES,
    SHORTEST_REASON,
    Act,
    BilledAlready,
    BilledLine,
    Considered,
    DiagnosisMissing,
    FactorUnexplained,
    HeldBack,
    NothingChosen,
    NothingToFindBy,
    NothingToInvoice,
    NotOffered,
    OfErased,
    Overtaken,
    ReasonMissing,
    Stated,
)
from paravent.billing.terms import Bill as BillView
from paravent.billing.terms import Terms as TermsView
from paravent.detours.queries import held_elsewhere
from paravent.detours.steps import forget_marks
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.queries import colleagues, patient
from paravent.people.steps import keep_coverage as keep
from paravent.people.terms import Colleague, Coverage, Person
from paravent.tariff.payer import PROFILES
from paravent.tariff.quarters import Quarter
from paravent.tariff.terms import Scheme
from paravent.visits.queries import held as visit_held
from paravent.visits.steps import of_own_visit
from paravent.visits.terms import VisitView

PAY = Purpose.PAYMENT
TYPED = {"region", "invoice_foot", "npi"}
"""Of the practice's terms: texts."""


def consider_bill(actor: Actor, visit_id: VisitId, stated: Stated) -> Considered:
    """Return what may be billed for a visit and what not, each with why; what was accepted before stands beside it."""
    with operation(Act.CONSIDER, actor, PAY) as op:
        return _considered(op, visit_id, stated)


def _considered(op: Operation, visit_id: VisitId, stated: Stated) -> Considered:
    held = visit_held(visit_id)
    op.note(visit=visit_id, patient=held.patient_id)
    person = patient(held.patient_id)
    op.require(policy.may_bill(op.actor, held, is_provisional=person.is_provisional))
    return queries.considered(as_was_counted(held), person, stated)


def accept_bill(
    actor: Actor, visit_id: VisitId, stated: Stated, codes: Collection[str], *, against: Collection[str] = ()
) -> UUID:
    """Keep which codes are billed for a visit, also those against the rules where a reason says why; returns the bill.

    Worked out anew from the evidence: a page that is older than the facts accepts nothing that is not so any more. Raises
    BilledAlready, DiagnosisMissing, FactorUnexplained, NothingChosen, NotOffered, ReasonMissing.
    """
    with operation(Act.ACCEPT, actor, PAY) as op:
        considered, reason = _considered(op, visit_id, stated), stated.reason.strip()
        if considered.bill is not None:
            raise BilledAlready
        if (against or stated.corrects) and len(reason) < SHORTEST_REASON:
            raise ReasonMissing
        _ask_for_diagnoses(considered)
        _ask_why_higher(considered, {*codes, *against})
        lines = (*_proposed(considered, codes), *_overruled(op, considered, against, reason))
        if not lines:
            raise NothingChosen
        return steps.keep_bill(op, considered, lines, reason)


def _ask_for_diagnoses(considered: Considered) -> None:
    """See to it that a claim says what it is for, in codes alone, and that no other bill does."""
    said, asked = considered.stated.diagnoses, considered.payer.scheme in ASKS_DIAGNOSIS
    if asked and not 1 <= len(said) <= MOST_DIAGNOSES:
        raise DiagnosisMissing
    of_file = {one.diagnosis for one in considered.problems}
    if any(one not in of_file and not (asked and one.is_written) for one in said):
        raise NotOffered


def _ask_why_higher(considered: Considered, chosen: Collection[str]) -> None:
    """See to it that a factor above the usual one says why: the invoice prints it beside the code."""
    found, factors = considered.assessment, considered.stated.factors
    for one in (*found.proposals, *(each.otherwise for each in found.refusals if each.otherwise)):
        said = factors[one.code].reason.strip() if one.code in factors else ""
        if one.code in chosen and one.is_above_usual and len(said) < SHORTEST_REASON:
            raise FactorUnexplained(one.code)


def _proposed(considered: Considered, codes: Collection[str]) -> list[BilledLine]:
    offered = considered.assessment.by_code
    if not set(codes) <= set(offered):
        raise NotOffered
    return [steps.proposed(one) for code, one in offered.items() if code in codes]


def _overruled(op: Operation, considered: Considered, against: Collection[str], reason: str) -> list[BilledLine]:
    refused = {one.code: one for one in considered.assessment.refusals}
    if not set(against) <= set(refused):
        raise NotOffered
    for code in against:
        op.require(policy.may_overrule(refused[code].cause))
    op.note(overruled=" ".join(sorted(against)))
    return [steps.overruled(refused[code], reason) for code in against]


def take_back_bill(actor: Actor, visit_id: VisitId, reason: str) -> None:
    """Take the bill of a visit back, with the reason. Raises ReasonMissing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    with operation(Act.TAKE_BACK, actor, PAY) as op:
        row = Bill.objects.select_for_update().filter(visit_id=visit_id).latest("accepted_at")
        op.note(visit=visit_id, patient=row.patient_id)
        op.require(policy.may_take_back(actor, row.clinician_id, stands=row.taken_back_at is None))
        steps.end_bill(op, row, reason.strip())


def list_bills(actor: Actor, quarter: Quarter) -> list[BillView]:
    """Return the bills of a quarter: reception all of them, a clinician their own."""
    with operation(Act.LIST, actor, PAY) as op:
        op.require(policy.may_list(actor))
        own = None if actor.is_a(Role.RECEPTION) else actor.person
        return _shown(op, queries.bills_of(quarter, own))


def list_unbilled(actor: Actor, quarter: Quarter) -> list[VisitView]:
    """Return the visits of a quarter that are over and not billed: reception all of them, a clinician their own."""
    with operation(Act.LIST_UNBILLED, actor, PAY) as op:
        op.require(policy.may_list(actor))
        found = queries.unbilled(quarter, None if actor.is_a(Role.RECEPTION) else actor.person)
        op.note(quarter=quarter, count=len(found))
        for one in found:
            op.show(one.patient.patient_id)
        return found


def compare_marks(actor: Actor, quarter: Quarter) -> list[Overtaken]:
    """Return which of a clinician's bills mark a case as treated by video alone though the patient was in the practice in the quarter."""
    with operation(Act.COMPARE, actor, PAY) as op:
        op.require(policy.may_compare_marks(actor))
        found = overtaken_marks(quarter, actor.person)
        op.note(quarter=quarter, count=len(found))
        for one in found:
            op.show(one.bill.patient_id)
        return found


def see_bill(actor: Actor, bill_id: UUID) -> BillView:
    """Return one bill with the evidence that it stands on."""
    with operation(Act.SEE, actor, PAY) as op:
        row = Bill.objects.get(pk=bill_id)
        op.note(patient=row.patient_id, visit=row.visit_id, bill=bill_id)
        op.require(policy.may_read(actor, row.clinician_id))
        return queries.views_of([row])[0]


def see_own_bills(guest: Actor, visit_id: VisitId) -> list[BillView]:
    """Return all that was billed for whoever bears the link of a visit, the newest visit first: to themselves, once it is known who they are."""
    with operation(Act.SEE_OWN, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        found = all_bills_of(visit.patient_id)
        op.note(count=len(found))
        return found


def find_bills_of_erased(actor: Actor, *, number: int | None = None, held_on: date | None = None) -> list[OfErased]:
    """Return whose bill an invoice number or a day belongs to, among those whose files were erased. Raises NothingToFindBy."""
    if number is None and held_on is None:
        raise NothingToFindBy
    with operation(Act.FIND_ERASED, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_find_erased(actor))
        found = bills_of_erased(number, held_on)
        op.note(count=len(found))
        for one in found:
            op.show(one.patient_id)
        return found


def export_bills(actor: Actor, quarter: Quarter) -> list[BillView]:
    """Return what stands of a quarter, to be handed to the association, an insurer or another program."""
    with operation(Act.EXPORT, actor, PAY) as op:
        op.note(quarter=quarter)
        op.require(policy.may_hand_out(actor))
        bills = _let_out(op, queries.bills_of(quarter, standing=True))
        steps.hand_out(op, [bill.bill_id for bill in bills])
        return _shown(op, bills)


def export_withdrawn(actor: Actor, quarter: Quarter) -> list[BillView]:
    """Return what was taken back of a quarter after it had left the house, for whoever got it."""
    with operation(Act.EXPORT, actor, PAY) as op:
        op.note(quarter=quarter, withdrawn="yes")
        op.require(policy.may_hand_out(actor))
        return _shown(op, withdrawn_of(quarter))


def _let_out(op: Operation, bills: list[BillView]) -> list[BillView]:
    """Leave out what was billed before its visit was owned up to."""
    kept = sum(bill.is_held_back for bill in bills)
    if kept:
        op.note(held_back=kept)
    return [bill for bill in bills if not bill.is_held_back]


def draw_invoice(actor: Actor, bill_id: UUID) -> tuple[BillView, Person, str]:
    """Give a bill its invoice number, once, and return it with whom it goes to and what stands at its foot. Raises HeldBack, NothingToInvoice."""
    with operation(Act.INVOICE, actor, PAY) as op:
        row = Bill.objects.select_for_update().get(pk=bill_id, taken_back_at=None)
        op.note(patient=row.patient_id, visit=row.visit_id, bill=bill_id)
        op.require(policy.may_hand_out(actor))
        if row.scheme == Scheme.EBM:
            raise NothingToInvoice
        if held_elsewhere([row.visit_id]):
            raise HeldBack
        steps.number_bill(op, row)
        steps.hand_out(op, [row.id])
        return queries.views_of([row])[0], patient(row.patient_id), queries.terms_now().invoice_foot


def _shown(op: Operation, bills: list[BillView]) -> list[BillView]:
    op.note(count=len(bills))
    for bill in bills:
        op.show(bill.patient_id)
    return bills


def see_quarter(actor: Actor, quarter: Quarter) -> QuarterView:
    """Return how a quarter stands against its limits: sums, and the ceilings of the reader or of every doctor."""
    purpose = PAY if actor.roles & policy.AT_BILLING else Purpose.OPERATIONS
    with operation(Act.SEE_QUARTER, actor, purpose) as op:
        op.note(quarter=quarter)
        op.require(policy.may_see_quarter(actor))
        everybody = bool(actor.roles & {Role.RECEPTION, *policy.RUNNING})
        return meters.quarter_view(quarter, queries.today(), None if everybody else actor.person)


def count_cases(actor: Actor, quarter: Quarter, cases: int, unknown: int | None = None) -> None:
    """Keep how many cases the practice software counts in a quarter so far, and how many of patients who are new to the practice."""
    with operation(Act.COUNT_CASES, actor, PAY) as op:
        op.require(policy.may_count_cases(actor))
        steps.keep_cases(op, quarter, cases, unknown)


def see_terms(actor: Actor) -> TermsView:
    """Return what billing knows of the practice, for whoever changes it."""
    with operation(Act.SEE_TERMS, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_set_terms(actor))
        return queries.terms_now()


def see_numbers(actor: Actor) -> tuple[TermsView, list[Colleague]]:
    """Return what billing knows of the practice, and the clinicians whom payers know by a number."""
    with operation(Act.SEE_TERMS, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_set_terms(actor))
        return queries.terms_now(), colleagues(Role.CLINICIAN)


def set_terms(actor: Actor, terms: TermsView) -> None:
    """Keep what a point is worth here, and what else billing needs to know of the practice; what was billed before stays."""
    with operation(Act.SET_TERMS, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_set_terms(actor))
        said = asdict(terms) | {"point_value": str(terms.point_value) if terms.point_value is not None else None}
        noted = said | {"fees": sum(map(len, terms.fees.values())), "modifier_95": " ".join(terms.modifier_95)}
        noted |= {"clinician_npis": len(terms.clinician_npis)}
        # What somebody typed has no place in the log.
        op.note(**{name: value for name, value in noted.items() if value not in {None, ""} and name not in TYPED})
        Terms(terms=said, said_by=actor.person, said_at=clock.now()).save(force_insert=True)


def keep_coverage(actor: Actor, patient_id: PatientId, coverage: Coverage) -> None:
    """Keep who pays for a patient."""
    with operation(Act.KEEP_COVERAGE, actor, PAY) as op:
        op.note(patient=patient_id, payer=PROFILES[coverage.payer].id)
        op.require(policy.may_keep_coverage(actor))
        keep(op, patient(patient_id), coverage)


def see_coverage(actor: Actor, patient_id: PatientId) -> Person:
    """Return whom a change of who pays would be about."""
    with operation(Act.SEE_COVERAGE, actor, PAY) as op:
        op.note(patient=patient_id)
        op.require(policy.may_keep_coverage(actor))
        return patient(patient_id)


def forget_bills(actor: Actor) -> int:
    """Delete what no law asks to be kept any more; return how many bills went."""
    with operation(Act.FORGET, actor, Purpose.OPERATIONS) as op:
        op.require(may_forget(actor))
        before = clock.now() - KEEP_BILLS
        gone, _ = queries.bills_past_their_term(before).delete()
        forget_marks(op, Quarter.of(before.date()).begins_on)
        Tally.objects.filter(quarter_on__lt=Quarter.of(before.date()).begins_on).delete()
        op.note(bills=gone)
        return gone
