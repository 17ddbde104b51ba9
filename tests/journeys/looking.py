"""Looking at a page as an accessibility checker does: in both schemes, on a phone, on a laptop, and enlarged."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import LAPTOP, PHONE

# Reflow (WCAG 1.4.10): a window of 1280 px at 400 %.
ENLARGED = {"width": 320, "height": 640}
SERIOUS = {"serious", "critical"}
# Smallest targets (WCAG 2.5.8) are a rule that axe leaves off unless told.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# The watermark is decoration, to be seen on a photograph of the screen and overlooked by its reader (WCAG 1.4.3).
CONTEXT = {"exclude": [[".watermark"]]}
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
# What a reader may ask for (WCAG 1.4.12). Adopted, because the page's policy lets nobody write a style into it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } "
    + "p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
AS_IT_WAS = "() => { document.adoptedStyleSheets.pop() }"
MOVING = (
    """() => document.getAnimations().map((one) => one.effect.getTiming().duration).filter((length) => length > 1)"""
)
AXE = Axe().axe_script
"""Half a megabyte to parse, so a document is given it once; all that is asked back are violations."""
IS_THERE = "() => Boolean(globalThis.axe)"
ASKED = f"() => axe.run({json.dumps(CONTEXT)}, {json.dumps(OPTIONS)}).then((found) => found.violations)"


def complaints_about(page: Page) -> list[str]:
    """Return what axe finds serious in light and dark, at 390 and 1280 px, and what does not fit into 320."""
    size = page.viewport_size or LAPTOP
    found = []
    # Without motion, so that no colour is caught half way; and whoever asks for none gets none.
    page.emulate_media(reduced_motion="reduce")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (LAPTOP, PHONE):
            page.set_viewport_size(width)  # type: ignore[arg-type]
            found += [f"{scheme}, {width['width']} px: {one}" for one in [*_serious(page), *page.evaluate(MOVING)]]
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]
    if page.evaluate(SIDEWAYS):
        found.append(f"scrolls sideways at 320 px: {page.evaluate(TOO_WIDE)}")
    page.evaluate(SPACED)
    if page.evaluate(SIDEWAYS):
        found.append(f"scrolls sideways at 320 px with spaced letters: {page.evaluate(TOO_WIDE)}")
    page.evaluate(AS_IT_WAS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    return found


def _serious(page: Page) -> list[str]:
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE)
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}: {node.get('failureSummary', '')[:300]}"
        for one in page.evaluate(ASKED)
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def look_at(page: Page, name: str) -> None:
    """Fail with everything that is wrong about a page."""
    found = complaints_about(page)
    assert not found, "\n".join([name, *found])
