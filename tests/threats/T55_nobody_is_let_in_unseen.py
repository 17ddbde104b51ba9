"""A foreign page *cannot* let a program in for somebody, lay itself over the page that asks, have the browser sent to an address that was not registered, or read what a program is given: each yes needs a form of ours, and only the origins of registered addresses are answered."""

import re

import pytest
import requests

from paravent.programs.operations import revoke_program
from tests.threats.cast import Practice
from tests.threats.letting import App, Person, approved
from tests.threats.served import Served


@pytest.fixture
def app(practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return App(served, approved(practice, "user/*.rs"))


def test_a_yes_without_our_form_is_none(practice: Practice, app: App) -> None:
    headers = {"Cookie": f"paravent-session={practice.bea.session}", "Origin": "https://evil.example"}

    answer = requests.post(
        app.question(), data={"answer": "yes", "purpose": "TREAT"}, headers=headers, allow_redirects=False, timeout=20
    )

    assert answer.status_code == 403


def test_opening_the_page_lets_nobody_in(practice: Practice, app: App) -> None:
    answer = Person(app.served, practice.bea).reads(app.question() + "&answer=yes&purpose=TREAT")

    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://127.0.0.1:9/back/../evil",
        "http://127.0.0.1:9/back?next=https://evil.example",
        "http://127.0.0.1:90/back",
        "http://127.0.0.1:9@evil.example/back",
        "//evil.example",
        "javascript:alert(1)",
        '"><script>',
        "",
    ],
)
def test_the_browser_is_sent_to_a_registered_address_or_nowhere(practice: Practice, app: App, address: str) -> None:
    question = re.sub(r"redirect_uri=[^&]*", f"redirect_uri={requests.utils.quote(address, safe='')}", app.question())

    answer = Person(app.served, practice.bea).reads(question)

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "evil" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "changed", ["response_type=t%C3%B6ken", "response_type=token", "client_id=nobody", "client_id="]
)
def test_a_question_that_is_none_is_answered_without_a_failure(practice: Practice, app: App, changed: str) -> None:
    name = changed.split("=", maxsplit=1)[0]

    answer = Person(app.served, practice.bea).reads(re.sub(rf"{name}=[^&]*", changed, app.question()))

    assert answer.status_code in {302, 400}
    assert "code=" not in answer.headers.get("Location", "")


def test_a_program_of_another_server_is_told_so(practice: Practice, app: App) -> None:
    answer = Person(app.served, practice.bea).reads(app.question(aud="https://evil.example/fhir/R4"))

    assert answer.status_code == 302
    assert "error=invalid_request" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("origin", "is_known"), [("http://127.0.0.1:9", True), ("https://evil.example", False), ("null", False)]
)
def test_only_pages_of_registered_programs_read_the_answer(app: App, origin: str, *, is_known: bool) -> None:
    answer = requests.post(app.token_address, data={}, headers={"Origin": origin}, timeout=20)

    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if is_known else None)
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    ("origin", "is_known"),
    [("http://127.0.0.1:9", True), ("https://evil.example", False), ("null", False), ("", False)],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", ["metadata", "Observation", "Patient/_search", "nowhere/at/all"])
def test_only_pages_of_registered_programs_read_what_fhir_answers(
    app: App, path: str, method: str, origin: str, *, is_known: bool
) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "GET"} if origin else {}

    answer = requests.request(method, f"{app.served.base_url}/fhir/R4/{path}", headers=asked, timeout=20)

    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if is_known else None)
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "origin" in answer.headers["Vary"].lower()
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_pages_of_a_program_that_was_ended_are_foreign_ones(practice: Practice, app: App) -> None:
    address, asked = f"{app.served.base_url}/fhir/R4/metadata", {"Origin": "https://chart.example"}
    program = approved(practice, "user/*.rs", redirect_uris=("https://chart.example/back",))
    assert requests.get(address, headers=asked, timeout=20).headers["Access-Control-Allow-Origin"] == asked["Origin"]

    revoke_program(practice.gul.actor, program)

    assert "Access-Control-Allow-Origin" not in requests.get(address, headers=asked, timeout=20).headers
