"""A whole consultation without a mouse: the focus is always somewhere, and can always be seen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

LONGEST_WAY = 80
FOCUSED = (
    "() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label') || ''"
)
IS_SOMEWHERE = "() => document.activeElement !== document.body"
IS_SHOWN = """() => {
  const one = document.activeElement;
  const ringed = one.matches(":has(> input[type=file]:focus)") || one.matches("input[type=file]") ? one.parentElement : one;
  const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
}"""


def tab_to(page: Page, name: str) -> None:
    """Tab on until the control of that name has the focus; every stop on the way is visible."""
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        # Past the last control the browser's own bar has it, for one stop.
        if page.evaluate(IS_SOMEWHERE):
            assert page.evaluate(IS_SHOWN), page.evaluate(FOCUSED)
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(name)


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def keeps_focus(page: Page) -> None:
    steps.until(lambda: page.evaluate(IS_SOMEWHERE), page)


def begin(bea: Page, practice: Practice) -> str:
    """Sign in, skip to the content, start a visit; returns its link."""
    steps.sign_in(bea, practice, "bea")
    bea.keyboard.press("Tab")
    assert bea.evaluate(FOCUSED) == "To the content"
    bea.keyboard.press("Enter")
    assert bea.evaluate("() => document.activeElement.id") == "main"
    press(bea, "Start now")
    return bea.locator("[data-invitation-link]").inner_text()


def meet(bea: Page, ali: Page, link: str) -> None:
    ali.goto(link)
    ali.get_by_label("Your name").focus()
    ali.keyboard.type("Ali Demir")
    press(ali, "Ready")
    expect(ali.get_by_role("heading", name="You are expected.")).to_be_focused()
    expect(bea.get_by_role("button", name="Admit")).to_be_visible()
    press(bea, "Admit")
    expect(ali.get_by_role("heading", name="Video consultation with Bea Brandt")).to_be_focused()
    steps.see_each_other(bea, ali)
    keeps_focus(bea)


def measure(ali: Page) -> None:
    press(ali, "Measurement")
    ali.keyboard.press("Tab")
    ali.keyboard.press("Tab")
    ali.keyboard.type("128")
    ali.keyboard.press("Tab")
    ali.keyboard.type("82")
    ali.keyboard.press("Enter")


def test_a_consultation_by_keyboard_alone(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    meet(bea, ali, begin(bea, practice))
    press(bea, "Mute", "Space")
    expect(ali.get_by_text("Microphone is off")).to_be_visible()
    press(bea, "Devices")
    bea.keyboard.press("Tab")
    bea.keyboard.press("Escape")
    expect(bea.locator("[data-devices]")).not_to_have_attribute("open", "")
    assert bea.evaluate(FOCUSED) == "Devices"

    ali.get_by_role("textbox", name="Message").focus()
    ali.keyboard.type("By keyboard")
    ali.keyboard.press("Enter")
    expect(bea.get_by_text("By keyboard")).to_be_visible()
    measure(ali)
    press(bea, "Accept")
    expect(bea.locator("[data-file-pane]").get_by_text("128/82")).to_be_visible()
    keeps_focus(bea)
    press(bea, "End visit")
    expect(bea.get_by_text("This visit is over.")).to_be_visible()
    expect(ali.locator("[data-accesses]")).to_be_visible()


def test_what_is_replaced_keeps_the_focus(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe = somebody(), somebody(PHONE), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    steps.get_ready(ali, link)
    bea.get_by_role("button", name="Admit").focus()
    steps.get_ready(zoe, link, "Zoe Zander")
    expect(bea.get_by_role("button", name="Admit")).to_have_count(2)
    expect(bea.get_by_role("button", name="Admit").first).to_be_focused()
    bea.keyboard.press("Enter")
    expect(bea.get_by_text("in the call")).to_be_visible()
    keeps_focus(bea)
    assert bea.evaluate("() => document.activeElement.localName") != "button", "Remove stands where Admit was"


def test_a_form_that_came_back_begins_at_its_error(practice: Practice, somebody: Callable[..., Page]) -> None:
    page = somebody()
    steps.sign_in(page, practice, "max")
    page.goto(f"{practice.base_url}/staff/")
    form = page.locator("form", has=page.get_by_role("button", name="Add and show the link"))
    form.get_by_label("Name").fill("Zoe Zimmer")
    # A browser takes it for an address, a mail server does not.
    form.get_by_label("E-mail").fill("zoe@nowhere")
    form.get_by_label("Reception").check()
    form.get_by_role("button").click()

    expect(form.get_by_label("E-mail")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_be_in_viewport()
    expect(form.get_by_label("Name")).to_have_value("Zoe Zimmer")


def test_what_was_typed_before_the_scripts_came_is_searched(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea = somebody()
    kept_back: list[Route] = []
    steps.sign_in(bea, practice, "bea")

    def keep_back(route: Route) -> None:
        kept_back.append(route)

    bea.route(re.compile("/htmx-"), keep_back)
    bea.goto(f"{practice.base_url}/visits/book/", wait_until="commit")
    bea.get_by_role("searchbox").fill("Sophie")
    steps.until(lambda: kept_back, bea)
    expect(bea.locator("#found li")).to_have_count(0)

    kept_back[0].continue_()

    expect(bea.locator("#found li").first).to_contain_text("Sophie")
