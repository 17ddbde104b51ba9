"""Cem books a visit to look into a stranger's file and cancels it: the case is there at once, he is asked, two decide, the clock runs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

REMARK = "He had no task there; the booking was made to open the file."


def book_look_and_cancel(cem: Page, practice: Practice) -> None:
    """Open the file of another team's patient by way of a visit that nobody wants."""
    steps.sign_in(cem, practice, "cem")
    book_look_and_cancel_in(cem, practice)


def book_look_and_cancel_in(cem: Page, practice: Practice) -> None:
    """Do so as whoever is signed in there."""
    cem.goto(f"{practice.base_url}/visits/book/")
    cem.get_by_role("searchbox").fill("Hans")
    cem.locator("#found").get_by_role("button").first.click()
    cem.get_by_label("Time").fill("23:30")
    cem.get_by_label("Reason").fill("Call back")
    cem.get_by_role("button", name="Book", exact=True).click()
    expect(cem.get_by_role("heading", level=1)).to_be_visible()
    cem.goto(f"{practice.base_url}/")
    cem.get_by_role("link", name="Hans").first.click()
    expect(cem.locator("[data-file-pane], .file")).not_to_have_count(0)
    cem.get_by_text("Cancel visit", exact=True).click()
    cem.get_by_role("button", name="Cancel this visit").click()


def judged(gul: Page, practice: Practice) -> None:
    """Find the case that the running server filed by itself, and open it; the run over everything files nothing twice."""
    steps.sign_in(gul, practice, "gul")

    def is_filed() -> bool:
        gul.goto(f"{practice.base_url}/vigilance/")
        return gul.get_by_role("link", name="Cem Celik").count() > 0

    steps.until(is_filed, gul)
    practice.run("vigilance", "judge")
    gul.get_by_role("link", name="What explains an access here").click()
    look_at(gul, "explanations")
    gul.get_by_role("link", name="All cases").click()
    look_at(gul, "vigilance")
    expect(gul.get_by_role("link", name="Cem Celik")).to_have_count(1)
    gul.get_by_role("link", name="Cem Celik").click()
    expect(gul.get_by_text("a visit that they booked and cancelled themselves").first).to_be_visible()
    look_at(gul, "a case")


def asked_and_answered(gul: Page, cem: Page, practice: Practice) -> None:
    gul.get_by_role("button", name="Ask why").first.click()
    cem.goto(f"{practice.base_url}/my-accesses/")
    cem.get_by_role("link", name="What is held about me").click()
    expect(cem.get_by_role("heading", name="Why did you open this file?")).to_be_visible()
    look_at(cem, "what is held about me")
    cem.get_by_label("I had no task there").check()
    cem.get_by_role("button", name="Answer").click()
    expect(cem.get_by_text("Thank you. Your answer is kept")).to_be_visible()


def decided(gul: Page, administrator: Page, practice: Practice) -> None:
    gul.reload()
    expect(gul.get_by_text("I had no task there")).to_be_visible()
    gul.get_by_label("A breach of data protection").check()
    gul.locator("form", has=gul.get_by_role("button", name="Keep the decision")).get_by_role("textbox").fill(REMARK)
    gul.get_by_role("button", name="Keep the decision").click()
    expect(gul.get_by_text("waits for a second person")).to_be_visible()

    steps.sign_in(administrator, practice, "max")
    administrator.goto(f"{practice.base_url}/vigilance/")
    administrator.get_by_role("link", name="Cem Celik").click()
    look_at(administrator, "the second pair of eyes")
    administrator.get_by_label("Yes, it was a breach").check()
    form = administrator.locator("form", has=administrator.get_by_role("button", name="Keep it"))
    form.get_by_role("textbox").fill("I read the lines of the log and agree.")
    administrator.get_by_role("button", name="Keep it").click()
    expect(administrator.get_by_text("the authority has to know within")).to_be_visible()


def test_a_phantom_appointment_becomes_a_breach(practice: Practice, somebody: Callable[..., Page]) -> None:
    cem, gul, administrator = somebody(), somebody(), somebody()
    book_look_and_cancel(cem, practice)
    judged(gul, practice)
    asked_and_answered(gul, cem, practice)
    decided(gul, administrator, practice)
    assess(gul)


def assess(gul: Page) -> None:
    """Say how severe the breach is, and take the notice to the patients."""
    gul.get_by_role("link", name="Breaches").first.click()
    look_at(gul, "breaches")
    gul.get_by_role("link", name="Known since").first.click()
    for name in ("Health:", "At once:", "Seen by people who are known", "Nothing was changed", "All of it is there"):
        gul.get_by_label(name).check()
    gul.get_by_role("button", name="Work it out").click()
    expect(gul.get_by_text("= 4.25: very high")).to_be_visible()
    look_at(gul, "a breach")
    notice = gul.get_by_role("link", name="The patients: German (PDF)").get_attribute("href") or ""
    assert gul.request.get(gul.url.split("/breaches/")[0] + notice).body().startswith(b"%PDF-")
