"""From navigation to the first remote frame: our consultation beside a bare two-page call, in the same browser."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.spread import Comparison, Goal
from tests.journeys import steps
from tests.journeys.conftest import ARGUMENTS, LAPTOP, PHONE
from tests.journeys.practice import ROOT, Practice, free_port

GOAL = Goal(1.5, at_most=True)
HERE = Path(__file__).parent
WATCH, PRESS = ((HERE / name).read_text() for name in ("watch.js", "press.js"))
PRESSED = """(name) => {
  [...document.querySelectorAll("button")].find((button) => button.textContent === name).click();
  return performance.timeOrigin + performance.now();
}"""
NAMES = (
    "The patient's page, admitted: navigation to first remote frame",
    "The whole way: link tapped, Ready and Admit pressed at once, first remote frame",
    "Of the whole way: link tapped until Ready is there",
    "Of the whole way: Ready pressed until Admit is there",
    "Of the whole way: Admit pressed until the first remote frame",
    "Admit pressed to first remote frame",
)


def chromium() -> str | None:
    """Return the browser, if there is one."""
    return shutil.which("chromium")


def calls(*, rounds: int, warming: int = 1) -> list[Comparison]:
    """Measure three ways to a picture and the parts of one, ours and bare, in alternating order, after rounds that warm up."""
    ours: list[list[float]] = [[] for _ in NAMES]
    bare: list[list[float]] = [[] for _ in NAMES]
    with _practice() as practice, _bare_server() as address, _browser() as browser:
        sides: list[tuple[list[list[float]], Callable[[], list[float]]]] = [
            (ours, lambda: _consultation(browser, practice)),
            (bare, lambda: _bare_call(browser, address)),
        ]
        for turn in range(warming + rounds):
            for figures, measure in sides if turn % 2 else sides[::-1]:
                found = measure()
                if turn >= warming:
                    for kept, figure in zip(figures, found, strict=True):
                        kept.append(figure)
    return [
        Comparison(name, "ms", mine, other, goal)
        for name, mine, other, goal in zip(NAMES, ours, bare, (GOAL, GOAL, *[None] * 4), strict=True)
    ]


def _consultation(browser: Browser, practice: Practice) -> list[float]:
    """Return the times of one consultation, in the order of NAMES."""
    with _somebody(browser, LAPTOP) as bea:
        steps.sign_in(bea, practice, "bea")
        link = steps.start_now(bea)
        bea.wait_for_load_state("networkidle")  # she has her seat, and her file beside the picture
        with _somebody(browser, PHONE) as ali:
            bea.evaluate("globalThis.admits = true")
            whole = _until_framed(ali, lambda: ali.goto(link))
            parts = _parts(bea, ali)
            again = _until_framed(ali, lambda: ali.goto(ali.url))
        _end(bea)
        link = steps.start_now(bea)
        bea.wait_for_load_state("networkidle")  # she has her seat, and her file beside the picture
        with _somebody(browser, PHONE) as ali:
            ali.goto(link)
            ali.locator("main[data-step=waiting]").wait_for()
            bea.get_by_role("button", name="Admit").wait_for()
            pressed = _pressed(bea, "Admit")
            admitted = _framed_at(ali) - pressed
        _end(bea)
    return [again, whole, *parts, admitted]


def _parts(bea: Page, ali: Page) -> list[float]:
    """Return how long each part of the whole way took; both pages read one machine's clock."""
    began, ready, framed = ali.evaluate(
        "[Number(sessionStorage.getItem('began')), globalThis.readyAt, globalThis.framed]"
    )
    admit = float(bea.evaluate("sessionStorage.getItem('admitAt')"))
    return [ready - began, admit - ready, framed - admit]


def _end(bea: Page) -> None:
    bea.get_by_role("button", name="End visit").click()
    bea.get_by_text("This visit is over.").wait_for()
    bea.get_by_role("link", name="Today").click()


def _bare_call(browser: Browser, address: str) -> list[float]:
    """Return the same times of a call that is nothing but a call: the whole way, and each part of it, is its one navigation."""
    with _somebody(browser, LAPTOP) as host:
        host.goto(f"{address}?host")
        host.locator("main[data-ready]").wait_for()
        with _somebody(browser, PHONE) as guest:
            whole = _until_framed(guest, lambda: guest.goto(address))
            again = _until_framed(guest, lambda: guest.goto(address))
        with _somebody(browser, PHONE) as guest:
            guest.goto(f"{address}?hold")
            guest.locator("main[data-ready]").wait_for()
            pressed = _pressed(guest, "Go")
            called = _framed_at(guest) - pressed
    return [again, whole, whole, whole, whole, called]


def _until_framed(page: Page, go: Callable[[], object]) -> float:
    with suppress(Exception):  # the first time there is no page yet
        page.evaluate("sessionStorage.removeItem('began')")
    go()
    framed = _framed_at(page)
    return framed - float(page.evaluate("Number(sessionStorage.getItem('began'))"))


def _framed_at(page: Page) -> float:
    steps.until(lambda: page.evaluate("globalThis.framed ?? 0") > 0, page)
    return float(page.evaluate("globalThis.framed"))


def _pressed(page: Page, name: str) -> float:
    """Press a button and return when; the page may have replaced it meanwhile, so it is looked up in the same breath."""
    return float(page.evaluate(PRESSED, name))


@contextmanager
def _somebody(browser: Browser, size: Any) -> Iterator[Page]:
    """A person with a profile of their own: nothing is cached, as on a first visit."""
    context = browser.new_context(viewport=size, locale="en-GB")
    context.add_init_script(WATCH)
    context.add_init_script(PRESS)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def _practice() -> Iterator[Practice]:
    running = Practice()
    running.start()
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(running.home, ignore_errors=True)


@contextmanager
def _bare_server() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.bare", str(port)], cwd=ROOT)
    try:
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait()
