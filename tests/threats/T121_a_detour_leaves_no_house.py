"""A bill that was accepted before its visit was owned up to *cannot* leave the house until it is taken back: not in a table, not in an export, not as an invoice; whoever holds the database *cannot* tell which visit was held elsewhere."""

from uuid import UUID

import pytest

from paravent.billing.operations import accept_bill, export_bills, keep_coverage, take_back_bill
from paravent.billing.queries import quarter_of
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.detours.operations import own_up
from paravent.detours.queries import mark_of
from paravent.detours.terms import App, Why
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_patient
from tests.threats.cast import Practice, speak_as

SAID = "We went on there, the picture froze."


@pytest.fixture
def billed(practice: Practice) -> tuple[VisitId, UUID]:
    """Return a private visit that was billed, and its bill; then it was owned up to, twice."""
    patient = a_patient("Lea Lang")
    keep_coverage(practice.dua.actor, patient, Coverage("goae", "Debeka", "K7"))
    visit = a_visit_that_was_held(practice.bea.actor, patient, video(12))
    bill = accept_bill(practice.bea.actor, visit, Stated(), {"3"})
    for _ in range(2):
        own_up(practice.bea.actor, visit, App.WHATSAPP, Why.FASTER, SAID)
    return visit, bill


def handed_out(practice: Practice) -> set[UUID]:
    return {one.bill_id for one in export_bills(practice.dua.actor, quarter_of(clock.now()))}


def test_it_is_in_nothing_that_is_handed_out_and_everybody_concerned_is_told(
    practice: Practice, billed: tuple[VisitId, UUID]
) -> None:
    _, bill = billed
    quarter = quarter_of(clock.now())
    listed = practice.dua.browser.get(f"/billing/bills/?quarter={quarter}").content.decode()
    invoice = practice.dua.browser.get(f"/billing/bills/{bill}/invoice-en.pdf")

    assert bill not in handed_out(practice)
    for address in (f"/billing/bills/{quarter}.csv", f"/billing/bills/{quarter}.json"):
        assert str(bill) not in practice.dua.browser.get(address).content.decode(), address
    assert "is held back" in listed
    assert (invoice.status_code, "Held back" in invoice.content.decode()) == (409, True)
    assert "is held back" in practice.bea.browser.get(f"/billing/bills/?quarter={quarter}").content.decode()
    assert "held back from what is handed out" in practice.dua.browser.get("/today/").content.decode()


def test_taken_back_the_alarm_is_over(practice: Practice, billed: tuple[VisitId, UUID]) -> None:
    visit, bill = billed

    take_back_bill(practice.bea.actor, visit, "It was held in another app.")

    said = practice.dua.browser.get(f"/billing/bills/{bill}/").content.decode()
    assert ("Taken back on" in said, "Held back" in said) == (True, False)


def test_a_mark_leads_to_no_visit_and_opens_for_payment_alone(practice: Practice, billed: tuple[VisitId, UUID]) -> None:
    visit, bill = billed

    with practice.as_superuser() as superuser:
        rows = superuser.execute("SELECT row_to_json(one)::text FROM detours_mark one").fetchall()
    with practice.as_app() as app:
        seen = {}
        for purpose in ("HPAYMT", "TREAT", "HOPERAT"):
            speak_as(app, practice.dua.person, purpose=purpose)
            seen[purpose] = app.execute("SELECT count(*) > 0 FROM detours_mark").fetchone()
    assert len(rows) == len({row for (row,) in rows}), "owned up to twice is one mark"
    assert not [id_ for id_ in (visit, bill) for (row,) in rows if str(id_) in row or id_.hex in row]
    assert visit.bytes not in mark_of(visit)
    assert seen == {"HPAYMT": (True,), "TREAT": (False,), "HOPERAT": (False,)}
