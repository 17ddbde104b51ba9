"""Two browsers of different makers in one call: what one of them says, the other must understand. `make browsers` runs it.

It is no part of `make test`, which asks nobody for a second browser. It presses *Ready* as soon as the button is there, on a busy machine before the page's
script is: whoever does has to come in all the same.
"""

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.firefox import BUSY_SECONDS, ENTER, firefox
from tests.journeys.practice import Practice, free_port

SOME = 10
"""Pictures: enough that they go on coming."""


def test_a_patient_with_firefox_and_a_clinician_with_chromium(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    path = shutil.which("firefox-esr")
    if path is None:
        pytest.skip("this journey needs Debian's Firefox too: apt-get install firefox-esr")
    bea = somebody()
    steps.sign_in(bea, practice, "bea")
    with firefox(path, free_port()) as ali:
        ali.goto(steps.start_now(bea))
        ali.fill("input[name=name]", "Ali Demir")
        ali.click("button[aria-describedby=ready-means]")
        steps.admit(bea)
        ali.one('main[data-call-state="connected"]')
        steps.see_each_other(bea)
        steps.until(lambda: ali.painted() > SOME, bea, BUSY_SECONDS)
        assert [ali.text(f"[data-safety-number] > :nth-child({nth}) .word") for nth in range(1, 5)] == steps.number(bea)

        ali.fill("#chat-text", f"It began on Sunday{ENTER}")
        expect(bea.get_by_text("It began on Sunday")).to_be_visible()
        bea.get_by_role("textbox", name="Message").fill("I see you")
        bea.get_by_role("button", name="Send", exact=True).click()
        assert "I see you" in ali.text("[data-log] li:nth-child(2)")

        ali.reload()
        ali.one('main[data-call-state="connected"]')
        steps.frames_go_on(bea)
        steps.until(lambda: ali.painted() > SOME, bea, BUSY_SECONDS)
