"""From "the patient is on the phone" to "the link is ready to send", and from the link to the picture: taps and seconds, counted by the browser.

`make detours-figures` writes what is counted here beside what other apps take (docs/detours-figures.md).
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice
from tests.journeys.steps import BUSY_MS, admit, frames, sign_in, until

COUNT = """
for (const kind of ["click", "change"])
  document.addEventListener(kind, (event) => {
    const typed = kind === "change" && event.target.matches("input:not([type=checkbox], [type=radio]), textarea");
    if (event.isTrusted && (typed || (kind === "click" && event.detail > 0))) counted(typed ? "typed" : "tapped");
  }, true);
"""
"""Real presses of a pointer and fields that were typed into, on whatever page; what a script does by itself is not trusted."""

MOST_CLICKS, MOST_TAPS = 2, 3


class Counter:
    """What somebody had to do in their browser, and how long it took them."""

    def __init__(self, page: Page) -> None:
        self.done: list[str] = []
        page.context.expose_binding("counted", lambda _source, what: self.done.append(what))
        page.context.add_init_script(COUNT)
        self.page = page

    def begin(self) -> None:
        self.done.clear()
        self.began = time.monotonic()

    def told(self) -> dict[str, float]:
        seconds = time.monotonic() - self.began
        return {"taps": self.done.count("tapped"), "fields": self.done.count("typed"), "seconds": round(seconds, 1)}


def test_the_link_is_ready_after_two_clicks_and_the_picture_there_after_three_taps(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(permissions=["clipboard-read", "clipboard-write"]), somebody(PHONE)
    clinician, patient = Counter(bea), Counter(ali)
    sign_in(bea, practice, "bea")
    expect(bea.get_by_role("heading", name="Today")).to_be_visible()

    clinician.begin()
    link = copied_link(bea)
    link_ready = clinician.told()
    in_a_message(ali, practice, link)
    patient.begin()
    arrive(ali)
    waiting = patient.told()
    admit(bea)
    until(lambda: frames(ali) > 0, ali, BUSY_MS / 1000)
    picture = patient.told()

    assert (link_ready["taps"], link_ready["fields"]) == (MOST_CLICKS, 0)
    assert (picture["taps"], picture["fields"]) == (MOST_TAPS, 1)
    keep({"link_ready": link_ready, "waiting": waiting, "picture": picture})


def copied_link(page: Page) -> str:
    """Start a visit, copy its link, and return what is in the clipboard then."""
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = str(page.evaluate("() => navigator.clipboard.readText()"))
    assert "/join/#" in link
    return link


def test_a_phone_hands_the_link_on_by_itself_and_a_page_that_may_not_copy_selects_it(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, dua = somebody(PHONE), somebody()
    bea.add_init_script("navigator.share = async ({ url }) => { window.handedOn = url }")
    dua.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")
    sign_in(bea, practice, "bea")
    bea.get_by_role("button", name="Start now").click()
    bea.get_by_role("button", name="Share", exact=True).click()
    link = str(bea.evaluate("() => window.handedOn"))
    sign_in(dua, practice, "dua")
    dua.goto(f"{bea.url}invitation/")
    dua.get_by_role("button", name="Copy link").click()

    assert link == bea.locator("[data-invitation-link]").inner_text()
    until(lambda: dua.evaluate("() => getSelection().toString()") == link, dua)
    expect(dua.get_by_role("button", name="Share", exact=True)).to_be_hidden()


def in_a_message(page: Page, practice: Practice, link: str) -> None:
    """Show the link as a text message does: tapping it is the patient's first tap."""
    page.goto(f"{practice.base_url}/alive/")
    page.set_content(f'<a href="{link}">Your doctor</a>')
    page.evaluate(f"() => {{ {COUNT} }}")


def arrive(page: Page) -> None:
    """Tap the link, type a name, take a seat."""
    page.get_by_role("link", name="Your doctor").click()
    name = page.get_by_label("Your name")
    name.wait_for()
    # Nobody types before the page is there.
    page.wait_for_load_state("load")
    name.click()
    page.keyboard.type("Ali Demir")
    expect(name).to_have_value("Ali Demir")
    page.get_by_role("button", name="Ready").click()
    page.locator("main[data-step=waiting]").wait_for()


def keep(counted: dict[str, dict[str, float]]) -> None:
    """Write what was counted where the figures are made of it, when they are asked for."""
    if to := os.environ.get("DETOURS_START"):
        Path(to).write_text(json.dumps(counted, indent=1) + "\n")
