"""Passwords need a code, sessions end, guessing is slowed down, and what allauth offers beyond that is closed."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as app_codes
from django.test import Client, override_settings

from paravent.access.terms import Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.models import Staff
from paravent.people.sessions import SessionStore
from paravent.people.tests.cast import Device, arrive, colleague
from paravent.web.actors import keep_alive

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def the_half_minute_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a code from running out between making and typing it."""
    monkeypatch.setattr(app_codes, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def code_now(seed: str) -> str:
    """Return what an authenticator app shows now (RFC 6238)."""
    return str(app_codes.format_hotp_value(app_codes.hotp_value(seed, HALF_MINUTE)))


def choose_password(client: Client) -> None:
    """Set a password in a session that may."""
    client.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})


def set_up_codes(client: Client) -> str:
    """Set up an authenticator app and return its seed."""
    seed = str(client.get("/account/2fa/totp/activate/").context["form"].secret)
    client.post("/account/2fa/totp/activate/", {"code": code_now(seed)})
    return seed


def with_codes(name: str) -> tuple[Client, str]:
    """Return somebody who enrolled with a password and an app, and the app's seed."""
    client, (_, secret) = Client(), colleague(name, Role.ADMINISTRATOR)
    arrive(client, secret)
    choose_password(client)
    return client, set_up_codes(client)


def sign_in(client: Client, name: str, password: str = PASSWORD) -> int:
    """Type e-mail and password; return the answer's status."""
    return client.post("/account/login/", {"login": f"{name}@practice.example", "password": password}).status_code


def with_passkey(name: str = "max") -> tuple[Client, Device, PersonId]:
    """Return somebody who enrolled with a passkey."""
    client, device, (person, secret) = Client(), Device(), colleague(name, Role.ADMINISTRATOR)
    arrive(client, secret)
    device.join(client)
    return client, device, person


def test_a_password_with_a_code_opens_the_work() -> None:
    client, seed = with_codes("Max")
    assert client.get("/staff/").status_code == 200
    later = Client()

    assert sign_in(later, "max") == 302
    assert later.get("/staff/").status_code == 302
    assert later.post("/account/2fa/authenticate/", {"code": code_now(seed)})["Location"] == "/"

    assert later.get("/staff/").status_code == 200


def test_a_code_is_used_once() -> None:
    _, seed = with_codes("Max")
    code, first, second = code_now(seed), Client(), Client()
    for browser in (first, second):
        sign_in(browser, "max")
        browser.post("/account/2fa/authenticate/", {"code": code})

    assert first.get("/staff/").status_code == 200
    assert second.get("/staff/").status_code == 302


def test_a_recovery_code_stands_in_for_the_app_once() -> None:
    client, _ = with_codes("Max")
    code = client.get("/account/2fa/recovery-codes/").context["unused_codes"][0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "max")
        browser.post("/account/2fa/authenticate/", {"code": code})

    assert first.get("/staff/").status_code == 200
    assert second.get("/staff/").status_code == 302


def test_a_password_alone_signs_nobody_in() -> None:
    client, (_, secret) = Client(), colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)
    choose_password(client)
    later = Client()

    assert sign_in(later, "max") == 403

    assert "_auth_user_id" not in later.session
    assert later.get("/account/2fa/webauthn/add/")["Location"].startswith("/account/login/")


def test_codes_without_a_password_are_no_sign_in_yet() -> None:
    client, (_, secret) = Client(), colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)

    set_up_codes(client)
    assert client.get("/staff/").status_code == 302
    choose_password(client)

    assert client.get("/staff/").status_code == 200


def test_an_unlocked_screen_gives_nobody_a_second_way_in() -> None:
    _, device, _ = with_passkey()
    client = Client()
    device.sign_in(client)

    for path in ("/account/password/set/", "/account/2fa/webauthn/add/", "/account/2fa/totp/activate/"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "/account/2fa/webauthn/reauthenticate/" in answer["Location"], path


def test_seeds_and_recovery_codes_are_sealed_at_rest() -> None:
    _, seed = with_codes("Max")

    kept = " ".join(str(row.data) for row in Authenticator.objects.all())

    assert seed not in kept
    assert "secret" in kept


def test_the_session_gets_a_new_key_at_sign_in() -> None:
    _, device, _ = with_passkey()
    browser = Client()
    browser.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    before = str(browser.session.session_key)

    device.sign_in(browser)

    assert browser.session.session_key != before
    assert not SessionStore().exists(before)


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Move the clock."""
    moved = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moved)


def test_an_idle_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = with_passkey()
    assert client.get("/staff/").status_code == 200

    later(monkeypatch, minutes=31)

    assert client.get("/staff/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_work_keeps_a_session_alive_for_twelve_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = with_passkey()
    client.get("/staff/")

    for _quarter in range(47):
        later(monkeypatch, minutes=15)
        assert client.get("/staff/").status_code == 200
    later(monkeypatch, minutes=16)

    assert client.get("/staff/").status_code == 302


def test_a_consultation_keeps_a_session_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = with_passkey()
    client.get("/staff/")
    key = str(client.session.session_key)

    for _quarter in range(4):
        later(monkeypatch, minutes=15)
        keep_alive(key)

    assert client.get("/staff/").status_code == 200


def test_a_consultation_brings_no_ended_session_back(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = with_passkey()
    client.get("/staff/")
    key = str(client.session.session_key)

    client.post("/account/logout/")
    keep_alive(key)
    assert not SessionStore().exists(key)
    idle, _, _ = with_passkey("dua")
    idle.get("/staff/")
    later(monkeypatch, minutes=31)
    keep_alive(str(idle.session.session_key))

    assert idle.get("/staff/").status_code == 302


def test_roles_end_in_open_sessions_when_the_account_does() -> None:
    client, _, person = with_passkey()

    Staff.objects.filter(pk=person).update(is_active=False)

    assert client.get("/staff/")["Location"] == "/account/login/?next=/staff/"


def test_a_demo_session_counts_only_in_a_demo() -> None:
    person, _ = colleague("Max", Role.ADMINISTRATOR)
    client = Client()
    client.force_login(Staff.objects.get(pk=person))
    session = client.session
    session["paravent_demo"] = True
    session.save()

    assert client.get("/staff/").status_code == 302
    with override_settings(PARAVENT_DEMO=True):
        assert client.get("/staff/").status_code == 200


def test_guessing_passwords_is_slowed_down() -> None:
    with_codes("Max")
    stranger = Client()

    answers = [sign_in(stranger, "nobody", f"guess {attempt}") for attempt in range(31)]

    assert answers[-1] == 429


def test_guessing_enrolment_links_is_slowed_down(client: Client) -> None:
    answers = [arrive(client, f"{attempt:022}").status_code for attempt in range(11)]

    assert answers == [410] * 10 + [429]


def test_asking_for_passkeys_is_slowed_down(client: Client) -> None:
    answers = [client.post("/account/2fa/webauthn/login/", {"credential": "{}"}).status_code for _ in range(31)]

    assert answers[0] == 302
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "signup/passkey/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
        "password/reset/key/done/",
        "login/code/",
        "login/code/confirm/",
        "2fa/webauthn/signup/",
        "3rdparty/",
    ],
)
def test_what_must_not_exist_is_not_there(path: str) -> None:
    signed_in, _, _ = with_passkey()

    for browser in (Client(), signed_in):
        assert browser.get(f"/account/{path}").status_code == 404
        assert browser.post(f"/account/{path}", {"email": "eve@elsewhere.example"}).status_code == 404


def test_the_way_in_leads_to_no_page_that_is_closed() -> None:
    browser = Client()
    page = browser.get("/account/login/").content.decode()

    addresses = {address for address in re.findall(r'href="(/[^"#]*)"', page) if not address.startswith("/static/")}

    assert addresses
    assert {
        address: browser.get(address).status_code for address in addresses if browser.get(address).status_code >= 400
    } == {}
