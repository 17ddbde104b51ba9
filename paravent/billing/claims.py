"""Bills as other programs read them: FHIR."""

from paravent.billing.terms import Bill
from paravent.fhir.charging import Billing, Charged, bundle
from paravent.fhir.terms import Resource
from paravent.tariff.reading import catalogues
from paravent.tariff.terms import Scheme


def bundle_of(bills: list[Bill], practice: str) -> Resource:
    """Return bills as a FHIR Bundle: private ones as invoices, the others as claims."""
    private = frozenset(str(bill.bill_id) for bill in bills if bill.scheme == Scheme.GOAE)
    return bundle([_billing(bill, practice) for bill in bills], invoiced=private)


def _billing(bill: Bill, practice: str) -> Billing:
    covered, catalogue = bill.coverage, catalogues()[bill.scheme]
    return Billing(
        bill_id=str(bill.bill_id),
        patient_id=str(bill.patient_id),
        visit_id=str(bill.visit_id),
        clinician_id=str(bill.clinician_id),
        clinician_name=bill.clinician_name,
        held_at=bill.held_at,
        billed_at=bill.accepted_at,
        payer=bill.payer_name,
        insurer=covered.insurer if covered else "",
        number=covered.number if covered else "",
        practice=practice,
        invoice_number=bill.number,
        diagnoses=bill.diagnoses,
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
                reason=line.reason,
            )
            for line in bill.lines
            if not line.is_added_by_association
        ),
    )
