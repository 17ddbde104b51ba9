"""One practice and one browser for all journeys; a context of its own for everybody in them."""

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.practice import Practice

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    # The first and the last show a picture; the one in between measures depth.
    "--use-fake-device-for-media-stream=device-count=3",
]
LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


PATIENCE_MS = 20_000
"""A busy machine is slow; that says nothing about what a page shows in the end."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def practice() -> Iterator[Practice]:
    running = Practice()
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.home, ignore_errors=True)


Launch = Callable[..., Browser]


@pytest.fixture(scope="package")
def launch() -> Iterator[Launch]:
    """Return what starts a browser, with more arguments where a journey needs them."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("journeys need Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        yield lambda *more: playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="package")
def browser(launch: Launch) -> Iterator[Browser]:
    chromium = launch()
    yield chromium
    chromium.close()


def elsewhere(url: str) -> list[str]:
    """Return the address if it is not the practice's own: no page asks anybody else for anything."""
    there = urlsplit(url)
    is_ours = there.hostname == "localhost" or there.scheme in {"about", "blob", "data"}
    return [] if is_ours else [f"asked elsewhere: {url}"]


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a maker of people: each has a browser profile of their own, and no page may complain."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(size: dict[str, int] = LAPTOP, **more: object) -> Page:
        context = browser.new_context(viewport=size, **{"locale": "en-GB", **more})  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", lambda request: complaints.extend(elsewhere(request.url)))
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("websocket", lambda socket: complaints.extend(elsewhere(socket.url)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
