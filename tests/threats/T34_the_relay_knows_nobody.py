"""The relay's operator (TURN) *cannot* learn a name or decide who calls: its passwords end within an hour and carry a random id; they *can* see addresses, times and amounts of ciphertext."""

import json
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from paravent.kernel import clock
from tests.threats.cast import WORDS, Practice, admitted


@pytest.fixture(autouse=True)
def a_relay(settings: object) -> None:
    settings.TURN_URLS = ["turn:relay.example:3478"]  # type: ignore[attr-defined]
    settings.TURN_SECRET = "relayquokka"  # type: ignore[attr-defined]


def passwords(browser: Client, page: str) -> list[dict[str, str]]:
    said = browser.get(page).content.decode()
    config = re.search(r'<script[^>]*type="application/json"[^>]*>(\{"socket_path.*?)</script>', said)
    assert config, page
    found: list[dict[str, str]] = json.loads(config[1])["ice_servers"]
    return found


def test_a_password_ends_within_an_hour_and_names_nobody(practice: Practice) -> None:
    visit, ali = practice.visit(practice.held.patient_id), Client()
    admitted(practice, visit, ali)

    for browser, page in ((practice.bea.browser, f"/visits/{visit.visit_id}/"), (ali, visit.page)):
        (server,) = passwords(browser, page)
        expires, _, party = server["username"].partition(":")
        assert UUID(party).version == 4
        left = datetime.fromtimestamp(int(expires), UTC) - clock.now()
        assert 0 < left.total_seconds() <= 3600
        assert not [name for name, word in WORDS.items() if word in json.dumps(server)]


def test_two_calls_have_different_names(practice: Practice) -> None:
    names = set()
    for _ in range(2):
        visit, ali = practice.visit(practice.held.patient_id), Client()
        admitted(practice, visit, ali)
        names.add(passwords(ali, visit.page)[0]["username"].partition(":")[2])

    assert len(names) == 2


def test_the_secret_stays_with_us_and_strangers_get_no_password(practice: Practice) -> None:
    visit = practice.visit()

    assert "relayquokka" not in practice.bea.browser.get(f"/visits/{visit.visit_id}/").content.decode()
    for browser in (Client(), practice.dua.browser, practice.cem.browser):
        for page in (f"/visits/{visit.visit_id}/", visit.page):
            assert "relay.example" not in browser.get(page, follow=True).content.decode(), page
