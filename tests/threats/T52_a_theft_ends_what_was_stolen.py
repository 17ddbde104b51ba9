"""Whoever steals a code or a refresh token and uses it beside its owner *cannot* keep what it opens: the second use, whoever's it is, ends the mandate and every token of it."""

import pytest

from tests.threats.cast import Practice
from tests.threats.letting import App, Person, approved, code_in, opens
from tests.threats.served import Served


@pytest.fixture
def app(practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")


def test_a_code_that_comes_twice_ends_what_the_first_gave(practice: Practice, app: App) -> None:
    code = code_in(Person(app.served, practice.bea).answers(app.question()))
    _, told = app.exchanges(code)
    assert opens(app.served, told["access_token"]) == 200

    status, refused = app.exchanges(code)

    assert (status, refused["error"]) == (400, "invalid_grant")
    assert opens(app.served, told["access_token"]) == 401
    assert app.refreshes(told["refresh_token"])[0] == 400


def test_a_refresh_token_that_comes_twice_ends_the_newest_too(practice: Practice, app: App) -> None:
    first = app.let_in_by(Person(app.served, practice.bea))
    _, second = app.refreshes(first["refresh_token"])
    assert opens(app.served, second["access_token"]) == 200

    status, refused = app.refreshes(first["refresh_token"])

    assert (status, refused["error"]) == (400, "invalid_grant")
    assert opens(app.served, second["access_token"]) == 401
    assert app.refreshes(second["refresh_token"])[0] == 400


def test_the_log_says_that_something_came_twice(practice: Practice, app: App) -> None:
    first = app.let_in_by(Person(app.served, practice.bea))
    app.refreshes(first["refresh_token"])
    app.refreshes(first["refresh_token"])

    outcome, because, who, _, facts = practice.log("mandate.end")[-1]

    assert (outcome, because, who) == ("done", "came-twice", practice.bea.person)
    assert facts["program"] == str(app.program)


def test_a_refresh_token_is_of_no_use_to_another_program(practice: Practice, app: App) -> None:
    first = app.let_in_by(Person(app.served, practice.bea))
    other = App(app.served, approved(practice, "user/*.rs"))

    assert other.refreshes(first["refresh_token"])[1]["error"] == "invalid_grant"
    assert app.refreshes(first["refresh_token"])[0] == 200
