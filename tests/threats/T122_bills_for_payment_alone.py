"""A program *cannot* read what was billed, or who pays, for another purpose than payment, nor through a person who does not do the billing; what it reads says nothing clinical, and holds nothing that is held back or was taken back."""

import json
from uuid import UUID

import pytest

from paravent.access.operation import operation
from paravent.access.terms import Purpose, allow
from paravent.billing.operations import accept_bill, keep_coverage, take_back_bill
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.fhir.resources import validated
from paravent.kernel.ids import PatientId, VisitId
from paravent.ledger.queries import disclosures_by
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_patient
from paravent.programs.tests.cast import a_program, a_token
from tests.threats.cast import CLINICAL, WORDS, Colleague, Practice

KINDS = ("ChargeItem", "Claim", "Coverage", "Invoice")


def asks(practice: Practice, member: Colleague, purpose: Purpose, scope: str = "user/*.rs") -> dict[str, str]:
    """Return the headers of a program that acts for somebody."""
    program = a_program("Practice software", purposes=[purpose]).id
    return {"Authorization": f"Bearer {a_token(program, member.actor, scope, purpose=purpose)}"}


def billed(practice: Practice, name: str, payer: str, code: str) -> tuple[PatientId, VisitId, UUID]:
    """Return a patient, their visit and its bill."""
    patient = a_patient(name)
    keep_coverage(practice.dua.actor, patient, Coverage(payer, "An insurer", "K9"))
    visit = a_visit_that_was_held(practice.bea.actor, patient, video(12))
    return patient, visit, accept_bill(practice.bea.actor, visit, Stated(), {code})


def test_for_payment_a_program_reads_bills_that_are_valid_and_nothing_clinical(practice: Practice) -> None:
    statutory, _, claim = billed(practice, "Pia Paul", "ebm", "01450")
    private, _, invoice = billed(practice, "Quin Quast", "goae", "3")
    headers = asks(practice, practice.dua, Purpose.PAYMENT)

    for patient, kind, id_ in (
        (statutory, "ChargeItem", f"{claim}-1"),
        (statutory, "Claim", claim),
        (statutory, "Coverage", statutory),
        (private, "Invoice", invoice),
        (private, "ChargeItem", f"{invoice}-1"),
    ):
        found = practice.dua.browser.get(f"/fhir/R4/{kind}?patient={patient}", headers=headers).json()["entry"]
        (one,) = [entry["resource"] for entry in found]
        read = practice.dua.browser.get(f"/fhir/R4/{kind}/{id_}", headers=headers)
        assert (read.status_code, read.json()) == (200, one), kind
        assert validated({name: value for name, value in one.items() if name != "meta"})
        assert not [name for name in (*CLINICAL, "reason") if WORDS[name] in json.dumps(one)]
    assert "entry" not in practice.dua.browser.get(f"/fhir/R4/Claim?patient={private}", headers=headers).json()
    with operation("test.look", practice.dua.actor, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        lines = [
            one for one in disclosures_by(practice.dua.person) if one.act == "fhir.read" and one.patient == private
        ]
    assert {one.purpose for one in lines} == {"HPAYMT"}


def test_every_bill_is_on_some_page_of_a_search_and_on_no_two(practice: Practice) -> None:
    ids = {billed(practice, f"Ron Roth {number}", "ebm", "01450")[2] for number in range(3)}
    headers, found, url = asks(practice, practice.dua, Purpose.PAYMENT), [], "/fhir/R4/ChargeItem?_count=2"
    while url:
        page = practice.dua.browser.get(url, headers=headers).json()
        found += [entry["resource"]["id"] for entry in page.get("entry", [])]
        url = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")
    assert len(found) == len(set(found))
    assert {f"{one}-1" for one in ids} <= set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_for_no_other_purpose_and_through_nobody_else(practice: Practice, kind: str) -> None:
    patient, _, bill = billed(practice, "Sue Sand", "ebm", "01450")
    named = patient if kind == "Coverage" else f"{bill}-1" if kind == "ChargeItem" else bill
    for member, purpose in (
        (practice.dua, Purpose.OPERATIONS),
        (practice.bea, Purpose.TREATMENT),
        (practice.gul, Purpose.OPERATIONS),
    ):
        headers = asks(practice, member, purpose)
        for address in (f"{kind}?patient={patient}", f"{kind}/{named}"):
            answer = member.browser.get(f"/fhir/R4/{address}", headers=headers)
            assert answer.status_code in {403, 404}, (address, purpose)


def test_what_is_held_back_or_taken_back_is_not_there(practice: Practice) -> None:
    first, elsewhere, held_back = billed(practice, "Tia Thal", "ebm", "01450")
    second, visit, taken_back = billed(practice, "Udo Ulm", "ebm", "01450")
    own_up(practice.bea.actor, elsewhere, App.ZOOM, Why.FASTER, "We went on there, the picture froze.")
    take_back_bill(practice.bea.actor, visit, "Billed by mistake.")
    headers = asks(practice, practice.dua, Purpose.PAYMENT)

    for patient, bill in ((first, held_back), (second, taken_back)):
        assert practice.dua.browser.get(f"/fhir/R4/Claim/{bill}", headers=headers).status_code == 404
        assert "entry" not in practice.dua.browser.get(f"/fhir/R4/ChargeItem?patient={patient}", headers=headers).json()
