"""Nora looked into a stranger's file: she shows her passkey before the next one, is paused, reads why, and goes on when it is over."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.test_case import book_look_and_cancel_in

REMARK = "I spoke to her: the booking was a slip, and she told the patient."


def the_case(gul: Page, practice: Practice) -> None:
    """Open the case about Nora once the log was judged."""
    steps.sign_in(gul, practice, "gul")

    def is_filed() -> bool:
        practice.run("vigilance", "judge")
        gul.goto(f"{practice.base_url}/vigilance/")
        return gul.get_by_role("link", name="Nora Neu").count() > 0

    steps.until(is_filed, gul)
    look_at(gul, "vigilance with its brakes")
    gul.get_by_role("link", name="Nora Neu").click()


def put_on(gul: Page, brake: str) -> None:
    """Put a brake on, unless the score has done so."""
    item = gul.locator("section[aria-labelledby=brakes] li", has_text=brake)
    if item.get_by_role("button", name="Put it on").count():
        item.get_by_role("button", name="Put it on").click()
        expect(gul.get_by_text("It is on. The person sees that, and why.")).to_be_visible()


def show_the_passkey(nora: Page, practice: Practice) -> None:
    """Start a visit; the file beside the call asks for the passkey, and opens after it."""
    nora.goto(f"{practice.base_url}/today/")
    nora.get_by_role("button", name="Start now").click()
    link = nora.locator("[data-file-pane]").get_by_role("link", name="Show my passkey")
    expect(link).to_be_visible()
    # In the same window: the passkey in software belongs to one.
    nora.goto(practice.base_url + str(link.get_attribute("href")))
    expect(nora.get_by_role("heading", name="Show your passkey")).to_be_visible()
    look_at(nora, "show your passkey")
    nora.get_by_role("button", name="Show my passkey").click()
    expect(nora.locator("[data-chart], .file").first).to_be_visible()
    assert "/files/" in nora.url


def test_held_back_and_free_again(practice: Practice, somebody: Callable[..., Page]) -> None:
    nora, gul = somebody(), somebody()
    steps.with_authenticator(nora)
    steps.enrol_and_sign_in_by_passkey(nora, practice)
    book_look_and_cancel_in(nora, practice)

    the_case(gul, practice)
    put_on(gul, "Passkey before each file")
    show_the_passkey(nora, practice)

    put_on(gul, "Pause of the account")
    look_at(gul, "a case with brakes")
    nora.goto(f"{practice.base_url}/today/")
    nora.get_by_role("button", name="Sign in with a passkey").click()
    expect(nora.get_by_role("heading", name="Your account is paused")).to_be_visible()
    look_at(nora, "your account is paused")
    nora.goto(f"{practice.base_url}/files/")
    expect(nora.get_by_role("heading", name="Your account is paused")).to_be_visible()

    item = gul.locator("section[aria-labelledby=brakes] li", has_text="Pause of the account")
    item.get_by_text("Take it off").first.click()
    item.get_by_label("Why it is taken off").fill(REMARK)
    item.get_by_role("button", name="Take it off").click()
    expect(gul.get_by_text("It is off.")).to_be_visible()
    nora.goto(practice.base_url)
    expect(nora.get_by_role("heading", name="Today")).to_be_visible()
    nora.goto(f"{practice.base_url}/vigilance/mine/")
    nora.get_by_text("What held me back earlier").click()
    expect(nora.get_by_text(REMARK)).to_be_visible()
