"""A thief of a laptop *cannot* find a page of a file in its browser's cache: no page may be stored, and each page of a file bears its reader's name. They *can* read what is still open on the screen, and what somebody saved or photographed."""

import re

import pytest
from django.test import Client

from tests.threats.cast import Practice, addresses


def test_no_page_of_ours_may_be_stored(practice: Practice) -> None:
    pages = [*addresses(practice), practice.held.page]
    for browser in (practice.bea.browser, practice.ali, Client()):
        for page in pages:
            answer = browser.get(page)
            assert "no-store" in answer.headers["Cache-Control"], page
            assert "public" not in answer.headers["Cache-Control"], page


@pytest.mark.parametrize("page", ["/files/{patient}/", "/visits/{visit}/"])
def test_a_file_bears_its_readers_name(practice: Practice, page: str) -> None:
    address = page.format(patient=practice.held.patient_id, visit=practice.held.visit_id)

    said = practice.bea.browser.get(address).content.decode()

    assert re.search(r'class="watermark"[^>]*>(<span>Bea</span>)+', said)


def test_the_cookies_are_out_of_reach_of_scripts(practice: Practice) -> None:
    for browser in (practice.bea.browser, practice.ali):
        for name, cookie in browser.cookies.items():
            if name != "django_language":
                assert cookie["httponly"], name
            assert cookie["samesite"] in {"Lax", "Strict"}, name
