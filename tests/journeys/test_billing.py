"""A visit is billed at its end, by one click and with reasons; a limit nears, and whoever has to keep within it is told before."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.steps import admit, get_ready, see_each_other, sign_in, start_now, until

COUNTED = (
    "() => Object.entries(sessionStorage).filter(([key]) => key.startsWith('flow ')).map(([, kept]) => kept)[0] ?? '{}'"
)
BUSY = 60_000


def talked(page: Page) -> int:
    """Return for how many seconds the page has counted sound and picture both ways."""
    counted = json.loads(page.evaluate(COUNTED))
    return min(counted.get("talked", 0), counted.get("faced", 0))


def test_a_visit_is_billed_and_a_limit_nears(practice: Practice, somebody: Callable[..., Page]) -> None:
    cem, guest, dua = somebody(), somebody(PHONE), somebody()
    held_with_yusuf(cem, guest, practice)
    billed(cem)
    read_by_whoever_does_the_billing(dua, practice)
    warned_before_the_limit(dua, practice)


def held_with_yusuf(cem: Page, guest: Page, practice: Practice) -> None:
    """Hold a visit until something was counted, end it, and say whose it was."""
    sign_in(cem, practice, "cem")
    get_ready(guest, start_now(cem), "Yusuf")
    admit(cem)
    see_each_other(cem, guest)
    until(lambda: talked(cem) >= 2, cem, 60)
    cem.get_by_role("button", name="End visit").click()
    expect(cem.get_by_text("Billing: say first whose visit this was.")).to_be_visible(timeout=BUSY)
    cem.locator("#q").fill("Aydin")
    cem.locator("#found li", has_text="Yusuf Aydin").get_by_role("button", name="This is them").click()


def billed(cem: Page) -> None:
    """Accept what the visit itself shows; that its seconds were a consultation only Cem can say, so nothing is ticked for him."""
    card = cem.locator("section.billing")
    technology = card.get_by_role("checkbox", name=re.compile("01450"))
    expect(technology).not_to_be_checked(timeout=BUSY)
    expect(card).to_contain_text("You talked for less than a minute")
    technology.check()
    expect(card).to_contain_text("Picture and sound")
    expect(card).to_contain_text("Not billable, and why")
    look_at(cem, "what a visit may be billed as")
    card.get_by_role("button", name="Accept").first.click()
    expect(card).to_contain_text("Billed by Cem Celik", timeout=BUSY)
    look_at(cem, "a visit that was billed")


def read_by_whoever_does_the_billing(dua: Page, practice: Practice) -> None:
    """Read the bill at reception, with the evidence it stands on."""
    sign_in(dua, practice, "dua")
    dua.goto(f"{practice.base_url}/billing/bills/")
    look_at(dua, "the bills of a quarter")
    dua.get_by_role("row", name="Yusuf Aydin").last.get_by_role("link").click()
    expect(dua.get_by_text("Sound both ways, seconds")).to_be_visible()
    look_at(dua, "what a bill stands on")


def warned_before_the_limit(dua: Page, practice: Practice) -> None:
    """Say how many cases there are, and be told on the quarter's page and on the day's."""
    dua.goto(f"{practice.base_url}/billing/")
    now = dua.get_by_text(re.compile(r"now: \d+ of \d+ cases")).inner_text()
    video = int(re.findall(r"\d+", now)[0])
    dua.get_by_label("Cases of this quarter so far").fill(str(video * 2 + 1))
    dua.get_by_role("button", name="Keep").click()
    expect(dua.get_by_text("Near the limit")).to_be_visible()
    look_at(dua, "a quarter near its limit")
    dua.goto(f"{practice.base_url}/today/")
    expect(dua.get_by_text("of this quarter's cases are by video alone")).to_be_visible()
    look_at(dua, "a day with a warning")
