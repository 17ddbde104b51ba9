"""Three drills, done rightly, wrongly and by a report; and a report of the real thing, answered at the desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from paravent.exercise.reading import scenarios
from paravent.exercise.scenarios import Scenario
from paravent.exercise.terms import Grade
from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

SAID = "A letter about one patient went to another of the same name."


def begun(page: Page, practice: Practice, who: str) -> Scenario:
    """Begin the drill that comes, and find out which one it is, as no learner can."""
    steps.sign_in(page, practice, who)
    page.goto(f"{practice.base_url}/drills/")
    look_at(page, "my drills")
    page.get_by_role("button", name="Practise now").click()
    page.wait_for_url("**/today/*/")
    shown = page.locator("main").inner_text()
    found = [one for one in scenarios().values() if one.row.en in shown and one.called in shown]
    fitting = [one for one in found if page.locator(f"button[value={one.acts[0].id}]").count()]
    look_at(page, fitting[0].id)
    return fitting[0]


def pressed(page: Page, scenario: Scenario, grades: set[Grade]) -> None:
    choice = next(one for one in scenario.acts if one.grade in grades)
    page.get_by_role("button", name=choice.label.en, exact=True).click()


def told(page: Page, scenario: Scenario, words: str) -> None:
    expect(page.get_by_role("heading", name=scenario.title.en)).to_be_visible()
    expect(page.get_by_text("nobody in it is real")).to_be_visible()
    expect(page.get_by_text(words)).to_be_visible()
    look_at(page, f"the outcome of {scenario.id}")


def test_a_drill_is_done_by_a_safe_act_and_shows_on_ones_own_page(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    gul = somebody()
    scenario = begun(gul, practice, "gul")
    pressed(gul, scenario, {Grade.RIGHT, Grade.ACCEPTABLE})
    told(gul, scenario, scenario.right.en)

    gul.get_by_role("link", name="My drills").click()
    expect(gul.get_by_text(scenario.title.en)).to_be_visible()
    expect(gul.get_by_text("Enough for now")).to_be_visible()
    look_at(gul, "my drills, one done")
    gul.get_by_label("With what came of each drill").check()
    with gul.expect_download() as record:
        gul.get_by_role("button", name="English (PDF)").click()
    assert record.value.path().read_bytes().startswith(b"%PDF")
    with gul.expect_download() as statements:
        gul.get_by_role("button", name="Statements (JSON)").click()
    assert statements.value.suggested_filename == "drills-xapi.json"
    gul.get_by_role("link", name="What it is for, and who sees what").click()
    look_at(gul, "about the drills")
    gul.go_back()
    gul.get_by_role("link", name="Teams").click()
    expect(gul.get_by_text("Too few to say anything yet.")).to_be_visible()
    look_at(gul, "drills of teams")
    with gul.expect_download() as record:
        gul.get_by_role("button", name="English (PDF)").click()
    assert record.value.suggested_filename == "training-of-staff.pdf"


def test_an_unsafe_act_is_told_at_once_and_forgotten_at_will(practice: Practice, somebody: Callable[..., Page]) -> None:
    administrator = somebody()
    scenario = begun(administrator, practice, "max")
    if Grade.UNSAFE not in {one.grade for one in scenario.acts}:
        return
    pressed(administrator, scenario, {Grade.UNSAFE})
    told(administrator, scenario, scenario.wrong.en)

    administrator.get_by_role("link", name="My drills").click()
    administrator.get_by_text("Delete all of it").click()
    administrator.get_by_role("button", name="Delete").click()
    expect(administrator.get_by_text("Your results are deleted.")).to_be_visible()
    expect(administrator.get_by_text(scenario.title.en)).to_have_count(0)


def test_a_report_decides_a_drill(practice: Practice, somebody: Callable[..., Page]) -> None:
    fen = somebody()
    scenario = begun(fen, practice, "fen")
    fen.get_by_role("link", name="Report").click()
    fen.get_by_label("What happened, or what looks odd?").fill(SAID)
    fen.get_by_role("button", name="Report").click()
    told(fen, scenario, (scenario.wrong if scenario.report == Grade.UNSAFE else scenario.right).en)


def test_a_report_of_the_real_thing_is_answered(practice: Practice, somebody: Callable[..., Page]) -> None:
    dua, gul = somebody(), somebody()
    steps.sign_in(dua, practice, "dua")
    dua.get_by_role("link", name="Report").click()
    look_at(dua, "report")
    dua.get_by_label("What happened, or what looks odd?").fill(SAID)
    dua.get_by_role("button", name="Report").click()
    expect(dua.get_by_text("It lies on the data-protection officer's desk.")).to_be_visible()

    steps.sign_in(gul, practice, "gul")
    steps.go_to(gul, "Reports")
    expect(gul.get_by_text(SAID)).to_be_visible()
    look_at(gul, "the desk of reports")
    gul.get_by_label("What do you write back?").fill("Thank you. I ring both of them.")
    gul.get_by_label("It is a breach: open it, with its clock").check()
    gul.get_by_role("button", name="Answer").click()
    expect(gul.get_by_text("the authority has to know within").first).to_be_visible()
