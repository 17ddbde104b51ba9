"""A patient *cannot* make the clinician's page run anything: every text that they can send is shown as text, no module of ours turns text into markup, and the policy forbids inline scripts besides."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.journeys.practice import ROOT
from tests.threats.cast import Practice, take, waiting
from tests.threats.served import Served

MARKUP = "<img src=x onerror=document.title='taken'>\"'><script>document.title='taken'</script>{{7*7}}"
MODULES = [path for path in (ROOT / "paravent").glob("*/static/**/*.js") if ".test." not in path.name]
TEMPLATES = list((ROOT / "paravent").glob("*/templates/**/*.html"))
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|setHTML"
    r"|\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:|\.on[a-z]+\s*=\s*[\"'`]"
)
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=|\sstyle\s*=|<style|[\"']javascript:|hx-on|\bjs:", re.IGNORECASE
)
JSON = re.compile(r'<script[^>]*type="application/json"')
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+off|safeseq")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_turns_text_into_markup(path: Path) -> None:
    assert SINKS.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_runs_or_unescapes_anything(path: Path) -> None:
    text = path.read_text()

    assert [found for found in INLINE.findall(text) if not JSON.match(found)] == []
    assert UNESCAPED.findall(text) == []


@pytest.mark.parametrize("text", ["a.innerHTML = name", "eval(x)", "a.onclick = 'run()'", "insertAdjacentHTML(x)"])
def test_the_search_in_modules_finds_what_it_looks_for(text: str) -> None:
    assert SINKS.search(text)


@pytest.mark.parametrize("text", ["<script>", "<p onclick=x>", '<p style="x">', '<a href="javascript:x">'])
def test_the_search_in_templates_finds_what_it_looks_for(text: str) -> None:
    assert INLINE.search(text)


def attacked(practice: Practice) -> dict[str, str]:
    """Send markup wherever a patient's text goes, and return the staff's pages that show it."""
    visit, eve = practice.visit(), Client()
    waiting(visit, MARKUP[:120], eve)
    take(practice.bea.browser, visit, b"%PDF-1.7\n%%EOF", MARKUP[:120])
    note = dict.fromkeys(("subjective", "for_patient"), MARKUP)
    practice.bea.browser.post(f"/visits/{visit.visit_id}/note/", note)
    pages = ("", "waiting/", "note/", "invitation/")
    shown = {f"/visits/{visit.visit_id}/{page}": practice.bea for page in pages}
    shown |= {"/today/": practice.dua, f"/files/{visit.patient_id}/": practice.bea}
    return {page: who.browser.get(page).content.decode() for page, who in shown.items()}


def test_markup_is_shown_as_text_on_every_page(practice: Practice) -> None:
    pages = attacked(practice)

    assert sum("&lt;img src=x" in said for said in pages.values()) >= 4
    for page, said in pages.items():
        assert "<img src=x" not in said, page
        assert "<script>document" not in said, page


def test_the_policy_forbids_what_is_inline(practice: Practice) -> None:
    policy = practice.bea.browser.get("/today/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["base-uri"] == directives["object-src"] == directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_a_real_browser_shows_the_name_and_runs_nothing(practice: Practice, served: Served) -> None:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("this one needs Debian's chromium: apt-get install chromium")
    visit, eve = practice.visit(), Client()
    waiting(visit, MARKUP[:120], eve)

    name, title, complaints = looked_at(path, served, practice.bea.session, f"/visits/{visit.visit_id}/")

    assert name.strip().startswith(MARKUP[:120].strip())
    assert "taken" not in title
    assert complaints == []


def looked_at(chromium: str, served: Served, session: str, page: str) -> tuple[str, str, list[str]]:
    """Open a page as a member of staff; return the name beside the Admit button, the title and what the browser said."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.conftest import ARGUMENTS

    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(base_url=served.base_url, locale="en-GB")
        context.add_cookies([{"name": "paravent-session", "value": session, "url": served.base_url}])
        tab = context.new_page()
        tab.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(page)
        tab.get_by_role("button", name="Admit").wait_for(timeout=20_000)
        name = tab.locator("[id^='party-']").first.text_content() or ""
        title = tab.title()
        browser.close()
    return name, title, complaints
