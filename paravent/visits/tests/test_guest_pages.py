"""A guest's pages: what the link opens, where one gets ready, what one keeps."""

from datetime import UTC, datetime

from django.test import Client

from paravent.access.bearers import COOKIE
from paravent.access.terms import Actor
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, the_log_says
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.terms import Status
from paravent.visits.tests.cast import a_visit_of, an_appointment_of, in_the_call, the_bearer_of_the_link_to


def test_the_end_leads_the_patients_link_to_their_summary(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)
    phone = in_the_call(visit, bea)
    a_browser_of(bea).post(f"/visits/{visit}/end/", {"for_patient": "Drink <enough>."})

    page = a_browser_of(phone).get(f"/join/{visit}/")

    assert page.status_code == 200
    assert "Drink &lt;enough&gt;." in page.content.decode()
    assert "Who opened your file, when and why" in page.content.decode()


def test_on_another_device_the_summary_says_where_it_opens(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    operations.end_visit(bea, TREAT, visit, for_patient="")

    page = a_browser_of(bearer).get(f"/join/{visit}/")

    assert page.status_code == 403
    assert "opens on the device with which you took part" in page.content.decode()


def test_a_cancelled_visit_is_gone_from_the_link_and_stays_in_the_day(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    bearer = the_bearer_of_the_link_to(visit, bea)

    answer = a_browser_of(bea).post(f"/visits/{visit}/cancel/", follow=True)

    assert "Tell the patient: Paravent does not." in answer.content.decode()

    assert Visit.objects.get(pk=visit).status == Status.CANCELLED
    page = a_browser_of(bearer).get(f"/join/{visit}/")
    assert page.status_code == 403
    assert "This visit was cancelled." in page.content.decode()


def test_a_link_that_is_tapped_days_before_says_when_it_opens(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, at=datetime(2031, 5, 6, 8, tzinfo=UTC))
    link = operations.show_invitation(bea, WORK, visit)
    assert link is not None

    page = Client().post("/join/present/", {"secret": link.secret})

    assert page.status_code == 403
    assert "<strong>6 May 2031 at 10:00</strong>" in page.content.decode()
    assert "From 5 May 2031, 10:00 on" in page.content.decode()


def test_presenting_a_link_gives_this_browser_a_cookie_for_this_visit_alone(bea: Actor) -> None:
    visit = a_visit_of(bea)
    link = operations.show_invitation(bea, WORK, visit)
    assert link is not None

    answer = Client().post("/join/present/", {"secret": link.secret})

    assert answer.headers["Location"] == f"/join/{visit}/"
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/join/{visit}/", True, "Strict")
    assert link.secret not in cookie.value


def test_tapping_the_link_again_keeps_the_seat(bea: Actor) -> None:
    visit = a_visit_of(bea)
    link = operations.show_invitation(bea, WORK, visit)
    assert link is not None
    browser = Client()
    browser.post("/join/present/", {"secret": link.secret})
    browser.post(f"/join/{visit}/ready/", {"name": "Ali"})
    assert "data-seated" in browser.get(f"/join/{visit}/").content.decode()

    browser.post("/join/present/", {"secret": link.secret})

    assert "data-seated" in browser.get(f"/join/{visit}/").content.decode()


def test_a_seat_counts_for_the_link_by_which_it_was_taken(bea: Actor) -> None:
    visit = a_visit_of(bea)
    link = operations.show_invitation(bea, WORK, visit)
    assert link is not None
    browser = Client()
    browser.post("/join/present/", {"secret": link.secret})
    browser.post(f"/join/{visit}/ready/", {"name": "Ali"})
    renewed = operations.renew_invitation(bea, WORK, visit)

    browser.post("/join/present/", {"secret": renewed.secret})

    assert "data-seated" not in browser.get(f"/join/{visit}/").content.decode()


def test_whoever_merely_has_the_link_takes_no_agreement_back(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = a_browser_of(the_bearer_of_the_link_to(visit, bea))
    patient.post(f"/join/{visit}/ready/", {"name": "Ali"})

    assert a_browser_of(the_bearer_of_the_link_to(visit, bea)).post(f"/join/{visit}/withdraw/").status_code == 404

    assert the_log_says("visit.withdraw-consent", "refused", "nothing-there-for-you", visit)


def test_a_guessed_link_says_what_to_do(db: None) -> None:
    page = Client().post("/join/present/", {"secret": "guessed"})

    assert page.status_code == 403
    assert "This link does not work." in page.content.decode()


def test_a_guest_gets_ready_leaves_and_takes_the_agreement_back(bea: Actor) -> None:
    visit = a_visit_of(bea)
    browser = a_browser_of(the_bearer_of_the_link_to(visit, bea))

    unnamed = browser.post(f"/join/{visit}/ready/", {"name": " "})
    assert unnamed.status_code == 422
    assert "Please type your name" in unnamed.json()["errors"]["name"][0]
    assert browser.post(f"/join/{visit}/ready/", {"name": "Ali"}).status_code == 200
    assert the_log_says("party.get-ready", "done", "invited", visit)
    left = browser.post(f"/join/{visit}/leave/")
    assert the_log_says("party.leave", "done", "invited", visit)
    assert "You have left. To come back, press Ready again." in browser.get(left.headers["Location"]).content.decode()
    withdrew = browser.post(f"/join/{visit}/withdraw/")
    assert the_log_says("visit.withdraw-consent", "done", "invited", visit)
    assert "You took your agreement back, and have left." in browser.get(withdrew.headers["Location"]).content.decode()


BY_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
"""What a browser asks for that sends a form by itself; a script asks for anything."""


def test_whoever_is_quicker_than_the_pages_script_has_a_seat_and_is_led_to_it(bea: Actor) -> None:
    visit = a_visit_of(bea)
    browser = a_browser_of(the_bearer_of_the_link_to(visit, bea))

    unnamed = browser.post(f"/join/{visit}/ready/", {"name": " "}, headers=BY_BROWSER, follow=True)
    assert "data-seated" not in unnamed.content.decode()
    assert "What you should know" in unnamed.content.decode()

    page = browser.post(f"/join/{visit}/ready/", {"name": "Ali"}, headers=BY_BROWSER, follow=True)
    assert page.redirect_chain == [(f"/join/{visit}/", 302)]
    assert "data-seated" in page.content.decode()


def test_whoever_is_quicker_than_the_script_hears_that_the_seat_is_taken(bea: Actor) -> None:
    visit = a_visit_of(bea)
    in_the_call(visit, bea)
    late = a_browser_of(the_bearer_of_the_link_to(visit, bea))

    page = late.post(f"/join/{visit}/ready/", {"name": "Ali"}, headers=BY_BROWSER)

    assert page.status_code == 403
    assert "Somebody with your link is in the consultation already." in page.content.decode()
