"""A researcher previews, is refused for risk, coarsens, waits for somebody else's word, and receives rows that name nobody."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import ROOT, Practice
from tests.journeys.test_keyboard import press
from tests.journeys.test_research import approve, propose

TITLE = "Back pain, by age"


def fill(practice: Practice) -> None:
    """Let there be people who permit it."""
    words = [sys.executable, "-m", "tests.journeys.permitting", "--data", str(practice.home / "data")]
    subprocess.run(words, check=True, env=practice.environment(), cwd=ROOT)


def is_refused(fen: Page) -> None:
    """Ask how many there are, then for their rows as finely as can be."""
    fen.reload()
    fen.get_by_label("Who?").fill("Condition?code=http://hl7.org/fhir/sid/icd-10|M54")
    fen.get_by_role("button", name="Count them").click()
    expect(fen.get_by_text("about 25").or_(fen.get_by_text("about 30"))).to_be_visible()
    fen.get_by_role("link", name="Releases").click()
    fen.get_by_label("Diagnoses").check()
    fen.get_by_label("Measurements and findings").check()
    look_at(fen, "asking for a release")
    fen.get_by_role("button", name="Measure it").click()
    expect(fen.get_by_text("refused: somebody could be found")).to_be_visible()
    look_at(fen, "a release that is refused")


def a_text_waits(bea: Page, practice: Practice) -> None:
    """Decide about a text that was held back, without a mouse; nobody who researches is led there."""
    steps.sign_in(bea, practice, "bea")
    bea.goto(f"{practice.base_url}/texts/")
    look_at(bea, "texts that wait")
    bea.get_by_role("link", name="Look at it").first.click()
    expect(bea.get_by_text("As it would leave", exact=True)).to_be_visible()
    look_at(bea, "a text in doubt")
    bea.get_by_label("Take it out").first.focus()
    bea.keyboard.press("ArrowDown")
    expect(bea.get_by_label("It is no name").first).to_be_checked()
    press(bea, "Let it leave like this")
    expect(bea.get_by_text("Kept. The next release takes the text.")).to_be_visible()
    expect(bea.get_by_text("No text of your patients waits.")).to_be_visible()


def test_a_researcher_is_refused_coarsens_and_receives(
    practice: Practice, somebody: Callable[..., Page], tmp_path: Path
) -> None:
    fen, gul = somebody(), somebody()
    fill(practice)
    steps.sign_in(fen, practice, "fen")
    propose(fen, TITLE)
    steps.sign_in(gul, practice, "gul")
    approve(gul, TITLE)
    is_refused(fen)
    a_text_waits(somebody(), practice)

    fen.get_by_role("button", name="Ask for it like this").first.click()
    expect(fen.get_by_text("waits for data protection")).to_be_visible()
    gul.goto(fen.url)
    look_at(gul, "deciding about a release")
    gul.get_by_role("button", name="Hand it out").click()

    fen.reload()
    fen.get_by_role("button", name="Prepare the files").click()
    steps.until(lambda: fen.reload() and fen.get_by_role("heading", name="Files").is_visible(), fen, 60)
    look_at(fen, "a release that is ready")
    with fen.expect_download() as fetched:
        fen.get_by_role("link", name="Condition").click()
    path = tmp_path / "conditions.ndjson"
    fetched.value.save_as(path)
    assert path.read_text().count("\n") >= 22
    assert "Quermann" not in path.read_text()
