"""One note in two windows of the same person: what either wrote stays, and both are told."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.practice import Practice

CHANGED = "This note was changed in another window"


def test_a_note_in_two_windows_loses_no_word(practice: Practice, somebody: Callable[..., Page]) -> None:
    first = somebody()
    steps.sign_in(first, practice, "bea")
    steps.start_now(first)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_label("Subjective")).to_be_visible()

    write(first, "coughs")
    write(second, "sneezes")

    expect(second.get_by_text(CHANGED)).to_be_visible()
    expect(second.locator("[data-other-note]").get_by_text("coughs", exact=True)).to_be_visible()
    expect(second.get_by_label("Subjective")).to_have_value("sneezes")
    write(second, "coughs and sneezes")
    expect(second.get_by_text("Kept", exact=True)).to_be_visible()
    second.reload()
    expect(second.get_by_label("Subjective")).to_have_value("coughs and sneezes")

    first.get_by_label("Subjective").fill("sleeps badly")
    first.get_by_role("button", name="Sign note").click()
    expect(first.get_by_text(CHANGED)).to_be_visible()
    expect(first.locator("[data-other-note]").get_by_text("coughs and sneezes")).to_be_visible()
    expect(first.get_by_label("Subjective")).to_have_value("sleeps badly")


def write(page: Page, text: str) -> None:
    """Write a word and let the page keep it, or try."""
    with page.expect_response(lambda answer: answer.url.endswith("/note/")):
        page.get_by_label("Subjective").fill(text)
