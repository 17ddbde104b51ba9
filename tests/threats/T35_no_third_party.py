"""Nobody whom a page names besides the practice *can* be asked by a browser: no template, module, style sheet or picture of ours names another host, and the policy lets none be reached."""

import re
from pathlib import Path

import pytest

from tests.journeys.practice import ROOT
from tests.threats.cast import Practice, addresses

NAMES_OTHERS = {"rules.json": "the other apps' hosts, and where each was read: what detours look for, in texts alone"}
"""Data that has to name hosts. Nothing of it becomes an address: the page as it is sent is read below."""
OURS = [
    path
    for room in ("static", "templates")
    for path in (ROOT / "paravent").glob(f"*/{room}/**/*")
    if path.is_file() and ".test." not in path.name and path.name not in NAMES_OTHERS
]
ELSEWHERE = re.compile(r"""(?:https?:|wss?:|["'(=]\s*)//[a-z0-9.-]+""", re.IGNORECASE)
NAMES_ONLY = ("http://www.w3.org",)
"""A namespace of XML is a name; nobody is asked."""
LINKS = re.compile(r"""(?:src|href|action|srcset|poster|formaction|hx-(?:get|post))=["']([^"']+)""")


def hosts_in(text: str) -> list[str]:
    return [found for found in ELSEWHERE.findall(text) if not found.startswith(NAMES_ONLY)]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_of_ours_names_another_host(path: Path) -> None:
    assert hosts_in(path.read_text()) == []


@pytest.mark.parametrize(
    "text", ["https://cdn.example/x.js", 'src="//cdn.example"', "url(//fonts.example)", "wss://x.example"]
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert hosts_in(text)


def test_no_page_as_it_is_sent_names_another_host(practice: Practice) -> None:
    for browser in (practice.bea.browser, practice.dua.browser, practice.max.browser, practice.ali):
        for page in [*addresses(practice), practice.held.page]:
            said = browser.get(page).content.decode(errors="replace")
            assert [link for link in LINKS.findall(said) if hosts_in(f'"{link}')] == [], page


def test_the_policy_reaches_the_practice_alone(practice: Practice) -> None:
    for page in ("/today/", practice.held.page):
        policy = practice.bea.browser.get(page).headers["Content-Security-Policy"]
        sources = {source for part in policy.split(";") for source in part.split()[1:]}
        assert sources == {"'none'", "'self'", "data:", "blob:"}
