"""Whoever finds a signed-in computer *cannot* use it after half an hour without its owner, nor after twelve hours at all, nor add a way to sign in without the owner's passkey."""

from datetime import timedelta

import pytest
from django.test import Client

from paravent.kernel import clock
from paravent.web.actors import _holds
from tests.threats.cast import Practice


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Move the clock."""
    moved = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moved)


@pytest.fixture
def found(practice: Practice) -> Client:
    browser = Client()
    practice.bea.passkey.sign_in(browser)
    assert browser.get("/today/").status_code == 200
    return browser


def test_after_half_an_hour_it_is_signed_out(found: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, minutes=31)

    assert found.get("/today/")["Location"] == "/account/login/?next=/today/"
    assert "_auth_user_id" not in found.session


def test_use_keeps_it_no_longer_than_twelve_hours(found: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(24):
        later(monkeypatch, minutes=29)
        found.get("/today/")
    later(monkeypatch, minutes=29)

    assert found.get("/today/").status_code == 302


@pytest.mark.parametrize(("path", "minutes"), [("/ws/day/", 31), ("/ws/visits/1/", 12 * 60 + 1)])
def test_a_socket_holds_no_longer_than_its_session(
    practice: Practice, found: Client, monkeypatch: pytest.MonkeyPatch, path: str, minutes: int
) -> None:
    key = str(found.session.session_key)
    assert _holds(key, practice.bea.person, path)

    later(monkeypatch, minutes=minutes)

    assert not _holds(key, practice.bea.person, path)


@pytest.mark.parametrize("path", ["password/set/", "2fa/webauthn/add/", "2fa/totp/activate/", "2fa/recovery-codes/"])
def test_a_new_way_in_needs_the_passkey_again(found: Client, path: str) -> None:
    answer = found.get(f"/account/{path}")

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
