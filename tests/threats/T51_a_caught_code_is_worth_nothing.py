"""Whoever catches a code on its way *cannot* exchange it: not without what the program kept to itself, not for another program, not from another address, not after a minute."""

from datetime import timedelta

import pytest

from paravent.kernel import clock
from paravent.programs.operations import exchange_code
from paravent.programs.queries import claim_of_code
from paravent.programs.terms import CODE_FOR
from tests.threats.cast import Practice
from tests.threats.letting import App, Person, approved, code_in
from tests.threats.served import Served


@pytest.fixture
def app(practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return App(served, approved(practice, "user/*.rs"))


@pytest.fixture
def code(practice: Practice, app: App) -> str:
    return code_in(Person(app.served, practice.bea).answers(app.question()))


@pytest.mark.parametrize("verifier", ["", "A" * 43, "short", "ü" * 43])
def test_a_code_without_its_verifier_gives_nothing(app: App, code: str, verifier: str) -> None:
    status, told = app.exchanges(code, code_verifier=verifier)

    assert status == 400
    assert told["error"] in {"invalid_request", "invalid_grant"}
    assert "access_token" not in told


def test_a_challenge_is_not_its_own_verifier(practice: Practice, app: App) -> None:
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    code = code_in(Person(app.served, practice.bea).answers(app.question()))
    challenge = create_s256_code_challenge(app.session._code_verifier)

    assert app.exchanges(code, code_verifier=challenge)[0] == 400


def test_a_code_is_for_one_program(practice: Practice, app: App, code: str) -> None:
    other = App(app.served, approved(practice, "user/*.rs"))

    status, told = app.exchanges(code, client_id=str(other.program))

    assert (status, told["error"]) == (400, "invalid_grant")
    assert app.exchanges(code)[0] == 200


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/back/", "http://127.0.0.1:9/BACK", "https://evil.example/", ""]
)
def test_a_code_is_for_one_address(app: App, code: str, address: str) -> None:
    status, told = app.exchanges(code, redirect_uri=address)

    assert (status, told["error"]) == (400, "invalid_grant")


def test_a_code_is_good_for_a_minute(app: App, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from paravent.access.terms import Refused

    later = clock.now() + CODE_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    claim = claim_of_code(code, app.program)
    assert claim is not None

    with pytest.raises(Refused, match="mandate-over"):
        exchange_code(claim)


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"code_challenge": "x"},
    ],
)
def test_nobody_is_asked_without_a_challenge(practice: Practice, app: App, changed: dict[str, str]) -> None:
    import re

    question = app.question()
    for name, value in changed.items():
        question = re.sub(rf"{name}=[^&]*", f"{name}={value}", question)

    answer = Person(app.served, practice.bea).reads(question)

    assert answer.status_code == 302
    assert "error=invalid_request" in answer.headers["Location"]
    assert "code=" not in answer.headers["Location"].replace("error_description", "")
