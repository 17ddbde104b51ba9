"""Bills as other programs read them: FHIR, in a file or from the FHIR server."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.operation import Operation
from paravent.billing.gathering import all_bills_of, bills_after, covered_among, standing_in_the_house
from paravent.billing.statements import statement
from paravent.billing.steps import hand_out
from paravent.billing.terms import Bill
from paravent.fhir.charging import Billing, Charged, Covered, bundle, charge_items, claim, coverage, invoice
from paravent.fhir.terms import Resource
from paravent.interop.shelves import Pieces, Shelf, made, put_up
from paravent.interop.terms import Shown
from paravent.kernel.ids import PatientId
from paravent.people.queries import patients_by_id
from paravent.people.terms import Coverage
from paravent.records.terms import PRACTICE, Reach, Spot
from paravent.rights.terms import Kept
from paravent.tariff.payer import PROFILES
from paravent.tariff.reading import catalogues


def bundle_of(bills: list[Bill], practice: str) -> Resource:
    """Return bills as a FHIR Bundle: private ones as invoices, the others as claims."""
    private = frozenset(str(bill.bill_id) for bill in bills if bill.goes_to_patient)
    return bundle([_billing(bill, practice) for bill in bills], invoiced=private)


def _billing(bill: Bill, practice: str) -> Billing:
    catalogue = catalogues()[bill.scheme]
    return Billing(
        bill_id=str(bill.bill_id),
        covered=_covered(bill.patient_id, bill.coverage, bill.payer_name),
        visit_id=str(bill.visit_id),
        clinician_id=str(bill.clinician_id),
        clinician_name=bill.clinician_name,
        held_at=bill.held_at,
        billed_at=bill.accepted_at,
        practice=practice,
        invoice_number=bill.number,
        diagnoses=bill.diagnoses,
        practice_npi=bill.npi,
        clinician_npi=bill.clinician_npi,
        is_ready=not bill.lacks,
        is_withdrawn=bill.taken_back_at is not None,
        charges=tuple(
            Charged(
                code=line.code,
                system=catalogue.system_of(line.code),
                text=line.text["en"],
                amount=line.amount,
                currency=line.currency,
                quantity=line.quantity,
                points=line.points,
                factor=line.factor,
                modifiers=line.modifiers,
                place_of_service=line.place_of_service,
                reason=line.reason or (line.factor_reason["en"] if line.factor_reason else ""),
            )
            for line in bill.lines
            if not line.is_added_by_association
        ),
    )


def _covered(patient_id: UUID, known: Coverage | None, payer: str) -> Covered:
    return Covered(str(patient_id), payer, known.insurer if known else "", known.number if known else "")


def put_up_shelves() -> None:
    """Let the FHIR server show what was billed and who pays: what is held back or was taken back is not there."""
    for kind, of in {"ChargeItem": _charge_items, "Claim": _claims, "Invoice": _invoices}.items():
        put_up(kind, Shelf(_bills(of), partial(_named, of), _left))
    put_up("Coverage", Shelf(_coverages, _coverage_named))


def _left(op: Operation, shown: Iterable[Shown]) -> None:
    """Note of the bills that a program reads that they leave the house: a claim is called as its bill, a line by it and its number."""
    hand_out(op, {UUID(one.fhir_id[:36]) for one in shown})


def kept_of(patient_id: UUID) -> Kept:
    """Return what billing keeps of a patient, for themselves: a section of their report, and all that may leave the house as FHIR."""
    # Bills outlive an erasure; who pays does not.
    bills, person = all_bills_of(patient_id), patients_by_id([patient_id]).get(PatientId(patient_id))
    known = person.identity.coverage if person else None
    covers = [coverage(_covered(patient_id, known, PROFILES[known.payer].name))] if known else []
    billed = [
        resource
        for bill in bills
        if not bill.is_held_back
        for of in (_charge_items, _claims, _invoices)
        for resource in of(bill)
    ]
    return Kept((*covers, *billed), partial(statement, bills, known))


Made = Callable[[Bill], list[Resource]]


def _charge_items(bill: Bill) -> list[Resource]:
    return charge_items(_billing(bill, settings.PRACTICE_NAME))


def _claims(bill: Bill) -> list[Resource]:
    return [] if bill.goes_to_patient else [claim(_billing(bill, settings.PRACTICE_NAME))]


def _invoices(bill: Bill) -> list[Resource]:
    return [invoice(_billing(bill, settings.PRACTICE_NAME))] if bill.goes_to_patient else []


def _shown(bill: Bill, resources: list[Resource]) -> list[Shown]:
    """Return resources of one bill in an order of their own behind the bill's id."""
    return [
        made(one, bill.accepted_at, bill.patient_id, UUID(int=(bill.bill_id.int & ~LINES) | place))
        for place, one in enumerate(resources)
    ]


LINES = 0xFF
"""The last byte of a bill's id gives way to the number of its line: more lines than that no bill has."""


def _bills(of: Made) -> Callable[[Reach], Pieces]:
    def within(reach: Reach) -> Pieces:
        def piece(after: Spot | None) -> list[Shown]:
            behind = after.row_id if after else UUID(int=0)
            while rows := bills_after(UUID(int=behind.int & ~LINES), _owners(reach)):
                found = [shown for bill in standing_in_the_house(rows) for shown in _shown(bill, of(bill))]
                if fresh := [one for one in found if after is None or one.row_id > after.row_id]:
                    return fresh
                behind = UUID(int=(rows[-1].id.int | LINES) + 1)
            return []

        return piece

    return within


def _owners(reach: Reach) -> frozenset[UUID] | None:
    return None if reach.is_everybody else reach.owners - {PRACTICE}


def _named(of: Made, fhir_id: str) -> Shown:
    try:
        bill_id = UUID(fhir_id[:36])
    except ValueError:
        raise ObjectDoesNotExist from None
    found = [
        one for bill in standing_in_the_house(bills_after(bill_id, None, only=True)) for one in _shown(bill, of(bill))
    ]
    for one in found:
        if one.fhir_id == fhir_id:
            return one
    raise ObjectDoesNotExist


def _coverages(reach: Reach) -> Pieces:
    def piece(after: Spot | None) -> list[Shown]:
        return list(_covers(_owners(reach), after.row_id if after else None))

    return piece


def _covers(owners: frozenset[UUID] | None, after: UUID | None) -> Iterator[Shown]:
    for person in covered_among(owners, after):
        known = person.identity.coverage
        if known:
            who = _covered(person.patient_id, known, PROFILES[known.payer].name)
            yield made(coverage(who), person.registered_at, person.patient_id, person.patient_id)


def _coverage_named(fhir_id: str) -> Shown:
    try:
        found = next(_covers(frozenset({UUID(fhir_id)}), None), None)
    except ValueError:
        raise ObjectDoesNotExist from None
    if found is None:
        raise ObjectDoesNotExist
    return found
