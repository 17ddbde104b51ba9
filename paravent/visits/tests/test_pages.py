"""The pages of a visit: who gets which, as a page or as a fragment, and what it says."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, at, somebody, the_log_says
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.terms import Note
from paravent.visits.tests.cast import a_visit_of, an_appointment_of, seat_of, the_bearer_of_the_link_to, waiting
from paravent.visits.views import documents

BERLIN = ZoneInfo("Europe/Berlin")
HTMX = {"HX-Request": "true"}
PULSE = json.dumps({"type": "pulse", "values": {"value": 71}, "measured_at": "2026-03-01T09:30:00Z"})


def at_visit(visit: VisitId, place: str = "") -> str:
    return f"/visits/{visit}/{place}"


def test_the_day_is_a_page_and_a_fragment(bea: Actor, ali: PatientId) -> None:
    a_visit_of(bea, ali)
    browser = a_browser_of(bea)

    page, fragment = browser.get("/today/"), browser.get("/today/", headers=HTMX)

    assert (page.status_code, fragment.status_code) == (200, 200)
    for answer in (page, fragment):
        assert "Ali Demir" in answer.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()


@pytest.mark.parametrize("on", ["2030-05-06", "2030-02-30", "9999-12-31", "0001-01-01", "yesterday", ""])
def test_a_day_is_named_in_the_address_and_any_other_word_means_today(bea: Actor, on: str) -> None:
    page = a_browser_of(bea).get("/today/", {"on": on})

    assert page.status_code == 200
    assert "No visits on this day." in page.content.decode()
    assert page.context["is_today"] == (on != "2030-05-06")


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_others_are_told_that_the_day_is_not_open_to_them(db: None, role: Role) -> None:
    page = a_browser_of(somebody("Max", role)).get("/today/")

    assert page.status_code == 403
    assert "This is not open to you." in page.content.decode()


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/today/").headers["Location"] == "/account/login/?next=/today/"


def test_reception_is_not_offered_to_consult(bea: Actor, dua: Actor) -> None:
    assert "Start now" in a_browser_of(bea).get("/today/").content.decode()
    assert "Start now" not in a_browser_of(dua).get("/today/").content.decode()


def test_starting_now_leads_to_the_consultation(bea: Actor) -> None:
    answer = a_browser_of(bea).post("/visits/start/")

    assert answer.headers["Location"] == at_visit(VisitId(Visit.objects.get().id))


@pytest.mark.parametrize("sent", ["Ali", "1", "é"])
def test_what_is_no_id_names_nothing_that_is_there(bea: Actor, sent: str) -> None:
    browser, visit = a_browser_of(bea), a_visit_of(bea)

    assert browser.post("/visits/start/", {"patient": sent}).status_code == 404
    assert browser.post(at_visit(visit, "admit/"), {"party": sent}).status_code == 404
    assert browser.post(at_visit(visit, "assign/"), {"patient": sent}).status_code == 404
    assert browser.post(at_visit(visit, "remove/")).status_code == 404


def test_a_name_is_looked_for_by_post_alone(bea: Actor, ali: PatientId) -> None:
    browser = a_browser_of(bea)

    assert "Ali Demir" in browser.post("/visits/find-patient/", {"q": "dem"}).content.decode()
    assert "Ali Demir" not in browser.post("/visits/find-patient/", {"q": "d"}).content.decode()
    assert browser.get("/visits/find-patient/", {"q": "dem"}).status_code == 405


def test_a_new_patient_is_registered_and_chosen(dua: Actor) -> None:
    browser = a_browser_of(dua)

    page = browser.post("/visits/new-patient/", {"name": "Eve Stone", "birth_date": "1980-02-01"})

    assert page.status_code == 200
    assert "Eve Stone" in page.content.decode()
    assert browser.post("/visits/new-patient/", {"name": ""}).status_code == 422


def test_a_page_loaded_again_registers_nobody_twice_and_a_namesake_is_registered_on_purpose(dua: Actor) -> None:
    browser, eve = a_browser_of(dua), {"name": "Eve Stone", "birth_date": "1980-02-01"}
    browser.post("/visits/new-patient/", eve)

    again = browser.post("/visits/new-patient/", {**eve, "name": "eve stone"})
    born_later = browser.post("/visits/new-patient/", {**eve, "birth_date": "1990-02-01"})
    namesake = browser.post("/visits/new-patient/", {**eve, "is_another": "on"})

    assert [page.status_code for page in (again, born_later, namesake)] == [422, 200, 200]
    assert "is registered already" in again.content.decode()
    assert 'type="checkbox" name="is_another"' in again.content.decode()
    assert 'name="is_another"' not in browser.get("/visits/new-patient/").content.decode()


def test_the_link_is_shown_as_text_and_drawing_and_nothing_clinical_is_in_it(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, reason="a persistent cough")
    link = operations.show_invitation(bea, WORK, visit)
    assert link is not None

    fragment = a_browser_of(bea).get(at_visit(visit, "invitation/"), headers=HTMX)

    assert f"<code data-invitation-link>{operations.link_of(link)}</code>" in fragment.content.decode()
    assert "<svg" in fragment.content.decode()
    for text in (fragment.context["email_text"], fragment.context["sms_text"], fragment.context["subject"]):
        assert "cough" not in text
        assert "Ali" not in text


def test_a_link_taken_back_is_shown_no_more_until_there_is_a_new_one(bea: Actor) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)

    gone = browser.post(at_visit(visit, "invitation/revoke/"), headers=HTMX)
    assert "There is no good link to this visit" in gone.content.decode()

    again = browser.post(at_visit(visit, "invitation/renew/"), headers=HTMX)
    assert "data-invitation-link" in again.content.decode()


def test_the_e_mail_that_goes_out_says_who_and_when_and_nothing_clinical(
    bea: Actor, ali: PatientId, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.practice.example"  # type: ignore[attr-defined]
    visit = an_appointment_of(bea, ali, at=datetime(2030, 5, 6, 10, tzinfo=BERLIN), reason="a persistent cough")

    page = a_browser_of(bea).post(at_visit(visit, "invitation/send/"), {"to": "ali@home.example"}, headers=HTMX)

    assert "Sent." in page.content.decode()
    (message,) = mail.outbox
    assert message.to == ["ali@home.example"]
    assert "Bea" in message.body
    assert "10:00" in message.body
    assert "cough" not in message.body + message.subject
    assert "Ali" not in message.body + message.subject


def test_an_installation_without_mail_says_so(bea: Actor) -> None:
    page = a_browser_of(bea).post(at_visit(a_visit_of(bea), "invitation/send/"), {"to": "ali@home.example"})

    assert "This installation sends no e-mail." in page.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("starts_at", "in_utc"),
    [
        (datetime(2030, 5, 6, 10, tzinfo=BERLIN), datetime(2030, 5, 6, 8, tzinfo=UTC)),
        (datetime(2030, 3, 31, 1, 50, tzinfo=BERLIN), datetime(2030, 3, 31, 0, 50, tzinfo=UTC)),
        (datetime(2030, 10, 27, 2, 50, tzinfo=BERLIN), datetime(2030, 10, 27, 0, 50, tzinfo=UTC)),
    ],
    ids=["in summer", "before an hour is left out", "before an hour comes twice"],
)
def test_the_calendar_file_names_the_time_and_nobody(
    bea: Actor, ali: PatientId, starts_at: datetime, in_utc: datetime
) -> None:
    visit = an_appointment_of(bea, ali, at=starts_at, lasting=timedelta(minutes=30), reason="a persistent cough")

    answer = a_browser_of(bea).get(at_visit(visit, "visit.ics"))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == in_utc
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert event["class"] == "PRIVATE"
    for word in (b"Ali", b"Demir", b"Bea", b"cough"):
        assert word not in answer.content


def test_who_waits_is_shown_with_a_button_to_admit_them(bea: Actor) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)
    ali = waiting(the_bearer_of_the_link_to(visit, bea), "<b>Ali</b>")

    seen = browser.get(at_visit(visit, "waiting/")).content.decode()
    assert "&lt;b&gt;Ali&lt;/b&gt;" in seen
    assert "not verified" in seen

    after = browser.post(at_visit(visit, "admit/"), {"party": seat_of(ali)}, headers=HTMX)
    assert "in the call" in after.content.decode()
    sent_out = browser.post(at_visit(visit, "remove/"), {"party": seat_of(ali)}, headers=HTMX)
    assert "Ali" not in sent_out.content.decode()


def test_a_second_guest_is_not_admitted_beside_the_first(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    ali, eve = waiting(bearer, "Ali"), waiting(bearer, "Eve")
    operations.admit_party(bea, TREAT, visit, seat_of(ali))

    page = a_browser_of(bea).post(at_visit(visit, "admit/"), {"party": seat_of(eve)})

    assert page.status_code == 409
    assert "Everybody who can be in this call is already there." in page.content.decode()


def test_others_who_wait_are_a_number_and_no_name(bea: Actor) -> None:
    here, there = a_visit_of(bea), a_visit_of(bea)
    waiting(the_bearer_of_the_link_to(there, bea), "Ali")

    page = a_browser_of(bea).get(at_visit(here, "others-waiting/"))

    assert page.context["others"] == 1
    assert "Ali" not in page.content.decode()


def test_how_somebody_is_known_is_noted(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)

    page = a_browser_of(bea).post(at_visit(visit, "verify/"), {"how": "insurance-card"})

    assert "by insurance card" in page.content.decode()


def test_a_note_keeps_itself_and_once_signed_says_by_whom(bea: Actor) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)

    kept = browser.post(at_visit(visit, "note/"), {"subjective": "coughs"})
    assert datetime.fromisoformat(kept.json()["saved_at"])
    assert "coughs" in browser.get(at_visit(visit, "note/")).content.decode()
    signed = browser.post(at_visit(visit, "note/sign/"), {"subjective": "coughs"})
    assert "Signed by Bea" in signed.content.decode()
    assert browser.post(at_visit(visit, "note/"), {"subjective": "well"}).status_code == 409
    (seen,) = re.findall('name="seen" value="(.+?)"', signed.content.decode())
    amended = browser.post(at_visit(visit, "note/amend/"), {"subjective": "well", "seen": seen}).content.decode()
    assert "version 2" in amended
    assert "<pre>coughs</pre>" in amended


@pytest.mark.parametrize("place", ["note/sign/", "note/amend/"])
def test_what_two_windows_wrote_stands_side_by_side(bea: Actor, place: str) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)
    browser.post(at_visit(visit, "note/sign/" if "amend" in place else "note/"), {"subjective": "coughs"})

    answer = browser.post(at_visit(visit, place), {"subjective": "sneezes", "seen": ""}, headers={"HX-Request": "true"})

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "in another window while you wrote here" in said
    assert '<pre data-part="subjective">coughs</pre>' in said
    assert re.search(r"<textarea[^>]*>\s*sneezes</textarea>", said)
    (seen,) = re.findall('name="seen" value="(.+?)"', said)
    browser.post(at_visit(visit, place), {"subjective": "coughs and sneezes", "seen": seen})
    assert operations.read_note(bea, TREAT, visit).note == Note("coughs and sneezes")


def test_a_window_that_keeps_itself_is_told_what_another_one_wrote(bea: Actor) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)
    browser.post(at_visit(visit, "note/"), {"subjective": "coughs"})

    answer = browser.post(at_visit(visit, "note/"), {"subjective": "sneezes", "seen": ""})

    assert answer.status_code == 409
    assert answer.json()["note"]["subjective"] == "coughs"
    assert browser.post(at_visit(visit, "note/"), {"subjective": "both", "seen": answer.json()["saved_at"]}).json()


@pytest.mark.parametrize("place", ["note/", "note/sign/", "note/amend/"])
def test_more_text_than_a_note_holds_is_refused_and_nothing_is_lost(bea: Actor, place: str) -> None:
    visit, browser = a_visit_of(bea), a_browser_of(bea)
    browser.post(at_visit(visit, "note/sign/" if "amend" in place else "note/"), {"subjective": "coughs"})

    refused = browser.post(at_visit(visit, place), {"subjective": "x" * 20_001})

    assert refused.status_code == 422
    assert refused.json() == {"error": "That is more text than a note holds."}
    assert operations.read_note(bea, TREAT, visit).note == Note("coughs")


def test_what_is_accepted_is_said_in_words(bea: Actor, ali: PatientId) -> None:
    visit, browser = a_visit_of(bea, ali), a_browser_of(bea)
    letter = SimpleUploadedFile("letter.exe", b"%PDF-1.4\n%%EOF", "application/x-msdownload")

    vital = browser.post(at_visit(visit, "accepted/"), {"payload": PULSE})
    document = browser.post(at_visit(visit, "accepted/"), {"kind": "document", "title": "Letter", "file": letter})

    assert (vital.status_code, vital.json()["words"]) == (201, "Pulse: 71 /min")
    assert (document.status_code, document.json()["words"]) == (201, "Document: Letter")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"payload": "{"}, "This measurement is incomplete or unreadable."),
        ({"payload": "[]"}, "This measurement is incomplete or unreadable."),
        ({"payload": PULSE.replace("71", '"many"')}, "This measurement is incomplete or unreadable."),
        ({"payload": PULSE.replace("71", "NaN")}, "Pulse must be between 20 and 300 /min."),
        ({"payload": PULSE.replace("71", "710")}, "Pulse must be between 20 and 300 /min."),
        ({"payload": PULSE.replace("T09:30:00Z", "T09:30:00")}, "This measurement is incomplete or unreadable."),
        ({"kind": "document"}, "There is nothing in this file, or none was chosen."),
    ],
)
def test_what_is_not_acceptable_is_said_in_words(bea: Actor, sent: dict[str, str], words: str) -> None:
    answer = a_browser_of(bea).post(at_visit(a_visit_of(bea), "accepted/"), sent)

    assert answer.status_code == 422
    assert words in answer.json()["error"]


def test_a_disguised_file_is_not_taken(bea: Actor) -> None:
    page = SimpleUploadedFile("photo.png", b"<script>alert(1)</script>", "image/png")

    answer = a_browser_of(bea).post(at_visit(a_visit_of(bea), "accepted/"), {"kind": "document", "file": page})

    assert answer.status_code == 422


def test_a_file_that_is_too_large_for_the_server_is_said_to_be_so(
    bea: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(documents, "LARGEST", 1024 * 1024)
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n" + b" " * 1024 * 1024 + b"%%EOF", "application/pdf")

    answer = a_browser_of(bea).post(at_visit(a_visit_of(bea), "accepted/"), {"kind": "document", "file": letter})

    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "This file is too large: 1 MB is the most. Save it smaller, and choose it once more.",
    )


def test_one_person_takes_so_many_documents_in_a_day_and_is_told_when_it_is_enough(
    bea: Actor, cem: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DOCUMENTS_A_DAY = 1

    def taken(by: Client, into: VisitId, text: bytes) -> Any:
        letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n% " + text + b"\n%%EOF", "application/pdf")
        return by.post(at_visit(into, "accepted/"), {"kind": "document", "title": "Letter", "file": letter})

    with at(clock.now() - timedelta(days=1)):
        assert taken(a_browser_of(bea), a_visit_of(bea), b"yesterday").status_code == 201
    visit, browser = a_visit_of(bea), a_browser_of(bea)
    assert taken(browser, visit, b"one").status_code == 201
    second = taken(browser, visit, b"two")

    assert second.status_code == 422
    assert "You have taken 1 documents into files today" in second.json()["error"]
    assert the_log_says("visit.accept", "refused", "quota-used-up", visit)
    assert taken(a_browser_of(cem), a_visit_of(cem), b"three").status_code == 201, "everybody has a number of their own"


def test_the_page_of_a_visit_that_is_not_there_and_of_a_colleagues_are_alike(bea: Actor, cem: Actor) -> None:
    theirs, browser = a_visit_of(bea), a_browser_of(cem)

    hidden, absent = browser.get(at_visit(theirs)), browser.get(at_visit(VisitId(uuid4())))

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert "There is nothing here for you." in hidden.content.decode()
