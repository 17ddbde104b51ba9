"""Two sentences before an act, where the coin shows them: before the glass, an export and in a note; put away, and measured."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.steps import go_to, sign_in, start_now

SHOWN = "[data-guidance]"
TRIES = 16
"""A fair coin hides a piece that often in one of 65 536."""
FOLDER = os.environ.get("PICTURES")


def seen(page: Page, name: str) -> None:
    """Look at a page as a checker does; keep pictures where somebody asks for them."""
    look_at(page, name)
    if FOLDER:
        size = page.viewport_size
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(FOLDER) / f"{name.replace(' ', '-')}-{width}.png")
        page.set_viewport_size(size)  # type: ignore[arg-type]


def come_upon(page: Page, addresses: Iterable[str]) -> str:
    """Open one page after the other until the coin shows a piece; returns where."""
    for address in islice(addresses, TRIES):
        page.goto(address)
        if page.locator(SHOWN).count():
            return address
    raise AssertionError(f"never shown in {TRIES} tries")


def files_to_break(bea: Page, practice: Practice) -> Iterator[str]:
    """Yield where the glass before a file is broken: first of files that are there, then of one that Bea begins for each further try."""
    bea.get_by_role("link", name="Patients").click()
    expect(bea.get_by_role("searchbox")).to_be_visible()
    yield from sorted({one.get_attribute("href") or "" for one in bea.locator("main a[href^='/files/']").all()})
    while True:
        bea.goto(f"{practice.base_url}/today/")
        start_now(bea)
        yield (bea.locator("[data-copied-url]").get_attribute("data-copied-url") or "").removesuffix("copied/")


def test_before_an_export_it_is_shown_and_put_away_without_scripts(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea = somebody()
    sign_in(bea, practice, "bea")
    there = come_upon(bea, (f"{practice.base_url}/files/{uuid4()}/export/" for _ in range(TRIES)))
    expect(bea.get_by_role("link", name="Stay with the file here")).to_be_visible()
    expect(bea.get_by_role("button", name="Export now")).to_be_enabled()
    seen(bea, "before an export")

    bea.get_by_role("button", name="Not again").click()
    expect(bea.locator(SHOWN)).to_have_count(0)
    bea.goto(there)
    expect(bea.get_by_role("button", name="Export now")).to_be_visible()
    expect(bea.locator(SHOWN)).to_have_count(0)

    bea.goto(f"{practice.base_url}/drills/")
    seen(bea, "my drills and what I put away")
    bea.get_by_role("button", name="Show again what I put away").click()
    bea.goto(there)
    expect(bea.locator(SHOWN)).to_be_visible()


def test_before_the_glass_the_better_way_leads_back_to_the_day(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, cem = somebody(), somebody()
    sign_in(bea, practice, "bea")
    sign_in(cem, practice, "cem")
    files = files_to_break(bea, practice)
    come_upon(cem, (f"{practice.base_url}{one.rstrip('/')}/break-glass/" for one in files))
    seen(cem, "before the glass")
    cem.get_by_role("link", name="It can wait").click()
    cem.wait_for_url("**/today/")


def test_a_note_that_names_somebody_else_says_so_beside_it_and_a_call_goes_on(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea = somebody()
    sign_in(bea, practice, "bea")
    for _ in range(TRIES):
        bea.goto(f"{practice.base_url}/today/")
        start_now(bea)
        with bea.expect_response("**/guidance/note/"):
            bea.get_by_label("Plan").fill("His wife Anna calls tomorrow.")
        bea.wait_for_timeout(200)
        if bea.locator(SHOWN).count():
            break
    expect(bea.locator(SHOWN)).to_contain_text("without the name")
    seen(bea, "another person in a note")
    address = bea.url
    bea.get_by_label("Plan").fill("His wife calls tomorrow.")
    expect(bea.locator(SHOWN)).to_have_count(0)
    bea.get_by_label("Plan").fill("His wife Anna calls tomorrow.")
    bea.get_by_role("button", name="Not again").click()
    expect(bea.locator(SHOWN)).to_have_count(0)
    assert bea.url == address, "who talks with a patient is not led away"


def test_managers_see_what_it_changes(practice: Practice, somebody: Callable[..., Page]) -> None:
    max_ = somebody()
    sign_in(max_, practice, "max")
    go_to(max_, "Detours")
    max_.get_by_role("link", name="What guidance before an act changes").click()
    expect(max_.get_by_role("heading", name="Guidance", exact=True)).to_be_visible()
    seen(max_, "what guidance changes")
