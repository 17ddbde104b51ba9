"""Nobody looks unnoticed: a file opened in an emergency, and a proof that a patient takes home."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

REASON = "Ali is unconscious in the pharmacy; the ambulance asks for his medication."


def break_the_glass(cem: Page, practice: Practice) -> None:
    """Search somebody who is not in one's care, and open the file for a reason that is read twice."""
    steps.sign_in(cem, practice, "cem")
    cem.get_by_role("link", name="Patients", exact=True).click()
    cem.get_by_role("searchbox").fill("Demir")
    cem.get_by_role("button", name="Search").click()
    cem.locator("section[aria-labelledby=others]").get_by_role("link", name="Ali Demir").click()
    expect(cem.get_by_role("heading", name="This file is closed to you.")).to_be_visible()
    assert cem.locator("[data-chart]").count() == 0
    cem.get_by_role("link", name="It is an emergency").click()
    cem.get_by_label("What is the emergency?").fill("Urgent")
    cem.get_by_role("button", name="Continue").click()
    expect(cem.get_by_role("button", name="Open the file now")).to_have_count(0)
    cem.get_by_label("What is the emergency?").fill(REASON)
    cem.get_by_role("button", name="Continue").click()
    expect(cem.get_by_text("This is what others will read.")).to_be_visible()
    cem.get_by_role("button", name="Open the file now").click()
    expect(cem.get_by_text("Essential hypertension")).to_be_visible()
    expect(cem.get_by_text("The patient and the data-protection officer know.")).to_be_visible()


def test_an_emergency_is_told_to_the_patient_and_reviewed(practice: Practice, somebody: Callable[..., Page]) -> None:
    cem, bea, ali, gul = somebody(), somebody(), somebody(PHONE), somebody()
    break_the_glass(cem, practice)

    steps.talk(bea, ali, practice)
    bea.get_by_label("Name or date of birth").fill("Demir")
    steps.this_is_them(bea)
    expect(bea.get_by_role("heading", name="Ali Demir")).to_be_visible()
    # Whoever is not known for sure is shown this visit alone.
    bea.get_by_text("How do you know this person?").click()
    bea.get_by_label("I know them personally").check()
    bea.get_by_role("button", name="Note it").click()
    expect(bea.locator(".identity").get_by_text("verified", exact=True)).to_be_visible()
    bea.get_by_role("button", name="End visit").click()
    line = ali.locator("[data-accesses] li", has_text="Cem Celik").first
    expect(line).to_be_visible()
    expect(line).to_contain_text("emergency")

    steps.sign_in(gul, practice, "gul")
    gul.get_by_role("link", name="Desk").click()
    gul.get_by_role("link", name="Emergencies to review").click()
    case = gul.locator("article", has_text="Cem Celik opened the file of Ali Demir")
    expect(case.get_by_text(REASON)).to_be_visible()
    case.get_by_label("Justified", exact=True).check()
    case.get_by_label("What you based it on").fill("Asked the ambulance.")
    case.get_by_role("button", name="Keep the review").click()
    expect(gul.get_by_text("Nothing waits for a review.")).to_be_visible()
    expect(gul.get_by_text("Asked the ambulance.")).to_be_visible()


def test_a_proof_that_a_patient_saved_holds_until_somebody_changes_it(
    practice: Practice, somebody: Callable[..., Page], tmp_path: Path
) -> None:
    bea, ali, eve = somebody(), somebody(PHONE), somebody()
    steps.talk(bea, ali, practice)
    bea.get_by_role("button", name="End visit").click()
    expect(ali.locator("[data-accesses]")).to_be_visible()
    with ali.expect_download() as saved:
        ali.locator("[data-accesses]").get_by_role("link", name="Proof", exact=True).first.click()
    proof = tmp_path / "proof.txt"
    saved.value.save_as(proof)

    eve.goto(practice.base_url + "/ledger/verify/")
    eve.locator("[data-receipt-file]").set_input_files(proof)
    expect(eve.get_by_text("The proof holds")).to_be_visible()
    expect(eve.locator("[data-told=said-who]")).to_have_text("Bea Brandt")

    forged = tmp_path / "forged.txt"
    text, changes = re.subn(r'("because": ")[a-z-]+', r"\1own-fancy", proof.read_text())
    assert changes == 1
    forged.write_text(text)
    eve.locator("[data-receipt-file]").set_input_files(forged)
    expect(eve.get_by_text("The proof does not hold.").first).to_be_visible()
    expect(eve.get_by_text("The proof holds")).to_be_hidden()
