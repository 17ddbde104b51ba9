"""What leaves the house to be paid: a list, an invoice, a table, FHIR; and what goes after its term."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.billing import operations
from paravent.billing.claims import bundle_of
from paravent.billing.models import Bill
from paravent.billing.paper import csv_of, pdf
from paravent.billing.queries import quarter_of
from paravent.billing.statements import told
from paravent.billing.steps import hand_out
from paravent.billing.terms import DiagnosisMissing, FactorUnexplained, NothingToInvoice, NotOffered, Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.fhir.diagnoses import Diagnosis
from paravent.fhir.resources import validated
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.steps import admit_program
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_browser_of, a_patient, at, newest_lines, somebody, the_log_says
from paravent.programs.terms import Kind
from paravent.programs.tests.cast import a_program, a_token
from paravent.records.tests.cast import cares_for
from paravent.tariff.evidence import ChosenFactor
from paravent.visits.operations import end_visit, erase_patient
from paravent.visits.terms import Ground
from paravent.visits.tests.cast import a_visit_of


@pytest.fixture
def bill(bea: Actor, dua: Actor, ali: PatientId) -> UUID:
    """Return a private bill of Ali's."""
    operations.keep_coverage(dua, ali, Coverage("goae", "=Debeka", "K 7"))
    visit = a_visit_that_was_held(bea, ali, video(14))
    offered = operations.consider_bill(bea, visit, Stated()).assessment.by_code
    return operations.accept_bill(bea, visit, Stated(), offered)


def test_reception_lists_every_bill_and_a_clinician_their_own(bea: Actor, cem: Actor, dua: Actor, bill: UUID) -> None:
    quarter = quarter_of(clock.now())

    assert [one.bill_id for one in operations.list_bills(dua, quarter)] == [bill]
    assert [one.bill_id for one in operations.list_bills(bea, quarter)] == [bill]
    assert operations.list_bills(cem, quarter) == []
    assert operations.list_bills(dua, quarter.before(1)) == []


def test_what_is_over_and_not_billed_is_listed_for_whoever_held_it_and_for_reception(
    bea: Actor, cem: Actor, dua: Actor, ali: PatientId, bill: UUID
) -> None:
    quarter = quarter_of(clock.now())
    open_still, elsewhere = (a_visit_that_was_held(bea, one, video(12)) for one in (ali, a_patient("Eve")))
    own_up(bea, elsewhere, App.ZOOM, Why.FASTER, "We went on there, the picture froze.")
    nobody_came = a_visit_of(bea, ali)
    end_visit(bea, Purpose.TREATMENT, nobody_came, for_patient="")

    assert [one.visit_id for one in operations.list_unbilled(bea, quarter)] == [open_still]
    assert the_log_says("bill.list-unbilled", "done", "own-bills")
    assert [one.visit_id for one in operations.list_unbilled(dua, quarter)] == [open_still]
    assert operations.list_unbilled(cem, quarter) == operations.list_unbilled(dua, quarter.before(1)) == []
    assert f"/visits/{open_still}/billing/" in a_browser_of(bea).get("/billing/bills/").content.decode()
    operations.accept_bill(bea, open_still, Stated(), {"3"})
    assert operations.list_unbilled(bea, quarter) == []


def test_an_invoice_gets_its_number_once(dua: Actor, bea: Actor, bill: UUID) -> None:
    first, person, _ = operations.draw_invoice(dua, bill)
    assert the_log_says("bill.invoice", "done", "does-the-billing")
    with at(clock.now() + timedelta(days=40)):
        again, *_ = operations.draw_invoice(dua, bill)
        later = PdfReader(BytesIO(pdf(again, person, "en"))).pages[0].extract_text()

    assert (first.number, again.number) == (1, 1)
    assert date_format(timezone.localdate(clock.now()), "DATE_FORMAT") in later, "the date is that of its number"
    paper = pdf(first, person, "de", "IBAN DE02 1203\nPayable within 30 days.")
    text = PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert all(said in text for said in ("Ali Demir", "IBAN DE02 1203", "Payable within 30 days."))
    assert all(line.code in text for line in first.lines)
    with pytest.raises(Refused, match="not-your-work"):
        operations.draw_invoice(bea, bill)


def test_a_factor_above_the_usual_one_says_why_and_the_invoice_prints_it(
    bea: Actor, dua: Actor, ali: PatientId
) -> None:
    operations.keep_coverage(dua, ali, Coverage("goae", "Debeka", "K 7"))
    visit = a_visit_that_was_held(bea, ali, video(14))
    browser, address, why = a_browser_of(bea), f"/visits/{visit}/billing/", "The conversation needed an interpreter."
    higher = {"code": "3", "factor-3": "3.1", "factor-A5": "2.3"}

    with pytest.raises(FactorUnexplained, match="3"):
        operations.accept_bill(bea, visit, Stated(factors={"3": ChosenFactor(Decimal("3.1"), "short")}), {"3"})
    again = browser.post(address, higher | {"again": "yes"}).content.decode()
    assert ("27.10 EUR" in again, 'value="3.1"' in again) == (True, True)
    unexplained = browser.post(address, higher | {"accept": "yes"})
    assert (unexplained.status_code, "somebody can follow later" in unexplained.content.decode()) == (422, True)
    assert browser.post(address, higher | {"factor-3": "3.6", "accept": "yes"}).status_code == 422
    assert browser.post(address, higher | {"because-3": why, "accept": "yes"}).status_code == 302

    (one,) = operations.export_bills(dua, quarter_of(clock.now()))
    (line,) = one.lines
    assert (line.factor, line.amount) == (Decimal("3.1"), Decimal("27.10"))
    (row,) = csv.DictReader(StringIO(csv_of([one])))
    item = bundle_of([one], "Praxis")["entry"][1]["resource"]
    drawn, person, _ = operations.draw_invoice(dua, one.bill_id)
    paper = " ".join(PdfReader(BytesIO(pdf(drawn, person, "de"))).pages[0].extract_text().split())
    assert all(why in said for said in (row["factor_reason"], item["overrideReason"], paper))
    assert why not in str([each.facts for each in newest_lines(5)]), "what somebody typed has no place in the log"


def test_what_had_left_the_house_and_holds_no_more_is_told_wherever_it_is_read(
    bea: Actor, dua: Actor, ali: PatientId
) -> None:
    quarter, reception = quarter_of(clock.now()), a_browser_of(dua)
    visit, stays = (a_visit_that_was_held(bea, one, video(12)) for one in (ali, a_patient("Eve")))
    wrong, right = (operations.accept_bill(bea, one, Stated(), {"01450"}) for one in (visit, stays))
    with pytest.raises(ProgrammingError, match="keeps its day"), _as(bea):
        Bill.objects.filter(pk=wrong).update(handed_out_at=clock.now())
    assert {one.bill_id for one in operations.export_bills(dua, quarter)} == {wrong, right}

    own_up(bea, visit, App.ZOOM, Why.FASTER, "We went on there, the picture froze.")
    listed, shown = (reception.get(f"/billing/bills/{path}").content.decode() for path in ("", f"{wrong}/"))
    assert ("had left the house before" in listed, "It had left the house on" in shown) == (True, True)
    assert "It had left the house on" not in reception.get(f"/billing/bills/{right}/").content.decode()

    operations.take_back_bill(bea, visit, "It was held in another app.")
    assert [one.bill_id for one in operations.export_withdrawn(dua, quarter)] == [wrong]
    made = reception.get(f"/billing/bills/{quarter}.json").json()["entry"]
    statuses = {entry["resource"]["id"]: entry["resource"]["status"] for entry in made}
    assert (statuses[str(wrong)], statuses[f"{wrong}-1"]) == ("cancelled", "entered-in-error")
    assert (statuses[str(right)], statuses[f"{right}-1"]) == ("active", "billed")
    assert str(visit) not in reception.get(f"/billing/bills/{quarter}.csv").content.decode()
    assert "taken back after it had been handed out" in reception.get("/today/").content.decode()
    with pytest.raises(ProgrammingError, match="keeps its day"), _as(dua):
        Bill.objects.filter(pk=right).update(handed_out_at=None)


@contextmanager
def _as(actor: Actor) -> Iterator[None]:
    with operation("test.read", actor, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        yield


def test_what_the_association_pays_has_no_invoice(bea: Actor, dua: Actor, ali: PatientId) -> None:
    visit = a_visit_that_was_held(bea, ali, video(12))
    statutory = operations.accept_bill(bea, visit, Stated(), {"01450"})

    with pytest.raises(NothingToInvoice):
        operations.draw_invoice(dua, statutory)


def test_a_table_has_a_line_for_each_code_and_nothing_that_a_spreadsheet_runs(dua: Actor, bill: UUID) -> None:
    bills = operations.export_bills(dua, quarter_of(clock.now()))
    (line,) = newest_lines(1)
    assert (line.act, line.facts["count"], line.patient) == ("bill.export", "1", bills[0].patient_id)

    rows = list(csv.DictReader(StringIO(csv_of(bills))))

    assert [row["code"] for row in rows] == [one.code for one in bills[0].lines]
    assert sum((Decimal(row["amount"]) for row in rows), Decimal()) == bills[0].total
    assert {row["insurer"] for row in rows} == {"'=Debeka"}
    assert {row["minutes"] for row in rows} == {"14"}
    assert {(row["identity"], row["stated"], row["began"] < row["ended"]) for row in rows} == {("none", "", True)}


def test_fhir_is_valid_and_adds_up(dua: Actor, bill: UUID) -> None:
    (one,) = operations.export_bills(dua, quarter_of(clock.now()))

    made = [entry["resource"] for entry in bundle_of([one], "Praxis")["entry"]]

    kinds = [validated(resource)["resourceType"] for resource in made]
    assert kinds == ["Coverage", *["ChargeItem"] * len(one.lines), "Invoice"]
    assert one.total is not None
    assert made[-1]["totalNet"] == {"value": float(one.total), "currency": "EUR"}
    assert {entry["code"]["coding"][0]["code"] for entry in made if entry["resourceType"] == "ChargeItem"} == {
        line.code for line in one.lines
    }


def claim_of(dua: Actor) -> dict[str, Any]:
    """Return the claim of the quarter's last bill, as it leaves."""
    claim: dict[str, Any] = bundle_of(operations.export_bills(dua, quarter_of(clock.now())), "Praxis")["entry"][-1][
        "resource"
    ]
    return claim


def test_a_claim_is_complete_diagnosis_pointers_amounts_and_total(bea: Actor, dua: Actor, ali: PatientId) -> None:
    max_ = somebody("Max", Role.ADMINISTRATOR)
    page = {"medicare 99212": "", "medicare 99213": "92.50", "medicare 98016": "14.00"}
    assert a_browser_of(max_).post("/billing/prices/", page).status_code == 302
    changed = {
        "specialty": "other",
        "default_payer": "medicare",
        "point_value": "",
        "region": "",
        "modifier_95": "medicare",
    }
    assert a_browser_of(max_).post("/billing/practice/", changed).status_code == 302, "and the prices stay"
    operations.keep_coverage(dua, ali, Coverage("medicare", "Medicare Part B", "1EG4-TE5-MK73"))
    visit = a_visit_that_was_held(bea, ali, video(25), lasting=40)
    asked = Stated(is_new_patient=False, diagnoses=(Diagnosis("J06.9"), Diagnosis("R05.1")))
    with pytest.raises(DiagnosisMissing):
        operations.accept_bill(bea, visit, replace(asked, diagnoses=()), {"99213"})
    with pytest.raises(NotOffered):
        operations.accept_bill(bea, visit, replace(asked, diagnoses=(Diagnosis("a cough"),)), {"99213"})
    operations.accept_bill(bea, visit, asked, {"99213"})

    made = claim_of(dua)

    assert validated(made)["resourceType"] == "Claim"
    assert made["total"] == {"value": 92.5, "currency": "USD"}
    assert [one["diagnosisCodeableConcept"]["coding"][0]["code"] for one in made["diagnosis"]] == ["J06.9", "R05.1"]
    (item,) = made["item"]
    assert item["modifier"][0]["coding"][0]["code"] == "95", "as the practice said that this payer asks"
    assert (item["diagnosisSequence"], item["net"]["value"], item["quantity"]["value"]) == ([1, 2], 92.5, 1)


def test_a_claim_without_provider_numbers_is_told_as_not_ready(bea: Actor, dua: Actor, ali: PatientId) -> None:
    administrator = somebody("Max", Role.ADMINISTRATOR)
    max_ = a_browser_of(administrator)
    operations.keep_coverage(dua, ali, Coverage("medicare", "Medicare Part B", "1EG4-TE5-MK73"))
    visit = a_visit_that_was_held(bea, ali, video(25), lasting=40)
    operations.accept_bill(bea, visit, Stated(is_new_patient=False, diagnoses=(Diagnosis("J06.9"),)), {"99213"})
    drafted = claim_of(dua)

    assert (drafted["status"], "identifier" in drafted["provider"]) == ("draft", False)
    assert "not ready" in a_browser_of(dua).get("/billing/bills/").content.decode()
    typed = {"practice": "1234567893", str(bea.person): "1245319598"}
    refused = max_.post("/billing/numbers/", typed)
    assert (refused.status_code, "This is no NPI" in refused.content.decode()) == (422, True)
    assert max_.post("/billing/numbers/", typed | {str(bea.person): "1245319599"}).status_code == 302
    assert operations.see_numbers(administrator)[0].npi == "1234567893"
    assert "1245319599" not in str([one.facts for one in newest_lines(5)]), (
        "what somebody typed has no place in the log"
    )

    assert "not ready" not in a_browser_of(dua).get("/billing/bills/").content.decode()
    made = claim_of(dua)
    assert validated(made)["status"] == "active"
    assert made["provider"]["identifier"] == {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
    assert made["careTeam"][0]["provider"]["identifier"]["value"] == "1245319599"


def test_a_statutory_bill_carries_no_diagnosis(bea: Actor, dua: Actor, ali: PatientId) -> None:
    operations.keep_coverage(dua, ali, Coverage("ebm"))
    visit = a_visit_that_was_held(bea, ali, video(25), lasting=40)
    with pytest.raises(NotOffered):
        operations.accept_bill(bea, visit, Stated(diagnoses=(Diagnosis("J06.9"),)), {"03230"})
    operations.accept_bill(bea, visit, Stated(), {"03230"})

    made = bundle_of(operations.export_bills(dua, quarter_of(clock.now())), "Praxis")["entry"][-1]["resource"]

    assert validated(made)["resourceType"] == "Claim"
    assert "diagnosis" not in made
    assert [(one["quantity"]["value"], "unitPrice" in one) for one in made["item"]] == [(2, False)]


def test_a_bill_outlives_an_erasure_without_the_name_and_goes_after_its_term(
    bea: Actor, dua: Actor, gul: Actor, ali: PatientId, bill: UUID
) -> None:
    erase_patient(gul, ali, ground=Ground.ASKED, reason="The patient asked for it in writing.")

    left = operations.see_bill(dua, bill)
    assert (left.patient_name, left.coverage) == ("", None)
    assert left.lines
    assert operations.forget_bills(INSTALLATION) == 0

    # PostgreSQL asks its own clock as well: what is younger it does not let go of.
    with at(clock.now() + timedelta(days=11 * 366)):
        assert operations.forget_bills(INSTALLATION) == 0
    assert Bill.objects.filter(pk=bill).exists()


def read_by(reader: Actor, path: str, scope: str = "user/*.rs") -> int:
    """Let a program read for payment, in somebody's name or its own; return the status of the answer."""
    program = a_program("Practice software", purposes=[Purpose.PAYMENT]).id
    token = a_token(program, reader, scope, purpose=Purpose.PAYMENT)
    return Client().get(f"/fhir/R4/{path}", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("path", ["Invoice/{bill}", "ChargeItem/{bill}-1", "Invoice?patient={ali}", "ChargeItem"])
def test_what_a_program_read_has_left_the_house(bea: Actor, dua: Actor, ali: PatientId, bill: UUID, path: str) -> None:
    assert operations.see_bill(dua, bill).handed_out_at is None
    assert read_by(dua, f"Coverage/{ali}") == 200
    assert operations.see_bill(dua, bill).handed_out_at is None, "who pays is no bill"

    assert read_by(dua, path.format(bill=bill, ali=ali)) == 200

    (line,) = [one for one in newest_lines(2) if one.act.startswith("fhir.")]
    assert line.facts["handed_out"] == "1"
    seen = operations.see_bill(dua, bill)
    assert seen.handed_out_at is not None
    assert not any("not left" in sentence for sentence in told(seen, "en").standing)
    operations.take_back_bill(bea, seen.visit_id, "Billed by mistake, twice.")
    assert [one.bill_id for one in operations.export_withdrawn(dua, seen.quarter)] == [bill]
    assert operations.see_bill(dua, bill).handed_out_at == seen.handed_out_at


def test_a_program_that_acts_itself_notes_that_it_read_a_bill_and_nothing_else(
    dua: Actor, gul: Actor, ali: PatientId, bill: UUID
) -> None:
    program = a_program("Laboratory", kind=Kind.BACKEND, approved_by=gul.person)
    with at(clock.now() - timedelta(days=1)), operation("test.make", gul, Purpose.ADMINISTRATION) as op:
        op.require(allow("test"))
        admit_program(op, program.id, [])
    robot = Actor(PersonId(program.id), frozenset({Role.PROGRAM}))
    with operation("test.look", robot, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        hand_out(op, [bill])
    assert operations.see_bill(dua, bill).handed_out_at is None, "it does not care for this patient"
    cares_for(robot, ali)

    with operation("test.look", robot, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        hand_out(op, [bill])

    assert operations.see_bill(dua, bill).handed_out_at is not None
    with (
        pytest.raises(ProgrammingError, match="a program bills nothing"),
        operation("test.look", robot, Purpose.PAYMENT) as op,
    ):
        op.require(allow("test"))
        Bill.objects.filter(pk=bill).update(number=7, numbered_at=clock.now())
