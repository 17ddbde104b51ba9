"""What was billed as FHIR R4: Coverage, ChargeItem, Claim, Invoice. Sources: HL7 FHIR R4 (4.0.1), section 13; ISO 4217."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from paravent.fhir.diagnoses import Diagnosis
from paravent.fhir.npi import identifier
from paravent.fhir.terms import Resource

CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"
MOST_POINTERS = 4
"""Diagnoses that one line of a professional claim points to (CMS-1500, item 24E)."""
PLACE_OF_SERVICE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"


@dataclass(frozen=True, slots=True)
class Charged:
    """One code that was billed."""

    code: str
    system: str
    text: str
    amount: Decimal | None
    currency: str
    quantity: int = 1
    points: int | None = None
    factor: Decimal | None = None
    modifiers: tuple[str, ...] = ()
    place_of_service: str = ""
    reason: str = ""
    """Why it was billed against the rules, as the clinician typed it; else why by this factor."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Who pays for whom."""

    patient_id: str
    payer: str
    insurer: str
    number: str


@dataclass(frozen=True, slots=True)
class Billing:
    """What was billed for one visit, and between whom."""

    bill_id: str
    covered: Covered
    visit_id: str
    clinician_id: str
    clinician_name: str
    held_at: datetime
    billed_at: datetime
    charges: tuple[Charged, ...]
    practice: str
    diagnoses: tuple[Diagnosis, ...] = ()
    invoice_number: int | None = None
    practice_npi: str = ""
    """By which US payers know who bills."""
    clinician_npi: str = ""
    is_ready: bool = True
    """Nothing is missing that its payer asks for."""
    is_withdrawn: bool = False
    """It was handed out before, and holds no more."""


def coverage(covered: Covered) -> Resource:
    """Return who pays, as a Coverage; its id is the patient's."""
    made: Resource = {
        "resourceType": "Coverage",
        "id": covered.patient_id,
        "status": "active",
        "beneficiary": {"reference": f"Patient/{covered.patient_id}"},
        "payor": [{"display": covered.insurer or covered.payer}],
        "type": {"text": covered.payer},
    }
    return made | ({"subscriberId": covered.number} if covered.number else {})


def charge_items(billing: Billing) -> list[Resource]:
    """Return each code as a ChargeItem."""
    return [_charge_item(billing, place, one) for place, one in enumerate(billing.charges, start=1)]


def _charge_item(billing: Billing, place: int, one: Charged) -> Resource:
    made: Resource = {
        "resourceType": "ChargeItem",
        "id": f"{billing.bill_id}-{place}",
        "status": "entered-in-error" if billing.is_withdrawn else "billed",
        "code": _concept(one),
        "subject": {"reference": f"Patient/{billing.covered.patient_id}"},
        "context": {"reference": f"Encounter/{billing.visit_id}"},
        "occurrenceDateTime": billing.held_at.isoformat(),
        "performer": [{"actor": _who(billing)}],
        "quantity": {"value": one.quantity},
        "enteredDate": billing.billed_at.isoformat(),
    }
    if one.factor is not None:
        made["factorOverride"] = _number(one.factor)
    if one.amount is not None:
        made["priceOverride"] = _money(one)
    if one.reason:
        made["overrideReason"] = one.reason
    if one.points is not None:
        made["note"] = [{"text": f"{one.points} points"}]
    return made


def claim(billing: Billing) -> Resource:
    """Return a bill as a Claim (professional). What has no price of its own carries none: the payer's list decides."""
    made: Resource = {
        "resourceType": "Claim",
        "id": billing.bill_id,
        "status": "cancelled" if billing.is_withdrawn else "active" if billing.is_ready else "draft",
        "type": {"coding": [{"system": CLAIM_TYPE, "code": "professional"}]},
        "use": "claim",
        "patient": {"reference": f"Patient/{billing.covered.patient_id}"},
        "created": billing.billed_at.isoformat(),
        "provider": _provider(billing),
        "priority": {"coding": [{"system": PRIORITY, "code": "normal"}]},
        "insurance": [
            {"sequence": 1, "focal": True, "coverage": {"reference": f"Coverage/{coverage(billing.covered)['id']}"}}
        ],
        "billablePeriod": {"start": _day(billing), "end": _day(billing)},
        "item": [_claimed(billing, place, one) for place, one in enumerate(billing.charges, start=1)],
    }
    if billing.diagnoses:
        made["diagnosis"] = [_diagnosis(place, one) for place, one in enumerate(billing.diagnoses, start=1)]
    if billing.practice_npi:
        made["careTeam"] = [{"sequence": 1, "provider": _rendering(billing), "responsible": True}]
    total = _total(billing)
    return made | ({"total": total} if total else {})


def _provider(billing: Billing) -> dict[str, Any]:
    """Return who bills: the practice where payers know it by a number of its own, the clinician else."""
    if not billing.practice_npi:
        return _rendering(billing)
    return {"type": "Organization", "identifier": identifier(billing.practice_npi), "display": billing.practice}


def _rendering(billing: Billing) -> dict[str, Any]:
    who: dict[str, Any] = dict(_who(billing))
    return who | ({"identifier": identifier(billing.clinician_npi)} if billing.clinician_npi else {})


def _diagnosis(place: int, one: Diagnosis) -> dict[str, Any]:
    concept = {"coding": [{"system": one.system, "code": one.code}]}
    return {"sequence": place, "diagnosisCodeableConcept": concept}


def _day(billing: Billing) -> str:
    return billing.held_at.date().isoformat()


def _claimed(billing: Billing, place: int, one: Charged) -> dict[str, Any]:
    made: dict[str, Any] = {
        "sequence": place,
        "productOrService": _concept(one),
        "servicedDate": _day(billing),
        "quantity": {"value": one.quantity},
        "encounter": [{"reference": f"Encounter/{billing.visit_id}"}],
    }
    if pointed := min(len(billing.diagnoses), MOST_POINTERS):
        made["diagnosisSequence"] = list(range(1, pointed + 1))
    if one.modifiers:
        made["modifier"] = [{"coding": [{"system": one.system, "code": code}]} for code in one.modifiers]
    if one.place_of_service:
        made["locationCodeableConcept"] = {"coding": [{"system": PLACE_OF_SERVICE, "code": one.place_of_service}]}
    if one.amount is not None:
        made |= {"net": _money(one)} if one.quantity > 1 else {"unitPrice": _money(one), "net": _money(one)}
    return made


def invoice(billing: Billing) -> Resource:
    """Return a bill that goes to the patient as an Invoice."""
    made: Resource = {
        "resourceType": "Invoice",
        "id": billing.bill_id,
        "status": _invoiced(billing),
        "subject": {"reference": f"Patient/{billing.covered.patient_id}"},
        "date": billing.billed_at.isoformat(),
        "participant": [{"actor": _who(billing)}],
        "issuer": {"display": billing.practice},
        "lineItem": [
            {
                "sequence": place,
                "chargeItemReference": {"reference": f"ChargeItem/{billing.bill_id}-{place}"},
                **({"priceComponent": [_component(one)]} if one.amount is not None else {}),
            }
            for place, one in enumerate(billing.charges, start=1)
        ],
    }
    if billing.invoice_number is not None:
        made["identifier"] = [{"value": str(billing.invoice_number)}]
    total = _total(billing)
    return made | ({"totalNet": total, "totalGross": total} if total else {})


def _invoiced(billing: Billing) -> str:
    if billing.is_withdrawn:
        return "cancelled"
    return "issued" if billing.invoice_number is not None else "draft"


def _component(one: Charged) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "base", "amount": _money(one)}
    return made | ({"factor": _number(one.factor)} if one.factor is not None else {})


def _concept(one: Charged) -> dict[str, Any]:
    return {"coding": [{"system": one.system, "code": one.code}], "text": one.text}


def _who(billing: Billing) -> dict[str, str]:
    return {"reference": f"Practitioner/{billing.clinician_id}", "display": billing.clinician_name}


def _money(one: Charged) -> dict[str, Any]:
    return {"value": _number(one.amount or Decimal()), "currency": one.currency}


def _total(billing: Billing) -> dict[str, Any] | None:
    """Return the sum, or nothing where a line has no price: a total that leaves one out would be wrong."""
    amounts = [one.amount for one in billing.charges]
    if not amounts or any(one is None for one in amounts):
        return None
    total = sum((one for one in amounts if one is not None), Decimal())
    return {"value": _number(total), "currency": billing.charges[0].currency}


def _number(value: Decimal) -> float:
    # Two or three decimals of amounts below a million are exact enough in a float's shortest form, which JSON shows.
    return float(value)


def bundle(billings: list[Billing], *, invoiced: frozenset[str] = frozenset()) -> Resource:
    """Return bills as one Bundle: who pays once a patient, each code, and for each bill a claim, or an invoice where it is named."""
    covers = {one.covered.patient_id: coverage(one.covered) for one in billings}
    made = [*covers.values(), *(item for one in billings for item in charge_items(one))]
    made += [invoice(one) if one.bill_id in invoiced else claim(one) for one in billings]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:paravent:{one['resourceType']}/{one['id']}", "resource": one} for one in made],
    }
