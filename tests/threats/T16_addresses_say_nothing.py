"""Whoever sees addresses (a proxy, a browser's history, a shoulder) *cannot* learn a name, a word of a file or the secret of a link from them, nor guess another one: they hold random ids alone."""

import re
from html import unescape
from urllib.parse import unquote
from uuid import UUID

from django.test import Client

from tests.threats.cast import WORDS, Practice, addresses, presented
from tests.threats.searching import traces

LINKS = re.compile(r"""(?:href|src|action|hx-get|hx-post|data-[a-z-]+)=["']([^"']*)["']""")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def linked_from(browser: Client, pages: list[str]) -> set[str]:
    """Return every address that pages hold, apart from what a telephone opens: it goes to no server."""
    found = set()
    for page in pages:
        said = browser.get(page, follow=True).content.decode(errors="replace")
        found |= {unescape(link) for link in LINKS.findall(said)}
    return {link for link in found if not link.startswith(("sms:", "tel:"))}


def test_no_address_on_any_page_quotes_anybody(practice: Practice) -> None:
    pages = [page for page in addresses(practice) if "logout" not in page]
    for person in (practice.bea, practice.dua):
        text = "\n".join(unquote(link) for link in linked_from(person.browser, pages)).encode()
        assert b"/visits/" in text
        for what, word in WORDS.items():
            assert traces(text, word) == [], what


def test_the_secret_of_a_link_stands_behind_the_fragment_alone(practice: Practice) -> None:
    visit, guest = practice.visit(), Client()
    answer = presented(visit, guest)

    for link in linked_from(practice.bea.browser, [f"/visits/{visit.visit_id}/invitation/"]):
        assert visit.secret not in link.partition("#")[0], link
    assert answer["Location"] == visit.page
    assert visit.secret not in guest.get(visit.page).content.decode()


def test_ids_in_addresses_are_random(practice: Practice) -> None:
    visit = practice.visit()
    ids = {UUID(text) for page in [*addresses(practice), visit.page] for text in IDS.findall(page)}

    assert len(ids) >= 4
    assert all(one.version == 4 for one in ids)
    assert not re.search(r"/\d+/", "\n".join(addresses(practice)).replace("/1/", "/"))


def test_a_search_by_name_in_the_address_is_not_answered(practice: Practice) -> None:
    answer = practice.bea.browser.get("/visits/find-patient/", {"q": WORDS["name"]})

    assert answer.status_code == 405
