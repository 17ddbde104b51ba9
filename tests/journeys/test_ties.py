"""Bea declares a neighbour and is warned; reception proposes, Gül keeps the list; Max rosters, and Bea sees her hours."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice


def declared(bea: Page, practice: Practice) -> None:
    steps.sign_in(bea, practice, "bea")
    bea.locator("summary", has_text="Bea Brandt").click()
    bea.get_by_role("link", name="Close to me").click()
    bea.get_by_role("searchbox").fill("Hans")
    bea.get_by_role("button", name="Find").click()
    look_at(bea, "whom to declare")
    bea.get_by_label("What connects you").first.select_option(label="We are neighbours")
    bea.get_by_role("button", name="Declare Hans").first.click()
    expect(bea.get_by_text("We are neighbours").first).to_be_visible()


def warned(bea: Page) -> None:
    """Open the file from the list of one's patients, by the link that leads there."""
    bea.get_by_role("link", name="Patients", exact=True).click()
    bea.get_by_role("link", name="Hans").first.click()
    expect(bea.get_by_role("heading", name="You know this patient")).to_be_visible()
    look_at(bea, "the warning")
    bea.get_by_role("link", name="Open it all the same").click()
    expect(bea.get_by_role("heading", name="File", exact=True)).to_be_visible()


def listed(gul: Page, practice: Practice) -> None:
    steps.sign_in(gul, practice, "gul")
    gul.goto(f"{practice.base_url}/notables/")
    gul.get_by_role("searchbox").fill("Hans")
    gul.get_by_role("button", name="Find").click()
    look_at(gul, "whom to put on the list")
    gul.get_by_label("Remark").fill("Mayor since May")
    gul.get_by_role("button", name="Put on the list").click()
    expect(gul.get_by_text("Mayor since May")).to_be_visible()
    look_at(gul, "the list")


def rostered(administrator: Page, practice: Practice) -> None:
    steps.sign_in(administrator, practice, "max")
    administrator.get_by_role("link", name="Roster").click()
    administrator.get_by_role("link", name="Next week").click()
    administrator.get_by_label("Who").select_option(label="Bea Brandt")
    administrator.get_by_label("From", exact=True).fill("20:00")
    administrator.get_by_label("Until", exact=True).fill("23:00")
    administrator.get_by_role("checkbox").first.check()
    administrator.get_by_role("button", name="Put on the roster").click()
    expect(administrator.get_by_text("1 new entry is on the roster.")).to_be_visible()
    look_at(administrator, "the roster")
    administrator.goto(f"{practice.base_url}/staff/")
    administrator.get_by_role("link", name="Where they live").first.click()
    look_at(administrator, "where a colleague lives")


def test_ties_the_list_and_the_roster(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, gul, administrator = somebody(), somebody(), somebody()
    declared(bea, practice)
    warned(bea)
    listed(gul, practice)
    rostered(administrator, practice)

    bea.locator("summary", has_text="Bea Brandt").click()
    bea.get_by_role("link", name="My hours").click()
    expect(bea.get_by_text("20:00\u201323:00")).to_be_visible()
    look_at(bea, "my hours")
