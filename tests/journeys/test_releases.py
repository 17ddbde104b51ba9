"""In the sample practice a researcher finds what left it, is refused for risk, coarsens, waits for somebody else's word, and receives rows that name nobody."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.test_keyboard import press
from tests.journeys.test_research import approve, propose

SAMPLE = "Blood pressure measured at home"
TITLE = "High blood pressure, by medicine"
HYPERTENSION = "Condition?code=http://hl7.org/fhir/sid/icd-10|I10"


def finds_what_left(fen: Page, gul: Page) -> None:
    """Open the sample's study: rows that can be fetched, and somebody who left those that were fetched before."""
    steps.go_to(fen, "Research")
    expect(fen.get_by_text("a withdrawal waits since")).to_be_visible()
    fen.get_by_role("link", name=SAMPLE).click()
    fen.get_by_role("link", name="Releases").click()
    expect(fen.get_by_text("refused: somebody could be found")).to_be_visible()
    look_at(fen, "releases of a study")
    fen.get_by_role("listitem").filter(has_text="ready").get_by_role("link").click()
    with fen.expect_download() as fetched:
        fen.get_by_role("link", name="Patient").click()
    assert Path(fetched.value.path()).read_text().count("\n") == 24

    steps.go_to(gul, "Research")
    gul.get_by_role("link", name="a withdrawal waits since").click()
    with gul.expect_download() as listed:
        gul.get_by_role("button", name="Take the list, to send it").click()
    assert "Patient/" in Path(listed.value.path()).read_text()
    # What was a form's answer and became a download leaves nothing behind that a browser could load again.
    gul.goto(gul.url)
    expect(gul.get_by_role("button", name="They wrote that it is deleted")).to_be_visible()


def is_refused(fen: Page) -> None:
    """Ask how many there are, then for their rows as finely as can be."""
    fen.reload()
    fen.get_by_label("Who?").fill(HYPERTENSION)
    fen.get_by_role("button", name="Count them").click()
    expect(fen.get_by_text("about 25")).to_be_visible()
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
    steps.go_to(bea, "Texts for research")
    look_at(bea, "texts that wait")
    bea.get_by_role("link", name="Look at it").click()
    expect(bea.get_by_text("As it would leave", exact=True)).to_be_visible()
    look_at(bea, "a text in doubt")
    bea.get_by_label("Take it out").last.focus()
    bea.keyboard.press("ArrowDown")
    expect(bea.get_by_label("It is no name").last).to_be_checked()
    press(bea, "Let it leave like this")
    expect(bea.get_by_text("Kept. The next release takes the text.")).to_be_visible()
    expect(bea.get_by_text("No text of your patients waits.")).to_be_visible()


def receives(fen: Page, path: Path) -> None:
    """Fetch rows that name nobody."""
    with fen.expect_download() as fetched:
        fen.get_by_role("link", name="Condition").click()
    fetched.value.save_as(path)
    assert path.read_text().count("\n") >= 22
    assert "Dreyer" not in path.read_text()


def test_a_researcher_is_refused_coarsens_and_receives(
    practice: Practice, somebody: Callable[..., Page], tmp_path: Path
) -> None:
    fen, gul = somebody(), somebody()
    steps.sign_in(fen, practice, "fen")
    steps.sign_in(gul, practice, "gul")
    finds_what_left(fen, gul)
    propose(fen, TITLE)
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
    receives(fen, tmp_path / "conditions.ndjson")
    gul.reload()
    expect(gul.get_by_text("Kept here until")).to_be_visible()
    # Files are their researcher's: that she sees none does not mean that there are none.
    expect(gul.get_by_text("0 resources")).to_have_count(0)
