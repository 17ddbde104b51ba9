"""A consultation in German browsers: no English sentence is left on any page of it."""

import re
from collections.abc import Callable

from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import ROOT, Practice

WORDS = ROOT / "paravent" / "web" / "locale" / "de" / "LC_MESSAGES" / "django.po"
FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# Shorter ones are names and abbreviations that both languages may share.
SHORTEST = 4
SEEN = """() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (around.checkVisibility() && !around.closest("script, style, template, [lang=en]:not(html)")) found.push(node.data);
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    found.push(...["aria-label", "placeholder", "title", "alt"].map((name) => one.getAttribute(name) ?? ""));
  }
  return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


def english() -> re.Pattern[str]:
    """Return a pattern of every English sentence that is said otherwise in German, or not translated at all."""
    with WORDS.open("rb") as words:
        known = read_po(words)
    said = [
        text
        for message in known
        if message.id
        for text in ([message.id] if isinstance(message.id, str) else message.id)
        if len(text) >= SHORTEST
        and text not in ([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert len(said) > 400
    return re.compile("|".join(".+".join(map(re.escape, FILLED_IN.split(text))) for text in said))


ENGLISH = english()


def look_at(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "de"
    assert [text for text in page.evaluate(SEEN) if ENGLISH.fullmatch(text)] == [], page.url


def test_no_english_sentence_is_left_in_german(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(locale="de-DE"), somebody(PHONE, locale="de-DE")
    bea.goto(practice.base_url + "/account/login/")
    look_at(bea)
    steps.sign_in(bea, practice, "bea")
    for path in ("/today/", "/visits/book/", "/visits/new-patient/", "/files/", "/my-accesses/", "/account/2fa/"):
        bea.goto(practice.base_url + path)
        look_at(bea)
    bea.goto(practice.base_url + "/today/")
    bea.get_by_role("button", name="Jetzt starten").click()
    link = bea.locator("[data-invitation-link]").inner_text()
    look_at(bea)
    arrive(ali, link)
    consult(bea, ali)


def arrive(ali: Page, link: str) -> None:
    ali.goto(link)
    expect(ali.locator("[data-check=camera][data-found]")).to_be_visible()
    ali.locator("details.consent summary").click()
    look_at(ali)
    ali.locator("#id_name").fill("Ali Demir")
    ali.locator("form[data-arrival] button.big").click()
    ali.locator("main[data-step=waiting]").wait_for()
    look_at(ali)


def consult(bea: Page, ali: Page) -> None:
    bea.locator("[data-waits] button:not(.quiet)").click()
    steps.see_each_other(bea, ali)
    for page in (bea, ali):
        for folded in page.locator("details > summary").all():
            if folded.is_visible():
                folded.click()
        look_at(page)
    expect(bea.locator("form[data-note]")).to_be_visible()
    look_at(bea)
    bea.locator("form[data-end] button").click()
    expect(ali.locator("[data-accesses]")).to_be_visible()
    look_at(ali)
    bea.locator("main[data-call-state=ended]").wait_for()
    look_at(bea)
