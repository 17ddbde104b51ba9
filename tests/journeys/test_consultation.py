"""The main job: from sign-in by passkey to the patient's list of who opened their file."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from paravent.fhir.confidentiality import Label
from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice


def test_one_consultation_from_sign_in_to_filed(  # noqa: PLR0915 (one journey, told as one)
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    nils, ali = somebody(), somebody(PHONE)
    steps.with_authenticator(nils)
    steps.enrol_and_sign_in_by_passkey(nils, practice, "Nils Neu")

    link = steps.start_now(nils)
    assert "#" in link
    steps.get_ready(ali, link)
    steps.admit(nils)
    steps.see_each_other(nils, ali)
    assert steps.number(nils) == steps.number(ali)
    assert len(steps.number(ali)) == 4
    steps.compare(ali)

    ali.get_by_role("textbox", name="Message").fill("It began on Sunday")
    ali.get_by_role("button", name="Send", exact=True).click()
    expect(nils.get_by_text("It began on Sunday")).to_be_visible()

    ali.locator("[data-file-input]").set_input_files(
        {"name": "finding.pdf", "mimeType": "application/pdf", "buffer": steps.PDF}
    )
    nils.locator("[data-exchange]").get_by_label("Who sees it").select_option(Label.VERY_RESTRICTED)
    nils.get_by_role("button", name="Accept").click()
    expect(nils.locator("[data-file-pane]").get_by_role("link", name="finding.pdf")).to_be_visible()
    expect(nils.locator("[data-file-pane] select[name=label]")).to_have_value(Label.VERY_RESTRICTED)

    ali.get_by_text("Measurement", exact=True).click()
    ali.locator("#vital-first").fill("148")
    ali.locator("#vital-second").fill("92")
    ali.get_by_role("button", name="Send measurement").click()
    nils.get_by_role("button", name="Accept").click()
    expect(nils.locator("[data-file-pane]").get_by_text("148/92")).to_be_visible()
    expect(ali.get_by_text("Taken into the file")).to_have_count(2)

    nils.get_by_label("Subjective").fill("Headache since Sunday")
    nils.get_by_label("For the patient").fill("Measure every morning.")
    nils.get_by_role("button", name="End visit").click()
    expect(nils.get_by_text("This visit is over.")).to_be_visible()

    accesses = ali.locator("[data-accesses]")
    expect(accesses.get_by_text("Nils Neu opened your file")).to_be_visible()
    expect(accesses.get_by_text("because of a visit with you").first).to_be_visible()
    expect(ali.get_by_text("Measure every morning.")).to_be_visible()
    expect(ali.get_by_text("Blood pressure: 148/92 mmHg")).to_be_visible()

    nils.get_by_role("button", name="Sign note").click()
    expect(nils.get_by_text("Signed by Nils Neu")).to_be_visible()
    nils.get_by_label("Assessment").fill("Tension headache")
    nils.get_by_role("button", name="Amend").click()
    expect(nils.get_by_text("version 2")).to_be_visible()
    expect(nils.get_by_text("Earlier versions")).to_be_visible()


def test_what_is_not_accepted_is_gone(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    ali.get_by_text("Measurement", exact=True).click()
    ali.locator("#vital-first").fill("1310")
    ali.locator("#vital-second").fill("83")
    ali.get_by_role("button", name="Send measurement").click()
    expect(ali.locator("#vital-first")).to_be_focused()
    expect(ali.locator("#vital-first")).to_have_attribute("aria-invalid", "true")
    expect(ali.get_by_text("mmHg: This value cannot be right.")).to_be_visible()
    ali.locator("#vital-first").fill("131")
    ali.locator("#vital-second").fill("83")
    ali.get_by_role("button", name="Send measurement").click()
    bea.get_by_role("button", name="Decline").click()
    expect(ali.get_by_text("Not taken; it is gone when the call ends.")).to_be_visible()
    bea.reload()
    steps.see_each_other(bea, ali)
    expect(bea.get_by_text("131/83")).to_have_count(0)


def test_a_disguised_file_is_not_sent(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    ali.locator("[data-file-input]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"MZ this is a program"}
    )
    expect(ali.get_by_text("Only photos (JPEG, PNG, WebP) and PDFs can be sent.")).to_be_visible()
    expect(bea.get_by_text("photo.jpg")).to_have_count(0)


LETTER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": steps.PDF + b"% to somebody else\n%%EOF\n"}


def filed_for_somebody_else(bea: Page) -> None:
    """Take a letter into another visit's file, by the form that needs no call."""
    steps.start_now(bea)
    bea.goto(bea.url + "take/")
    look_at(bea, "the form that takes a document into the file")
    bea.get_by_label("Photo or PDF").set_input_files(LETTER)  # type: ignore[arg-type]
    bea.get_by_label("Title").fill("Letter")
    bea.get_by_role("button", name="Take it into the file").click()
    expect(bea.locator("[data-file-pane]").get_by_role("link", name="Letter")).to_be_visible()


def test_a_document_of_another_file_is_asked_about(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, eve = somebody(), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    filed_for_somebody_else(bea)
    bea.goto(practice.base_url + "/today/")
    steps.get_ready(eve, steps.start_now(bea), "Eve Ersoy")
    steps.admit(bea)
    steps.see_each_other(bea, eve)

    bea.locator("[data-file-input]").set_input_files(LETTER)  # type: ignore[arg-type]
    expect(bea.get_by_text("This is from another patient's file.")).to_be_visible()
    look_at(bea, "a document that is asked about before it is sent")
    bea.get_by_role("button", name="Send all the same").click()
    expect(eve.get_by_role("link", name="Show")).to_be_visible()

    eve.locator("[data-file-input]").set_input_files(LETTER)  # type: ignore[arg-type]
    bea.get_by_role("button", name="Accept").click()
    expect(bea.get_by_text("The same document is in another patient's file. Whose is it?")).to_be_visible()
    bea.get_by_role("button", name="Keep it here all the same").click()
    look_at(bea, "a document that is kept for a reason")
    bea.get_by_role("button", name="It is about both").click()
    expect(bea.locator("[data-file-pane]").get_by_role("link", name="letter.pdf")).to_be_visible()
    expect(eve.get_by_text("Taken into the file")).to_be_visible()


def test_reception_admits_and_sees_nothing_clinical(practice: Practice, somebody: Callable[..., Page]) -> None:
    dua, bea, ali = somebody(), somebody(), somebody(PHONE)
    steps.sign_in(dua, practice, "dua")
    dua.locator("li", has_text="Blood pressure higher at home").get_by_role("link").click()
    link = dua.locator("[data-invitation-link]").inner_text()
    expect(dua.get_by_role("heading", name="File")).to_have_count(0)
    expect(dua.get_by_role("heading", name="Note")).to_have_count(0)
    address = dua.url
    steps.get_ready(ali, link)
    steps.sign_in(bea, practice, "bea")
    bea.goto(address)
    expect(bea.get_by_text("Essential hypertension")).to_be_visible()
    steps.admit(dua)
    steps.see_each_other(bea, ali)


def test_a_reload_comes_back_into_the_call(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    before = steps.number(bea)
    ali.reload()
    steps.see_each_other(ali, bea)
    steps.until(lambda: steps.number(ali) == steps.number(bea) != before, ali)
    bea.reload()
    steps.see_each_other(bea, ali)
    steps.until(lambda: steps.number(ali) == steps.number(bea), ali)


def test_whoever_presses_before_the_pages_script_is_there_comes_in_all_the_same(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    """On a slow phone people are quicker than the script; the browser then sends the form by itself."""
    bea, ali = somebody(), somebody(PHONE)
    held: list[Route] = []
    ali.route(re.compile(r"/calls/guest\.\w+\.js$"), lambda route: route.continue_() if held else held.append(route))
    steps.sign_in(bea, practice, "bea")
    ali.goto(steps.start_now(bea), wait_until="commit")
    ali.get_by_label("Your name").fill("Ali Demir")
    ali.get_by_role("button", name="Ready").click()
    steps.admit(bea)
    expect(ali.get_by_role("heading", name="Video consultation with Bea Brandt")).to_be_focused()
    assert held
