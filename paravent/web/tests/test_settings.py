"""What the environment says about an installation, and what holds where it says nothing."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.utils import timezone

from paravent.access.terms import Role
from paravent.people.tests.cast import a_browser_of, a_patient, colleague, somebody
from paravent.visits.tests.cast import an_appointment_of
from paravent.web import configuration

ASKED = (
    "BASE_URL",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "CSRF_TRUSTED_ORIGINS",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_PROXY_SSL_HEADER",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "EMAIL_HOST",
    "TIME_ZONE",
    "ALLOWED_HOSTS",
    "DEBUG",
    "PARAVENT_DEMO",
    "IDLE_MINUTES",
)


def settings_with(home: Path, **environment: str) -> dict[str, object]:
    """Return the settings of a process that starts with nothing else in its environment."""
    script = f"import json; from paravent.web import settings; print(json.dumps({{n: getattr(settings, n) for n in {ASKED}}}))"
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3]), "PARAVENT_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=clean | environment, check=True, capture_output=True, text=True
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_where_nothing_is_said_everything_is_closed(tmp_path: Path) -> None:
    told = settings_with(tmp_path)

    assert (told["DEBUG"], told["PARAVENT_DEMO"], told["EMAIL_HOST"]) == (False, False, "")
    assert told["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert (told["TIME_ZONE"], told["IDLE_MINUTES"]) == ("Europe/Berlin", 30)
    assert told["SECURE_PROXY_SSL_HEADER"] is None
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("paravent-session", "csrftoken")


def test_served_securely_every_cookie_is_and_browsers_are_told_to_come_back_securely(tmp_path: Path) -> None:
    told = settings_with(
        tmp_path, PARAVENT_BASE_URL="https://practice.example/", PARAVENT_BEHIND_PROXY="yes", PARAVENT_TIME_ZONE="UTC"
    )

    assert told["BASE_URL"] == "https://practice.example"
    assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is True
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    assert [told[name] for name in names] == ["__Host-paravent-session", "__Host-csrftoken"]
    assert told["CSRF_TRUSTED_ORIGINS"] == ["https://practice.example"]
    assert told["SECURE_HSTS_SECONDS"] == 31_536_000
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert told["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert told["TIME_ZONE"] == "UTC"


@pytest.mark.django_db
@override_settings(
    SESSION_COOKIE_NAME="__Host-paravent-session",
    CSRF_COOKIE_NAME="__Host-csrftoken",
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
)
def test_browsers_take_what_a_page_sets_under_the_name_of_this_host_alone() -> None:
    browser, (_, secret) = (
        Client(enforce_csrf_checks=True, headers={"Referer": "https://testserver/"}),
        colleague("Max"),
    )
    browser.get("/account/enrol/", secure=True)
    token = browser.cookies["__Host-csrftoken"].value

    answer = browser.post("/account/enrol/", {"secret": secret, "csrfmiddlewaretoken": token}, secure=True)

    assert answer.status_code == 302
    assert set(browser.cookies) == {"__Host-paravent-session", "__Host-csrftoken"}
    # What browsers ask of the name: Secure, the whole host, and no domain (RFC 6265bis, 5.7).
    assert {(one["secure"], one["path"], one["domain"]) for one in browser.cookies.values()} == {(True, "/", "")}


def test_a_number_or_a_zone_that_is_none_is_named_with_what_it_should_look_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARAVENT_TEST", "half an hour")

    with pytest.raises(
        ImproperlyConfigured, match="PARAVENT_TEST is half an hour, and has to be a whole number, as 30"
    ):
        configuration.number("PARAVENT_TEST", 30)
    with pytest.raises(ImproperlyConfigured, match=r"PARAVENT_TEST is half an hour.* looks like Europe/Berlin"):
        configuration.zone("PARAVENT_TEST", "Europe/Berlin")
    assert (configuration.number("PARAVENT_NOT_SAID", 30), configuration.zone("PARAVENT_NOT_SAID", "UTC")) == (
        30,
        "UTC",
    )


@pytest.mark.parametrize(
    ("said", "is_on"),
    [("1", True), ("yes", True), ("TRUE", True), ("on", True), ("0", False), ("", False), ("no", False)],
)
def test_a_flag_is_on_only_where_it_is_said_plainly(said: str, is_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARAVENT_TEST", said)

    assert configuration.flag("PARAVENT_TEST") is is_on


def test_a_list_is_read_without_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARAVENT_TEST", " practice.example, ,localhost ")

    assert configuration.words("PARAVENT_TEST") == ["practice.example", "localhost"]
    assert configuration.words("PARAVENT_NOT_SAID") == []


def test_a_database_is_named_by_its_url_and_forgotten_transactions_end() -> None:
    told = configuration.database("postgresql://app:secret@db.example:5433/paravent?sslmode=verify-full", pooled=True)

    assert (told["NAME"], told["USER"], told["HOST"], told["PORT"]) == ("paravent", "app", "db.example", "5433")
    assert told["OPTIONS"]["sslmode"] == "verify-full"
    assert "idle_in_transaction_session_timeout" in told["OPTIONS"]["options"]
    assert told["ATOMIC_REQUESTS"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "shown"), [("Europe/Berlin", "10:00"), ("UTC", "08:00"), ("Asia/Kolkata", "13:30")])
def test_a_time_is_shown_as_the_practices_clock_shows_it(zone: str, shown: str) -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    an_appointment_of(bea, a_patient(), at=datetime(2030, 5, 6, 8, tzinfo=UTC))
    browser = a_browser_of(bea)

    with timezone.override(zone):
        page = browser.get("/today/", {"on": "2030-05-06"})

    assert shown in page.content.decode()
