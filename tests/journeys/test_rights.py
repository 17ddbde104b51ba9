"""A patient asks for their file, the officer who cannot read it hands out a code, and the patient takes everything home."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice


def read_what_was_billed(ali: Page) -> None:
    ali.get_by_role("link", name="What was billed for your visits, and who pays").click()
    expect(ali.get_by_role("heading", name="What was billed", exact=True)).to_be_visible()
    for folded in ali.locator("details > summary").all():
        folded.click()
    look_at(ali, "own bills")
    ali.get_by_role("link", name="Back to your visit").click()


def ask_for_a_copy(ali: Page) -> None:
    ali.get_by_role("link", name="Your rights").click()
    ali.get_by_label("A copy of my file to take elsewhere").check()
    ali.get_by_label("In your words, if you like").fill("I move to Kassel.")
    look_at(ali, "own rights")
    ali.get_by_role("button", name="Ask the practice").click()
    expect(ali.get_by_text("I move to Kassel.")).to_be_visible()
    look_at(ali, "own rights, asked")


def code_from(gul: Page, practice: Practice) -> str:
    steps.sign_in(gul, practice, "gul")
    gul.get_by_role("link", name="Requests", exact=True).click()
    look_at(gul, "requests")
    gul.get_by_role("link", name="Portable copy (Art. 20)").first.click()
    look_at(gul, "a request")
    gul.get_by_role("button", name="Make a code").click()
    return gul.locator(".code").inner_text()


def test_a_patient_takes_their_file_home(practice: Practice, somebody: Callable[..., Page], tmp_path: Path) -> None:
    bea, ali, gul = somebody(), somebody(PHONE), somebody()
    steps.end_a_visit_with_somebody_known(bea, ali, practice)
    read_what_was_billed(ali)
    ask_for_a_copy(ali)
    code = code_from(gul, practice)

    ali.get_by_role("link", name="fetch it here").click()
    look_at(ali, "fetching")
    ali.get_by_label("Code").fill(code.lower())
    with ali.expect_download() as waiting:
        ali.get_by_role("button", name="Fetch it").click()
    waiting.value.save_as(tmp_path / "file.zip")

    with ZipFile(tmp_path / "file.zip") as together:
        assert {"file.json", "report-en.pdf", "report-de.pdf", "who-looked.csv"} <= set(together.namelist())
        assert "Essential hypertension" in together.read("file.json").decode()
        assert "chart.open" in together.read("who-looked.csv").decode()
    gul.get_by_role("link", name="All requests").click()
    gul.get_by_role("link", name="Portable copy (Art. 20)").first.click()
    expect(gul.get_by_text("Fetched on")).to_be_visible()
    gul.get_by_label("Done as asked").check()
    gul.get_by_label("What the patient is told").fill("You have fetched your copy. All the best in Kassel.")
    gul.get_by_role("button", name="Answer it, and stop the clock").click()
    # The letter of the sample practice waits on.
    expect(gul.get_by_role("link", name="Access report (Art. 15)")).to_have_count(1)
    ali.go_back()
    ali.reload()
    expect(ali.get_by_text("All the best in Kassel.")).to_be_visible()
