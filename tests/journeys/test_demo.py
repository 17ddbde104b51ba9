"""What a newcomer meets: a sample practice that stays, a terminal that can be read, a phone in the same Wi-Fi."""

import base64
import hashlib
import io
import json
import re
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import segno
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE, Launch
from tests.journeys.practice import Practice

COLUMNS = 80
CAST = {"bea", "cem", "dua", "fen", "gul", "max", "ali", "eve"}
BANNER = "Demonstration with invented people."


@dataclass
class InTheWifi(Practice):
    """The same for everybody in the Wi-Fi, by HTTPS with a certificate of its own."""

    words: tuple[str, ...] = ("demo", "--lan")

    @property
    def base_url(self) -> str:
        from paravent.web.cli.listening import own_address

        return f"https://{own_address()}:{self.port}"

    @property
    def certificate(self) -> Path:
        return next((self.home / "data" / "tls").glob("*.crt"))

    def is_alive(self) -> bool:
        """Ask by HTTPS, and take no certificate but that of the file."""
        if not list((self.home / "data").glob("tls/*.crt")):
            return False
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        with urllib.request.urlopen(f"{self.base_url}/alive/", context=trusting) as answer:
            return bool(answer.status == 200)


@pytest.fixture(scope="module")
def wifi() -> Iterator[InTheWifi]:
    running = InTheWifi()
    running.start()
    yield running
    running.stop()


def test_a_second_start_finds_everybody_and_their_visits(wifi: InTheWifi) -> None:
    before = (wifi.home / "data" / "demo.json").read_text()
    wifi.stop()

    wifi.start()

    assert (wifi.home / "data" / "demo.json").read_text() == before


def test_what_programs_read_says_who_they_may_be(wifi: InTheWifi) -> None:
    found = json.loads((wifi.home / "data" / "demo.json").read_text())
    assert found["base_url"] == wifi.base_url
    assert set(found["people"]) == CAST
    for key, one in found["people"].items():
        assert {"role", "sign_in_url"} <= set(one)
        assert one["sign_in_url"].startswith(f"{wifi.base_url}/{'join/#' if one['role'] == 'patient' else 'demo/'}"), (
            key
        )


def test_the_terminal_reads_well_at_eighty_columns(wifi: InTheWifi) -> None:
    lines = wifi.log.splitlines()
    # A link is never broken, or nobody could click it; everything else fits.
    assert [line for line in lines if len(line) > COLUMNS and " " in line.strip()] == []
    for one in wifi.people.values():
        assert f"  {one['sign_in_url']}" in lines


@pytest.fixture
def phone(wifi: InTheWifi, launch: Launch) -> Iterator[Page]:
    """Return a phone that trusts that one certificate, as its owner says when the browser warns."""
    made = x509.load_pem_x509_certificate(wifi.certificate.read_bytes())
    public = made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
    chromium = launch(f"--ignore-certificate-errors-spki-list={pin}")
    yield chromium.new_page(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    chromium.close()


def test_a_phone_in_the_wifi_is_the_patient(wifi: InTheWifi, phone: Page) -> None:
    link = wifi.people["ali"]["sign_in_url"]
    assert link.startswith(wifi.base_url)
    drawn = io.StringIO()
    segno.make(link, error="m").terminal(out=drawn, compact=True)
    assert drawn.getvalue() in wifi.log

    phone.goto(link)
    expect(phone.get_by_text("Camera works")).to_be_visible()
    assert phone.evaluate("() => isSecureContext")
    expect(phone.get_by_text(BANNER)).to_be_visible()
    steps.get_ready(phone, link)
    expect(phone.get_by_text(BANNER)).to_be_visible()


def test_every_page_says_that_it_is_a_demonstration(wifi: InTheWifi, phone: Page) -> None:
    for path in ("/account/login/", "/join/", "/ledger/", "/ledger/verify/", "/nowhere/"):
        phone.goto(wifi.base_url + path)
        expect(phone.get_by_text(BANNER)).to_be_visible()
    phone.goto(wifi.people["bea"]["sign_in_url"])
    for path in ("/today/", "/visits/book/", "/files/", "/my-accesses/", "/account/2fa/", "/staff/"):
        phone.goto(wifi.base_url + path)
        expect(phone.get_by_text(BANNER)).to_be_visible()
    phone.goto(wifi.base_url + "/today/")
    steps.open_visit(phone, "Ali Demir")
    expect(phone.get_by_text(BANNER)).to_be_visible()
    assert re.fullmatch(r"https://[\d.]+:\d+/visits/[0-9a-f-]+/", phone.url)
