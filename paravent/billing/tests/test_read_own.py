"""What patients read of their bills: on their own page, and once their file was erased."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, allow
from paravent.billing import operations
from paravent.billing.models import Bill
from paravent.billing.terms import Act, NothingToFindBy, Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.operations import verify_patient
from paravent.people.terms import Coverage, VerifiedHow
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, newest_lines, the_log_says
from paravent.rights import operations as rights
from paravent.rights.paper import zipped
from paravent.rights.terms import Kind
from paravent.visits import operations as visits
from paravent.visits.operations import erase_patient
from paravent.visits.terms import Ground
from paravent.visits.tests.cast import a_visit_of, in_the_call

pytestmark = pytest.mark.django_db
WHY = "The patient asked for it in writing."


def on_their_page(clinician: Actor, patient: PatientId) -> tuple[Actor, VisitId]:
    """Return a patient on the device on which they were in a visit that is over."""
    visit = a_visit_of(clinician, patient)
    guest = in_the_call(visit, clinician)
    verify_patient(clinician, TREAT, patient, VerifiedHow.KNOWN_PERSONALLY)
    visits.end_visit(clinician, TREAT, visit, for_patient="")
    return guest, visit


def billed(clinician: Actor, patient: PatientId, payer: str = "goae") -> VisitId:
    """Return a visit of which everything that may be was billed."""
    operations.keep_coverage(clinician, patient, Coverage(payer, "Debeka", "K 7"))
    visit = a_visit_that_was_held(clinician, patient, video(14))
    offered = operations.consider_bill(clinician, visit, Stated()).assessment.by_code
    operations.accept_bill(clinician, visit, Stated(), offered)
    return visit


@pytest.fixture
def eve() -> PatientId:
    return a_patient("Eve Ende")


def test_a_patient_reads_their_own_bills_in_plain_words_and_the_log_says_so(
    bea: Actor, ali: PatientId, eve: PatientId
) -> None:
    billed(bea, eve)
    taken_back = billed(bea, ali, "ebm")
    operations.take_back_bill(bea, taken_back, "It was billed twice by mistake.")
    billed(bea, ali)
    guest, visit = on_their_page(bea, ali)

    page = a_browser_of(guest).get(f"/join/{visit}/bills/").content.decode()

    assert page.count("Code 3<") == 1, "their own, and Eve's not"
    assert "Advice, thorough" in page or "video" in page.lower()
    assert "You get an invoice for this." in page
    assert page.count("does not hold any more") == 1
    assert "Your statutory insurance pays this" not in page, "it was taken back"
    assert "It was billed twice by mistake." in page
    assert "01442" not in page, "why a conference was not billable is for the report"
    assert "EUR" in page
    assert the_log_says(Act.SEE_OWN, "done", "patients-own-word", visit)
    (line,) = [one for one in newest_lines(3) if one.act == Act.SEE_OWN]
    assert (line.patient, line.facts["count"]) == (ali, "2")


def test_whoever_is_not_known_reads_no_bill(bea: Actor) -> None:
    visit = a_visit_of(bea)
    guest = in_the_call(visit, bea)
    visits.end_visit(bea, TREAT, visit, for_patient="")

    with pytest.raises(Refused, match="not-verified"):
        operations.see_own_bills(guest, visit)


def test_of_a_patient_without_bills_the_page_says_so_and_the_summary_leads_there(bea: Actor, ali: PatientId) -> None:
    guest, visit = on_their_page(bea, ali)
    browser = a_browser_of(guest)

    assert f"/join/{visit}/bills/" in browser.get(f"/join/{visit}/").content.decode()
    assert "Nothing was billed for a visit of yours so far" in browser.get(f"/join/{visit}/bills/").content.decode()


def test_whoever_was_erased_is_found_by_their_bill_and_fetches_all_that_is_kept(
    bea: Actor, dua: Actor, gul: Actor, ali: PatientId, eve: PatientId
) -> None:
    billed(bea, ali)
    operations.draw_invoice(dua, Bill.objects.get().id)
    number = Bill.objects.get().number
    billed(bea, eve)
    assert operations.find_bills_of_erased(gul, number=number) == [], "the file is there: found by name"
    erase_patient(gul, ali, ground=Ground.ASKED, reason=WHY)

    today = timezone.localdate(clock.now())
    (found,) = operations.find_bills_of_erased(gul, held_on=today)
    assert (found.patient_id, found.number, found.clinician_name) == (ali, number, "Bea")
    assert operations.find_bills_of_erased(gul, number=number, held_on=today) == [found]
    assert operations.find_bills_of_erased(gul, held_on=today - timedelta(days=9)) == []
    assert newest_lines(1)[0].facts["count"] == "0"

    request = rights.enter_request(gul, ali, Kind.ACCESS, f"Asks by invoice {number}", clock.now())
    assert rights.forget_requests(INSTALLATION) == 0
    assert rights.see_request(gul, request).wish == f"Asks by invoice {number}", "needed until it is answered"
    with ZipFile(BytesIO(zipped(rights.pick_up(rights.hand_out(gul, request))))) as together:
        report = PdfReader(BytesIO(together.read("report-en.pdf")))
        bundle = together.read("file.json").decode()
    text = " ".join(" ".join(page.extract_text() for page in report.pages).split())
    assert "Your file was erased" in text
    assert f"Invoice {number} of" in text
    assert "looked for your bills" in text
    assert '"Invoice"' in bundle
    assert '"Patient"' not in bundle
    assert the_log_says("right.pick-up", "done", "own-file")


def test_of_the_erased_nothing_else_can_be_asked(bea: Actor, gul: Actor, ali: PatientId) -> None:
    billed(bea, ali)
    erase_patient(gul, ali, ground=Ground.ASKED, reason=WHY)

    with pytest.raises(Refused, match="erased-already"):
        rights.enter_request(gul, ali, Kind.COPY, "", clock.now())


def test_the_officer_reads_no_other_bill(bea: Actor, gul: Actor, ali: PatientId) -> None:
    billed(bea, ali)
    with pytest.raises(NothingToFindBy):
        operations.find_bills_of_erased(gul)
    with pytest.raises(Refused, match="only-dpo-handles-requests"):
        operations.find_bills_of_erased(bea, number=1)

    for purpose in Purpose:
        with operation("test.look", gul, purpose) as op:
            op.require(allow("test"))
            assert not Bill.objects.exists()


def test_the_desk_leads_to_the_search_and_its_page_asks_for_one_of_two(gul: Actor) -> None:
    browser = a_browser_of(gul)
    assert "/rights/erased/" in browser.get("/rights/").content.decode()
    assert browser.get("/rights/erased/").status_code == 200

    empty = browser.post("/rights/erased/", {"number": "", "held_on": ""})
    nobody = browser.post("/rights/erased/", {"number": "7"})

    assert (empty.status_code, nobody.status_code) == (422, 200)
    assert "Type the number that stands on the invoice" in empty.content.decode()
    assert "No bill of an erased file" in nobody.content.decode()
