"""Other programs, from their registration to their end: by people in browsers, and by a program that nobody here wrote a line for."""

import json
import secrets
import threading
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice

SAMPLE = "Blood pressure chart (sample)"
BEFORE_A_VISIT = "Blood pressure higher at home"


class Waiting(BaseHTTPRequestHandler):
    """What a program on a device has for the browser that comes back to it (RFC 8252, section 7.3)."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Back</title>Back in the program.")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's word)
        """Say nothing."""


@pytest.fixture
def back() -> Iterator[str]:
    """Return the address at which a program on this device waits."""
    with HTTPServer(("127.0.0.1", 0), Waiting) as waiting:
        threading.Thread(target=waiting.serve_forever, daemon=True).start()
        yield f"http://localhost:{waiting.server_port}/back"
        waiting.shutdown()


@dataclass
class App:
    """A program on somebody's device: it opens the browser, waits for the answer, and asks by itself."""

    practice: Practice
    back: str
    client: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def question(self) -> str:
        told = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.back,
            "scope": "launch/patient launch/encounter patient/Observation.rs openid fhirUser offline_access",
            "state": "s",
            "aud": f"{self.practice.base_url}/fhir/R4",
            "code_challenge": urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.practice.base_url}/programs/authorize?{urlencode(told)}"

    def exchanges(self, address: str) -> dict[str, Any]:
        code = parse_qs(urlsplit(address).query)["code"][0]
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back}
        body = urlencode(sent | {"client_id": self.client, "code_verifier": self.verifier}).encode()
        with urllib.request.urlopen(f"{self.practice.base_url}/programs/token", body) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def reads(self, token: str, path: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            with urllib.request.urlopen(
                urllib.request.Request(f"{self.practice.base_url}/fhir/R4/{path}", headers=headers)
            ) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code


def registered(page: Page, practice: Practice, name: str, back: str) -> None:
    """Describe a program as an administrator does, after a slip that the page names."""
    steps.sign_in(page, practice, "max")
    page.goto(f"{practice.base_url}/programs/")
    look_at(page, "programs, as who registers them")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Runs on people's own devices").check()
    page.get_by_label("treatment", exact=True).check()
    page.get_by_label("Addresses it comes back to").fill(back)
    page.get_by_label("What it may do").fill("patient/Observation.read")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("There is a scope here that SMART App Launch 2 does not know.")).to_be_visible()
    look_at(page, "programs, with something to correct")
    page.get_by_label("What it may do").fill("patient/Observation.rs")
    page.get_by_role("button", name="Register").click()
    expect(card(page, name).get_by_text("waits for approval")).to_be_visible()


def card(page: Page, name: str) -> Any:
    return page.locator("li.card", has=page.get_by_role("heading", name=name, exact=True))


def approved(page: Page, practice: Practice, name: str) -> str:
    """Approve a program as the data-protection officer does, and return its id."""
    steps.sign_in(page, practice, "gul")
    page.goto(f"{practice.base_url}/programs/")
    card(page, name).get_by_role("button", name="Approve").click()
    expect(card(page, name).get_by_text("approved", exact=True)).to_be_visible()
    card(page, name).get_by_text("For whoever runs it").click()
    look_at(page, "programs, as who approves them")
    return str(card(page, name).locator("code").first.inner_text())


def let_in(page: Page, app: App, name: str) -> dict[str, Any]:
    """Let a program act for a clinician, with Ali, and return what it is answered."""
    page.goto(app.question())
    expect(page.get_by_role("heading", name=f"May {name} act for you?")).to_be_visible()
    look_at(page, "a program asks")
    page.get_by_label("Ali Demir").check()
    page.get_by_role("button", name="Let it", exact=True).click()
    expect(page.get_by_text("Back in the program.")).to_be_visible()
    return app.exchanges(page.url)


def ended(page: Page, name: str) -> None:
    card(page, name).get_by_text("End it").click()
    look_at(page, "before a program is ended")
    page.get_by_role("button", name=f"End {name} for good").click()
    expect(card(page, name).get_by_text("ended", exact=True)).to_be_visible()


def test_a_program_is_let_in_reads_and_is_ended(practice: Practice, somebody: Callable[..., Page], back: str) -> None:
    maker, gul, bea = somebody(), somebody(), somebody(PHONE)
    name = f"Growth chart {secrets.token_hex(2)}"
    registered(maker, practice, name, back)
    app = App(practice, back, approved(gul, practice, name))
    steps.sign_in(bea, practice, "bea")

    told = let_in(bea, app, name)
    assert {"id_token", "refresh_token"} <= set(told)
    assert app.reads(told["access_token"], f"Observation?patient={told['patient']}") == 200

    bea.goto(f"{practice.base_url}/programs/mine/")
    expect(card(bea, name).get_by_text("Ali Demir")).to_be_visible()
    look_at(bea, "what acts for somebody")
    card(bea, name).get_by_role("button", name="Take it back").click()
    expect(bea.get_by_role("heading", name=name)).to_have_count(0)
    assert app.reads(told["access_token"], "Observation") == 401

    ended(gul, name)
    bea.goto(app.question())
    expect(bea.get_by_role("heading", name="This program asked in a way that cannot be answered")).to_be_visible()
    look_at(bea, "a program that cannot be answered")


def sample_beside_visit(bea: Page) -> Page:
    """Start the sample program beside a visit's picture; it opens a page of its own."""
    pane = bea.locator("[data-file-pane]")
    with bea.expect_popup() as opened:
        pane.get_by_role("button", name=f"Start {SAMPLE} with this file").click()
    program = opened.value
    program.get_by_role("heading", name=f"May {SAMPLE} act for you?").wait_for()
    return program


def test_a_program_starts_beside_a_visit_and_shows_what_it_read(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea = somebody()
    steps.sign_in(bea, practice, "bea")
    steps.open_visit(bea, BEFORE_A_VISIT)

    program = sample_beside_visit(bea)
    expect(program.get_by_text("Is told which visit of the patient it is about")).to_be_visible()
    look_at(program, "a program that was started asks")
    program.get_by_role("button", name="Let it", exact=True).click()

    expect(program.get_by_role("heading", name="Ali Demir")).to_be_visible()
    expect(program.get_by_text("started beside a visit")).to_be_visible()
    assert program.locator("svg circle").count() >= 4
    assert urlsplit(program.url).query == ""
    program.get_by_text("All values").click()
    expect(program.get_by_role("row")).not_to_have_count(1)
    look_at(program, "the sample program")
    program.reload()
    expect(program.get_by_text("By itself it knows no patient.")).to_be_visible()
    look_at(program, "the sample program without a patient")


def test_a_program_that_is_not_let_in_reads_nothing(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea = somebody()
    steps.sign_in(bea, practice, "bea")
    steps.open_visit(bea, BEFORE_A_VISIT)

    program = sample_beside_visit(bea)
    asked: list[str] = []
    program.on("request", lambda request: asked.append(request.url))
    program.get_by_role("button", name="Do not let it").click()

    expect(program.get_by_text("You did not let it in, so it has read nothing.")).to_be_visible()
    assert not [url for url in asked if "/fhir/R4/" in url and ".well-known" not in url]


@pytest.mark.parametrize("query", ["?state=x&code=y&iss=z", "?state=x&error=access_denied"])
def test_an_answer_that_the_sample_program_did_not_ask_for_is_not_believed(
    practice: Practice, somebody: Callable[..., Page], query: str
) -> None:
    page = somebody()

    page.goto(f"{practice.base_url}/demo/blood-pressures/{query}")

    expect(page.get_by_text("It could not go on")).to_be_visible()
