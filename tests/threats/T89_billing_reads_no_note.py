"""Whoever does the billing *cannot* read a note, a finding, a document or a summary: not on the pages of bills, not in what is handed out, not through a program for payment, and not by SQL in their name; they *can* read codes, times and how a visit was held."""

from uuid import UUID

import pytest

from paravent.access.terms import Purpose
from paravent.billing.operations import accept_bill, consider_bill, keep_coverage
from paravent.billing.queries import quarter_of
from paravent.billing.terms import Stated
from paravent.kernel import clock
from paravent.people.terms import Coverage
from paravent.programs.tests.cast import a_program, a_token
from tests.threats.cast import CLINICAL, WORDS, Practice, speak_as

NEVER = ("visits_note", "visits_summary", "records_resource", "records_earlier", "records_blob")


@pytest.fixture
def bill(practice: Practice) -> UUID:
    """Return a private bill of the visit whose note, letter and summary hold the words; it was stated, nobody was counted."""
    keep_coverage(practice.dua.actor, practice.held.patient_id, Coverage("goae", "Debeka", "K1"))
    stated = Stated(talked_minutes=12, reason="The page was closed before the end.")
    found = consider_bill(practice.bea.actor, practice.held.visit_id, stated)
    if found.bill is not None:
        return found.bill.bill_id
    return accept_bill(practice.bea.actor, practice.held.visit_id, stated, found.assessment.by_code)


def test_pages_of_billing_and_what_is_handed_out_say_nothing_clinical(practice: Practice, bill: UUID) -> None:
    quarter = quarter_of(clock.now())
    addresses = (
        f"/billing/?quarter={quarter}",
        f"/billing/bills/?quarter={quarter}",
        f"/billing/bills/{bill}/",
        f"/billing/bills/{quarter}.csv",
        f"/billing/bills/{quarter}.json",
        f"/patients/{practice.held.patient_id}/coverage/",
    )
    for address in addresses:
        answer = practice.dua.browser.get(address)
        said = answer.content.decode()
        assert answer.status_code == 200, address
        assert not [name for name in (*CLINICAL, "reason") if WORDS[name] in said], address
    said = practice.dua.browser.get(f"/billing/bills/{bill}/").content.decode()
    assert "Minutes of talking" in said, "codes and how the visit was held are there to be read"


def test_what_the_clinician_bills_by_is_closed_to_billing(practice: Practice, bill: UUID) -> None:
    assert practice.dua.browser.get(f"/visits/{practice.held.visit_id}/billing/").status_code == 403
    assert (
        practice.dua.browser.post(
            f"/visits/{practice.held.visit_id}/billing/take-back/", {"reason": "x" * 20}
        ).status_code
        == 403
    )


@pytest.mark.parametrize("kind", ["Encounter", "Composition", "Observation", "DocumentReference", "Condition"])
def test_a_program_for_payment_is_given_no_finding(practice: Practice, kind: str) -> None:
    program = a_program("Practice software", purposes=[Purpose.PAYMENT]).id
    token = a_token(program, practice.dua.actor, "user/*.rs", purpose=Purpose.PAYMENT)

    answer = practice.dua.browser.get(
        f"/fhir/R4/{kind}?patient={practice.held.patient_id}", headers={"Authorization": f"Bearer {token}"}
    )

    said = answer.content.decode()
    assert answer.status_code == 403 or '"entry"' not in said
    assert not [name for name in CLINICAL if WORDS[name] in said]


@pytest.mark.parametrize("purpose", ["HPAYMT", "HOPERAT", "TREAT"])
def test_sql_in_the_name_of_billing_finds_no_row_of_a_file(practice: Practice, bill: UUID, purpose: str) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.dua.person, purpose=purpose)

        assert [app.execute(f"SELECT count(*) FROM {table}").fetchone() for table in NEVER] == [(0,)] * len(NEVER)
        assert app.execute("SELECT DISTINCT scope FROM keys_patientkey").fetchall() == [("identity",)]
        seen = app.execute("SELECT count(*) FROM billing_bill WHERE id = %s", [bill]).fetchone()
        assert seen == ((1,) if purpose == "HPAYMT" else (0,)), "a bill opens for payment alone"


def test_nobody_else_reads_a_bill(practice: Practice, bill: UUID) -> None:
    with practice.as_app() as app:
        for member in (practice.cem, practice.gul, practice.max):
            speak_as(app, member.person, purpose="HPAYMT")
            assert app.execute("SELECT count(*) FROM billing_bill").fetchone() == (0,), member
            app.commit()
    for member in (practice.cem, practice.gul, practice.max):
        assert member.browser.get(f"/billing/bills/{bill}/").status_code in {403, 404}
