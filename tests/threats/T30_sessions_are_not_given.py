"""Whoever plants a session in somebody's browser *cannot* find it signed in later: each way of signing in makes a new key and ends the old one."""

import pytest
from django.test import Client

from paravent.access.terms import Role
from paravent.people.operations import renew_enrolment
from paravent.people.tests.cast import arrive
from tests.threats.cast import Practice, hired


def planted(browser: Client) -> str:
    """Return the key of a session that somebody else knows."""
    browser.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    return str(browser.session.session_key)


def with_key(key: str) -> Client:
    browser = Client()
    browser.cookies["paravent-session"] = key
    return browser


@pytest.mark.parametrize("way", ["passkey", "link"])
def test_signing_in_leaves_a_planted_session_behind(practice: Practice, way: str) -> None:
    browser = Client()
    before = planted(browser)

    if way == "passkey":
        practice.fen.passkey.sign_in(browser)
    else:
        arrive(browser, renew_enrolment(practice.max.actor, practice.fen.person))

    assert "_auth_user_id" in browser.session
    assert browser.session.session_key != before
    assert "_auth_user_id" not in with_key(before).session
    assert with_key(before).get("/account/set-up/")["Location"].startswith("/account/login/")


@pytest.mark.parametrize("made_up", ["a" * 32, "0" * 40, "' OR 1=1 --", "../../x"])
def test_a_key_that_we_did_not_give_is_not_taken_over(practice: Practice, made_up: str) -> None:
    browser = with_key(made_up)

    practice.fen.passkey.sign_in(browser)

    assert browser.session.session_key != made_up
    assert with_key(made_up).get("/my-accesses/").status_code == 302


def test_signing_out_leaves_nothing_to_plant(practice: Practice) -> None:
    del practice
    eve = hired("Eve3", Role.RESEARCHER)
    key = eve.session

    eve.browser.post("/account/logout/")

    assert with_key(key).get("/my-accesses/").status_code == 302
