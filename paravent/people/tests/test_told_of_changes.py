"""Whoever's sign-in is changed is told so by e-mail, in words that say nothing else; a mail server that is down stops nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as app_codes
from django.core import mail
from django.core.cache import cache
from django.test import Client

from paravent.access.terms import INSTALLATION
from paravent.people.operations import renew_enrolment
from paravent.people.tests.cast import newest_lines
from paravent.people.tests.test_sign_in import (
    HALF_MINUTE,
    choose_password,
    code_now,
    set_up_codes,
    sign_in,
    with_codes,
    with_passkey,
)

pytestmark = pytest.mark.django_db
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def with_mail(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_HOST = "mail.practice.example"
    monkeypatch.setattr(app_codes, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def told_in(act: Callable[[], Any], committed: Committed) -> int:
    """Return how many e-mails went out while something was done."""
    before = len(mail.outbox)
    with committed(execute=True):
        act()
    return len(mail.outbox) - before


def test_each_change_is_told_to_its_owner_once(django_capture_on_commit_callbacks: Committed) -> None:
    client, _, person = with_passkey()
    assert len(mail.outbox) == 1, "a passkey, and the recovery codes that come with it"
    arrived: dict[str, str] = {}
    changes: dict[str, Callable[[], Any]] = {
        "a password": lambda: choose_password(client),
        "codes of an app": lambda: arrived.update(seed=set_up_codes(client)),
        "shown again": lambda: client.post("/account/2fa/reauthenticate/", {"code": code_now(arrived["seed"])}),
        "recovery codes": lambda: client.post("/account/2fa/recovery-codes/generate/"),
        "no app": lambda: client.post("/account/2fa/totp/deactivate/"),
        "no passkey": lambda: client.post(
            f"/account/2fa/webauthn/keys/{Authenticator.objects.get(user_id=person, type='webauthn').pk}/remove/"
        ),
        "a new link": lambda: renew_enrolment(INSTALLATION, person),
    }

    told = {name: told_in(change, django_capture_on_commit_callbacks) for name, change in changes.items()}

    assert told == {name: 0 if name == "shown again" else 1 for name in changes}
    assert {tuple(message.to) for message in mail.outbox} == {("max@practice.example",)}
    assert len({(message.subject, message.body) for message in mail.outbox}) == 1, "the same words whatever it was"


def test_the_words_say_nothing_else() -> None:
    with_passkey()

    (message,) = mail.outbox
    said = f"{message.subject} {message.body} {message.extra_headers}".lower()
    telling = ["max", "passkey", "code", "password", "127.0.0.1", "mozilla", "sample practice", "patient"]
    assert [word for word in telling if word in said] == []
    assert "http://localhost:8000/account/sign-ins/" in said


def test_without_a_mail_server_nothing_is_sent(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with_passkey()

    assert mail.outbox == []


def test_a_mail_server_that_is_down_stops_nobody(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    client, device, _ = with_passkey()

    assert client.get("/staff/").status_code == 200
    assert device.sign_in(Client())["Location"] == "/"
    assert "Nobody could be told" in caplog.text


def tried(code: str) -> Client:
    """Return a browser in which the right password and a code were typed."""
    browser = Client()
    sign_in(browser, "max")
    browser.post("/account/2fa/authenticate/", {"code": code})
    return browser


def test_a_code_that_comes_again_is_refused_logged_each_time_and_told(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/key"}
    client, seed = with_codes("Max")
    recovery = client.get("/account/2fa/recovery-codes/").context["unused_codes"][0]
    for code in (code_now(seed), recovery):
        assert tried(code).get("/staff/").status_code == 200
        mail.outbox.clear()
        for _ in range(3):
            assert tried(code).get("/staff/").status_code == 302

        assert [one.because for one in newest_lines(20) if one.act == "session.begin" and one.outcome == "refused"][
            :3
        ] == ["code-used-before"] * 3
        assert [message.to for message in mail.outbox] == [["max@practice.example"]] * 3
        assert "A code of yours was used twice" in mail.outbox[0].subject
        assert code not in mail.outbox[0].body
        cache.clear()


def test_a_code_that_is_wrong_or_came_too_often_is_not_said_to_have_been_used(settings: Any) -> None:
    _, seed = with_codes("Max")
    mail.outbox.clear()

    tried("000000" if code_now(seed) != "000000" else "111111")
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/m/key"}
    tried(code_now(seed))

    assert {one.because for one in newest_lines(9) if one.act == "session.begin" and one.outcome == "refused"} <= {
        "wrong-code",
        "tried-too-often",
    }
    assert mail.outbox == []
