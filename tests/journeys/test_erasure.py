"""The data-protection officer erases a file that was made by mistake: found, considered, reasoned, read twice, done, proved."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

WHY = "Registered twice by reception on Monday; the other file is the right one."


def register(reception: Page, practice: Practice, name: str) -> None:
    steps.sign_in(reception, practice, "dua")
    reception.goto(practice.base_url + "/visits/new-patient/")
    reception.get_by_label("Name", exact=True).fill(name)
    reception.get_by_role("button", name="Register").click()
    expect(reception.get_by_text(name)).to_be_visible()


def test_a_request_is_found_considered_done_and_proved(practice: Practice, somebody: Callable[..., Page]) -> None:
    register(somebody(), practice, "Quentin Doppelt")
    gul = somebody()
    steps.sign_in(gul, practice, "gul")
    gul.get_by_role("link", name="Desk").click()
    gul.get_by_role("link", name="Erasures").click()
    gul.get_by_role("searchbox").fill("Doppelt")
    gul.get_by_role("button", name="Search").click()
    look_at(gul, "erasures, found")
    gul.get_by_role("link", name="Consider the request").click()
    expect(gul.get_by_role("heading", name="What stays, and why")).to_be_visible()
    look_at(gul, "erasure, considered")

    gul.get_by_label("The file was made by mistake").check()
    gul.get_by_label("Why, in your own words").fill(WHY)
    gul.get_by_role("button", name="Continue").click()
    expect(gul.get_by_role("heading", name="Read it once more")).to_be_visible()
    look_at(gul, "erasure, read once more")
    gul.get_by_role("button", name="Erase for ever").click()

    is_proved(gul, practice)
    gul.get_by_role("searchbox").fill("Doppelt")
    gul.get_by_role("button", name="Search").click()
    expect(gul.get_by_text("Nobody by that name or date of birth.")).to_be_visible()


def is_proved(gul: Page, practice: Practice) -> None:
    """Find the erasure in the list of those that were done, and take its proof."""
    done = gul.locator("li", has_text=WHY)
    expect(done).to_contain_text("The file was made by mistake")
    look_at(gul, "erasures, done")
    proof = done.get_by_role("link", name="Proof")
    expect(proof).to_be_visible()
    # It has its place in the log after a moment: until then the page says so.
    address = practice.base_url + (proof.get_attribute("href") or "")
    steps.until(lambda: gul.request.get(address).ok, gul)
    assert '"patient.erase"' in gul.request.get(address).text()
