"""Bea copies out of a file and prints it: the page says a word, other pages print a sentence, paper bears her name."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.practice import Practice
from tests.journeys.steps import sign_in

SELECT = "() => getSelection().selectAllChildren(document.querySelector('[data-chart]'))"


def test_what_leaves_a_file_is_noted_and_marked(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea = somebody()
    sign_in(bea, practice, "bea")
    bea.get_by_role("link", name="Patients").click()
    bea.get_by_role("link", name="Ali Demir 14 Mar").click()
    expect(bea.get_by_role("heading", name="Ali Demir")).to_be_visible()
    # The page's modules hear a copy only once they run.
    bea.wait_for_load_state()

    bea.evaluate(SELECT)
    bea.evaluate("() => document.execCommand('copy')")
    expect(bea.locator("[data-copied-said]")).to_contain_text("That was much to copy.")

    bea.emulate_media(media="print")
    expect(bea.get_by_text("Please print a file with its own button")).to_be_visible()
    expect(bea.locator("[data-chart]")).to_be_hidden()
    bea.emulate_media(media="screen")
    bea.get_by_role("button", name="Print").click()
    bea.emulate_media(media="print")
    expect(bea.get_by_text("Printed by Bea Brandt")).to_be_visible()
    expect(bea.locator("[data-chart]")).to_be_visible()
    expect(bea.get_by_role("button", name="Print")).to_be_hidden()
