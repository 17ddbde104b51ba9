"""Every page that a person can see: nothing serious for axe, in light and dark, small and large, nor sideways."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

SMALLEST_CONTROL = 44
SIZES = """() => [...document.querySelectorAll(".controls button, .controls summary")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect().width, one.getBoundingClientRect().height])"""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, who goes there, and the answer."""

    who: str
    path: str
    status: int = 200


PLACES = (
    Place("bea", "/today/"),
    Place("bea", "/visits/book/"),
    Place("bea", "/visits/new-patient/"),
    Place("bea", "/my-accesses/"),
    Place("bea", "/account/2fa/"),
    Place("bea", "/account/2fa/webauthn/"),
    Place("bea", "/account/2fa/webauthn/add/"),
    Place("bea", "/account/2fa/totp/activate/"),
    Place("bea", "/account/set-up/"),
    Place("bea", "/account/logout/"),
    Place("bea", "/account/password/set/"),
    Place("bea", "/staff/", 403),
    Place("bea", "/nowhere/", 404),
    Place("max", "/staff/"),
    Place("max", "/today/", 403),
)


@pytest.mark.parametrize("who", ["bea", "max"])
def test_pages_of_staff_are_for_everybody(practice: Practice, somebody: Callable[..., Page], who: str) -> None:
    page = somebody()
    steps.sign_in(page, practice, who)
    for place in (one for one in PLACES if one.who == who):
        answer = page.goto(practice.base_url + place.path)
        assert answer is not None
        assert answer.status == place.status, place
        look_at(page, place.path)


def test_pages_of_sign_in_are_for_everybody(practice: Practice, somebody: Callable[..., Page]) -> None:
    page = somebody()
    steps.with_authenticator(page)
    page.goto(practice.base_url + "/account/login/")
    page.get_by_text("With a password and a code").click()
    look_at(page, "sign in")
    page.goto(steps.enrolment_link(practice, "Paula Prüf", "paula@praxis.example"))
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    look_at(page, "enrol")
    page.get_by_role("button", name="Continue").click()
    look_at(page, "set up")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    page.goto(practice.base_url + "/account/set-up/")
    expect(page.get_by_text("Your sign-in is set up.")).to_be_visible()
    look_at(page, "set up, done")
    for path in ("", "webauthn/", "recovery-codes/", "recovery-codes/generate/"):
        answer = page.goto(f"{practice.base_url}/account/2fa/{path}")
        assert answer is not None
        assert answer.ok, path
        look_at(page, path)
    page.goto(practice.base_url + "/account/2fa/webauthn/")
    for name in ("Edit", "Remove"):
        page.get_by_role("link", name=name).click()
        look_at(page, name)
        page.go_back()


def test_pages_of_a_consultation_are_for_everybody(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, dua, eve = somebody(), somebody(PHONE), somebody(), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    steps.open_visit(bea, "Weight, control")
    expect(bea.locator("[data-file-pane]").get_by_role("heading", name="Problems")).to_be_visible()
    link = bea.locator("[data-invitation-link]").inner_text()
    look_at(bea, "consultation, before")
    look_as_reception(dua, practice, bea.url)

    ali.goto(link)
    expect(ali.get_by_text("Camera works")).to_be_visible()
    look_at(ali, "arrive")
    steps.get_ready(ali, link, "Hans Huber")
    look_at(ali, "wait")
    look_at(bea, "consultation, somebody waits")
    steps.admit(bea)
    steps.see_each_other(bea, ali)
    look_at_call(bea, ali)

    expect(bea.get_by_label("Subjective")).to_be_visible()
    bea.get_by_role("button", name="End visit").click()
    expect(bea.get_by_text("This visit is over.")).to_be_visible()
    look_at(bea, "consultation, after")
    expect(ali.locator("[data-accesses]")).to_be_visible()
    look_at(ali, "summary")
    eve.goto(link)
    look_at(eve, "summary on another device")


def look_as_reception(dua: Page, practice: Practice, address: str) -> None:
    steps.sign_in(dua, practice, "dua")
    for path in (address, f"{address}invitation/"):
        dua.goto(path)
        expect(dua.get_by_role("button", name="Copy link")).to_be_visible()
        look_at(dua, path)


def look_at_call(bea: Page, ali: Page) -> None:
    """Look with everything unfolded; what one taps in a hurry is large."""
    steps.say(ali, "Good morning")
    for page in (bea, ali):
        page.get_by_text("Measurement", exact=True).click()
        page.get_by_text("Devices", exact=True).click()
        look_at(page, "call")
        assert [one for one in page.evaluate(SIZES) if min(one[1:]) < SMALLEST_CONTROL] == []


def test_pages_of_those_who_may_not_are_for_everybody(practice: Practice, somebody: Callable[..., Page]) -> None:
    guest, ali, bea = somebody(PHONE), somebody(PHONE), somebody()
    for path, said in (("/join/", "incomplete"), ("/join/#guessed", "does not work")):
        guest.goto(practice.base_url + path)
        expect(guest.get_by_text(said)).to_be_visible()
        look_at(guest, path)
        guest.goto("about:blank")
    guest.goto(practice.base_url + "/studies/")
    expect(guest.get_by_role("heading", name="Research with patients' files")).to_be_visible()
    look_at(guest, "studies, for everybody")
    steps.sign_in(bea, practice, "bea")
    steps.get_ready(ali, steps.start_now(bea))
    bea.get_by_role("button", name="Send away").click()
    expect(ali.get_by_role("heading", name="You are not in the consultation any more.")).to_be_visible()
    look_at(ali, "over")
