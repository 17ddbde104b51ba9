"""A patient says what they permit, a study is proposed and approved, a researcher is told a number; the patient reads of it and takes it back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

TITLE = "High blood pressure, by age"
SCIENCE = "Research by universities, hospitals and public institutes"


def propose(fen: Page, title: str = TITLE, permission: str = SCIENCE) -> None:
    """Propose a study that needs a permission."""
    steps.go_to(fen, "Research")
    fen.get_by_role("link", name="Propose a study").click()
    fen.get_by_label("Title").fill(title)
    fen.get_by_label("What do you want to know, and what for?").fill("How many patients of each age have it.")
    fen.get_by_label("Who receives what comes out?").fill("University of Fulda, Institute of General Medicine")
    fen.get_by_label(permission).check()
    for data in ("Diagnoses", "Measurements and findings"):
        fen.get_by_role("checkbox", name=data).check()
    for way in ("Releases", "Answers with noise", "Learning with other hospitals"):
        fen.get_by_role("checkbox", name=way).check()
    fen.get_by_label("Until when?").fill((datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    fen.get_by_role("button", name="Propose it").click()
    expect(fen.get_by_text("waits for a decision")).to_be_visible()
    expect(fen.get_by_role("button", name="Count them")).to_have_count(0)


def approve(gul: Page, title: str = TITLE) -> None:
    """Approve the study."""
    steps.go_to(gul, "Research")
    gul.get_by_role("link", name=title).click()
    gul.get_by_role("button", name="Approve it").click()
    expect(gul.get_by_text("approved", exact=True)).to_be_visible()


def propose_and_approve(fen: Page, gul: Page) -> None:
    """Do both, and look at the pages on the way."""
    steps.go_to(fen, "Research")
    fen.get_by_role("link", name="Propose a study").click()
    look_at(fen, "proposing a study")
    propose(fen)
    gul.goto(fen.url)
    look_at(gul, "deciding about a study")
    approve(gul)


def ask(fen: Page) -> None:
    """Ask about a person, which is no question, and about a group."""
    fen.reload()
    fen.get_by_label("Who?").fill("Patient?name=Demir")
    fen.get_by_role("button", name="Count them").click()
    expect(fen.get_by_text("Line 1: here there are only conditions on birthdate, gender.")).to_be_visible()
    fen.get_by_label("Who?").fill("Condition?code=http://hl7.org/fhir/sid/icd-10|G43.1")
    fen.get_by_role("button", name="Count them").click()
    expect(fen.get_by_text("Seven or fewer")).to_be_visible()
    look_at(fen, "a study with its questions")


def ask_with_noise(fen: Page, gul: Page) -> None:
    """Give the study its budget once, and spend it on a mean: what it costs is said before."""
    gul.get_by_label("ε 0.5").check()
    gul.get_by_role("button", name="Give it").click()
    expect(gul.get_by_role("button", name="Give it")).to_have_count(0)

    fen.get_by_role("link", name="Answers with noise").click()
    fen.get_by_role("link", name="Mean of a measurement").click()
    fen.get_by_label("Between which bounds?").fill("90 180")
    fen.get_by_label("0.5").check()
    fen.get_by_role("button", name="What would it cost?").click()
    expect(fen.get_by_text("It costs ε 0.5, for good. Then ε 0 is left.")).to_be_visible()
    with fen.expect_navigation():
        fen.get_by_role("button", name="Ask it").click()
    look_again(fen)
    expect(fen.get_by_text("ε 0.5 of 0.5 spent")).to_be_visible()
    expect(fen.get_by_text("held between 90 and 180 mmHg")).to_be_visible()
    look_at(fen, "answers with noise")


def look_again(fen: Page) -> None:
    """Look until the server has answered."""
    told = fen.get_by_text("held between 90 and 180 mmHg")
    for _ in range(30):
        fen.reload()
        told.wait_for()
        again = fen.get_by_role("link", name="Look again")
        if not again.count():
            return
        again.click()
    raise AssertionError("the server answered nothing")


def read_and_take_back(ali: Page) -> None:
    """Read what was done with one's file, and permit it no longer."""
    ali.reload()
    done = ali.get_by_role("region", name="What was done with your file")
    expect(done.get_by_text("You were counted in an answer")).to_be_visible()
    expect(done.get_by_text(TITLE)).to_be_visible()
    expect(ali.get_by_text("What nobody can undo:")).to_be_visible()
    look_at(ali, "what was done with a patient's file")
    ali.get_by_role("checkbox", name="Research by universities").uncheck()
    ali.get_by_role("button", name="Keep my choice").click()
    expect(ali.get_by_text("taken back on")).to_be_visible()
    expect(ali.get_by_text("1 number that was told before stays told.")).to_be_visible()
    expect(done.get_by_text("not used further", exact=True)).to_be_visible()


def test_a_patient_permits_a_study_is_approved_and_a_number_is_told(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali, fen, gul = somebody(), somebody(PHONE), somebody(), somebody()
    steps.sign_in(fen, practice, "fen")
    steps.sign_in(gul, practice, "gul")
    propose_and_approve(fen, gul)

    steps.end_a_visit_with_somebody_known(bea, ali, practice)
    ali.get_by_role("link", name="Research: what you permit, and who asks").click()
    expect(ali.get_by_text("University of Fulda").first).to_be_visible()
    voluntary = ali.get_by_text("A no has no disadvantage for me.").first
    expect(voluntary).not_to_be_visible()
    ali.get_by_text("What you permit, in full").first.click()
    expect(voluntary).to_be_visible()
    science = ali.get_by_role("checkbox", name="Research by universities")
    expect(science).not_to_be_checked()
    science.check()
    ali.get_by_role("button", name="Keep my choice").click()
    expect(science).to_be_checked()
    expect(ali.get_by_text("permitted since")).to_be_visible()
    look_at(ali, "what a patient permits")

    ask(fen)
    ask_with_noise(fen, gul)
    read_and_take_back(ali)
    steps.go_to(gul, "Research")
    gul.get_by_role("link", name="Blood pressure measured at home").click()
    gul.get_by_role("link", name="What came out of it").click()
    look_at(gul, "what came out of a study")
