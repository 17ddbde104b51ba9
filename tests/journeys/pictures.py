"""Take the pictures of the documents from a running sample practice: `make pictures`."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.journeys import scenes, steps
from tests.journeys.conftest import ARGUMENTS, LAPTOP, PHONE
from tests.journeys.practice import ROOT, Practice

FOLDER = ROOT / "docs" / "pictures"
LARGEST_BYTES = 200_000
SHAPES = {"1280": LAPTOP, "390": PHONE}


def main() -> None:
    """Run one consultation and take every picture on the way."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with practice() as running, sync_playwright() as playwright, TemporaryDirectory() as films:
        bea = filmed(playwright, scenes.film(scenes.BEA, Path(films) / "bea.mjpeg"))
        ali = filmed(playwright, scenes.film(scenes.ALI, Path(films) / "ali.mjpeg"))
        consult(running, somebody(bea, LAPTOP), somebody(ali, PHONE))
        for browser in (bea, ali):
            browser.close()


def filmed(playwright: Playwright, film: Path) -> Browser:
    """Return a browser whose camera shows a film; each has one camera, so everybody has a browser of their own."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("The pictures need Debian's chromium: apt-get install chromium")
    arguments = [*ARGUMENTS, f"--use-file-for-fake-video-capture={film}"]
    return playwright.chromium.launch(executable_path=path, args=arguments)


@contextmanager
def practice() -> Iterator[Practice]:
    """Give a practice that is as new."""
    running = Practice()
    running.start()
    try:
        yield running
    finally:
        running.stop()


def somebody(browser: Browser, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    return context.new_page()


def consult(running: Practice, bea: Page, ali: Page) -> None:
    steps.sign_in(bea, running, "bea")
    take(bea, "day")
    bea.get_by_role("link", name="Book a visit").first.click()
    take(bea, "booking")
    bea.go_back()
    steps.open_visit(bea, "Blood pressure higher at home")
    expect(bea.get_by_text("Essential hypertension")).to_be_visible()
    link, address = bea.locator("[data-invitation-link]").inner_text(), bea.url
    bea.goto(f"{address}invitation/")
    take(bea, "invitation")
    bea.goto(address)
    ali.goto(link)
    expect(ali.get_by_text("Camera works")).to_be_visible()
    take(ali, "arrive")
    steps.get_ready(ali, link)
    take(ali, "wait")
    talk(bea, ali)
    bea.get_by_role("button", name="End visit").click()
    expect(ali.locator("[data-accesses]")).to_be_visible()
    take(ali, "summary")


def talk(bea: Page, ali: Page) -> None:
    steps.admit(bea)
    steps.see_each_other(bea, ali)
    steps.say(ali, "It has been higher since Sunday, mostly in the morning.")
    ali.get_by_text("Measurement", exact=True).click()
    ali.locator("#vital-first").fill("148")
    ali.locator("#vital-second").fill("92")
    ali.get_by_role("button", name="Send measurement").click()
    expect(bea.get_by_role("button", name="Accept")).to_be_visible()
    bea.get_by_label("Subjective").fill("Higher at home since Sunday, mostly in the morning. No headache.")
    bea.get_by_label("For the patient").fill("Measure every morning and evening for a week.")
    bea.get_by_role("button", name="The same", exact=True).click()
    bea.get_by_label("Subjective").focus()
    bea.mouse.move(0, 0)
    take(bea, "consultation")
    take(ali, "call")
    bea.get_by_role("button", name="Accept").click()
    expect(bea.locator("[data-file-pane]").get_by_text("148/92")).to_be_visible()


def take(page: Page, scene: str) -> None:
    """Take a scene in both schemes and both widths, and leave the page as it was."""
    size = page.viewport_size
    for scheme in ("light", "dark"):
        for name, shape in SHAPES.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(shape)  # type: ignore[arg-type]
            page.evaluate("() => scrollTo(0, 0)")
            plain = scheme == "light" and shape == (LAPTOP if size == LAPTOP else PHONE)
            keep(page.screenshot(), FOLDER / (f"{scene}.png" if plain else f"{scene}-{name}-{scheme}.png"))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)  # type: ignore[arg-type]


def keep(shot: bytes, path: Path) -> None:
    """Keep a picture with as many colours as fit into its size."""
    picture = Image.open(BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32):
        packed = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() < LARGEST_BYTES:
            break
    path.write_bytes(packed.getvalue())
    print(f"{path.relative_to(ROOT)}  {packed.tell() // 1000} kB")


if __name__ == "__main__":
    main()
