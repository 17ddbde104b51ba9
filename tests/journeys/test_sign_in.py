"""The passkey's button: it waits for what is behind it, and it says why no passkey came."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.journeys import steps
from tests.journeys.practice import Practice

SIGN_IN = "Sign in with a passkey"


def test_the_button_waits_until_a_press_does_something(practice: Practice, somebody: Callable[..., Page]) -> None:
    page, held = somebody(), list[Route]()
    page.route("**/mfa/js/webauthn.*js", lambda route: held.append(route))  # noqa: PLW0108 (the bridge marks what it is given, and a list keeps no mark)
    page.goto(f"{practice.base_url}/account/login/", wait_until="commit")
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_disabled()
    steps.until(lambda: held, page)
    held.pop().continue_()
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_enabled()


def test_who_has_no_passkey_here_is_told_so(practice: Practice, somebody: Callable[..., Page]) -> None:
    page = somebody()
    steps.with_authenticator(page)
    page.goto(f"{practice.base_url}/account/login/")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.get_by_role("alert").filter(has_text="No passkey came")).to_be_visible()


def test_a_server_that_gives_no_answer_is_said(practice: Practice, somebody: Callable[..., Page]) -> None:
    page = somebody()
    page.goto(f"{practice.base_url}/account/login/")
    page.route("**/webauthn/login/", lambda route: route.abort())
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.get_by_role("alert").filter(has_text="gave no answer")).to_be_visible()


def test_a_password_is_shown_and_said_to_be_good_while_it_is_typed(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    page = somebody()
    page.goto(steps.enrolment_link(practice, "Pia Passwort", "pia@praxis.example"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Choose a password").click()
    first = page.get_by_label("Password", exact=True)
    for typed, said in (("cookiemonster", "Everybody tries"), ("four words in a row", "Long enough")):
        first.fill(typed)
        expect(page.get_by_role("status")).to_contain_text(said)
    page.get_by_label("Show what I type").first.check()
    expect(first).to_have_attribute("type", "text")
    page.get_by_label("Password (again)").fill("another one altogether")
    page.get_by_role("button", name="Set Password").click()
    expect(first).to_have_attribute("type", "password")
    expect(page.get_by_text("the same password each time")).to_be_visible()
