"""Whoever sees addresses (a proxy, a browser's history, a shoulder) *cannot* learn a name, a word of a file or the secret of a link from them, nor guess another one: they hold random ids alone."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

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


def test_what_is_counted_in_an_address_is_counted_within_something_with_a_random_id() -> None:
    counted = {name for names in converters(get_resolver().url_patterns) for name, kind in names if kind == "int"}

    # A file or proposal of a release, a round of a model, the size of the log, one's own passkey (allauth): no patient stands behind any.
    assert counted == {"number", "after", "size", "pk"}


def converters(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[list[tuple[str, str]]]:
    """Yield of each address what stands in it, and of what kind that is."""
    for pattern in patterns:
        found = getattr(pattern.pattern, "converters", {})
        yield [(name, type(kind).__name__.removesuffix("Converter").lower()) for name, kind in found.items()]
        if isinstance(pattern, URLResolver):
            yield from converters(pattern.url_patterns)


def test_a_search_by_name_in_the_address_is_not_answered(practice: Practice) -> None:
    answer = practice.bea.browser.get("/visits/find-patient/", {"q": WORDS["name"]})

    assert answer.status_code == 405
