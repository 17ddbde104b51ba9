"""Whoever asks for their report and copy *cannot* find another patient's bill in it, nor read one by SQL for themselves, nor change their own; the data-protection officer who hands it out *cannot* read a bill. All that was billed for them a patient *can* read, what was taken back and what is held back too, which goes to no other system."""

import json
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import psycopg
import pytest
from pypdf import PdfReader

from paravent.billing.operations import accept_bill, keep_coverage, take_back_bill
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.fhir.resources import validated
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_patient
from paravent.rights import operations
from paravent.rights.paper import zipped
from paravent.rights.terms import Kind
from tests.threats.cast import Practice, speak_as


def billed(practice: Practice, patient: PatientId, code: str) -> tuple[VisitId, UUID]:
    visit = a_visit_that_was_held(practice.bea.actor, patient, video(12))
    return visit, accept_bill(practice.bea.actor, visit, Stated(), {code})


def covered(practice: Practice, name: str, payer: str, number: str) -> PatientId:
    patient = a_patient(name)
    keep_coverage(practice.dua.actor, patient, Coverage(payer, "Debeka", number))
    return patient


def taken_home(practice: Practice, patient: PatientId) -> tuple[str, str]:
    """Return a patient's report as text, in one line, and their copy as JSON."""
    request = operations.enter_request(practice.gul.actor, patient, Kind.ACCESS, "", clock.now())
    made = zipped(operations.pick_up(operations.hand_out(practice.gul.actor, request)))
    with ZipFile(BytesIO(made)) as together:
        pages = PdfReader(BytesIO(together.read("report-en.pdf"))).pages
        report = " ".join(" ".join(page.extract_text() for page in pages).split())
        return report, together.read("file.json").decode()


def test_all_that_was_billed_is_in_the_report_and_nothing_of_another_patient(practice: Practice) -> None:
    own, other = covered(practice, "Vera Veit", "goae", "K71"), covered(practice, "Wim Wolf", "ebm", "K72")
    withdrawn, first = billed(practice, own, "3")
    take_back_bill(practice.bea.actor, withdrawn, "Billed by mistake.")
    elsewhere, held_back = billed(practice, own, "3")
    own_up(practice.bea.actor, elsewhere, App.ZOOM, Why.FASTER, "We went on there, the picture froze.")
    _, stands = billed(practice, own, "3")
    _, foreign = billed(practice, other, "01450")

    report, copy = taken_home(practice, own)

    assert ("Private (GOÄ), Debeka, K71" in report, "K72" in report, "01450" in report) == (True, False, False)
    assert ("Billed by mistake." in report, "Held back" in report) == (True, True)
    assert report.count("Comes to") == 3
    found = {entry["resource"]["id"]: entry["resource"] for entry in validated(json.loads(copy))["entry"]}
    assert {found[f"{first}-1"]["status"], found[f"{stands}-1"]["status"]} == {"entered-in-error", "billed"}
    assert (found[str(stands)]["resourceType"], found[str(first)]["status"]) == ("Invoice", "cancelled")
    assert not [one for one in (str(held_back), str(foreign), "K72") if one in copy]


def test_by_sql_patients_read_their_own_bills_and_change_none(practice: Practice) -> None:
    own, other = a_patient("Xena Xaver"), a_patient("Yves Yorck")
    _, bill = billed(practice, own, "01450")
    billed(practice, other, "01450")
    with practice.as_app() as app:
        for person, purpose, seen in (
            (own, "PATRQT", [(bill,)]),
            (own, "TREAT", []),
            (own, "HPAYMT", []),
            (practice.gul.person, "PATRQT", []),
        ):
            speak_as(app, person, purpose=purpose)
            assert app.execute("SELECT id FROM billing_bill").fetchall() == seen, purpose
            app.commit()
        speak_as(app, own, purpose="PATRQT")
        assert app.execute("UPDATE billing_bill SET handed_out_at = now()").rowcount == 0
        assert app.execute("DELETE FROM billing_bill").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE billing_bill SET sealed = ''")
