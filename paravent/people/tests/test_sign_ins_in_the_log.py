"""Every sign-in, failed one, sign-out and change of a way to sign in is a line; a flood is a handful; what was typed is nowhere."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as app_codes
from django.test import Client

from paravent.access import operation as gate
from paravent.access.terms import INSTALLATION, Actor, Refused, Whence
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PersonId
from paravent.people.models import Session, Staff
from paravent.people.operations import (
    begin_session,
    end_old_sessions,
    end_own_session,
    end_session,
    end_staff,
    failed_sign_ins,
    refuse_session,
    see_sign_ins,
)
from paravent.people.sessions import SessionStore
from paravent.people.standing import sessions_of
from paravent.people.terms import Act, Ended, Method, TurnedAway, kept_as
from paravent.people.tests.cast import Device, newest_lines
from paravent.people.tests.test_sign_in import HALF_MINUTE, code_now, later, sign_in, with_codes, with_passkey

pytestmark = pytest.mark.django_db
ACTS = [Act.SIGN_IN, Act.SIGN_OUT, Act.FACTOR_ADD, Act.FACTOR_REMOVE, Act.FACTOR_SHOW]


@pytest.fixture(autouse=True)
def the_half_minute_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_codes, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def said(person: PersonId) -> list[tuple[str, str, str]]:
    """Return what the log says of somebody's sign-ins: act, reason, and how or what kind."""
    lines = [line for line in reversed(newest_lines(100)) if line.actor == person and line.act in ACTS]
    return [(line.act, line.because, line.facts.get("how") or line.facts.get("kind", "")) for line in lines]


def test_setting_up_by_a_link_is_three_lines() -> None:
    _, _, person = with_passkey()

    assert said(person) == [
        ("session.begin", "came-by-link", "enrolment"),
        ("factor.add", "owner-of-the-account", "webauthn"),
        ("factor.add", "owner-of-the-account", "recovery_codes"),
    ]


def test_signing_in_and_out_with_a_passkey_is_a_line_each() -> None:
    _, device, person = with_passkey()
    browser = Client()

    device.sign_in(browser)
    browser.post("/account/logout/")

    assert said(person)[-2:] == [("session.begin", "two-factors-shown", "passkey"), ("session.end", "signed-out", "")]


def test_a_password_and_a_code_are_named_as_they_were_shown() -> None:
    _, seed = with_codes("Max")
    person, browser = Staff.objects.get(name="Max").pk, Client()

    sign_in(browser, "max")
    assert ("session.begin", "two-factors-shown", "code password") not in said(person)
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    browser.post("/account/2fa/authenticate/", {"code": code_now(seed)})

    assert ("factor.add", "owner-of-the-account", "password") in said(person)
    assert said(person)[-2:] == [
        ("session.begin", "wrong-code", ""),
        ("session.begin", "two-factors-shown", "code password"),
    ]


def test_a_factor_that_goes_and_one_that_is_shown_again_are_lines() -> None:
    client, seed = with_codes("Max")
    person = Staff.objects.get(name="Max").pk

    client.post("/account/2fa/reauthenticate/", {"code": code_now(seed)})
    client.post("/account/2fa/totp/deactivate/")

    kinds = {(act, kind) for act, _, kind in said(person)}
    assert {("factor.show", "totp"), ("factor.remove", "totp"), ("factor.remove", "recovery_codes")} <= kinds


def test_a_passkey_shown_again_is_a_line_and_one_that_does_not_fit_is_counted() -> None:
    client, device, person = with_passkey()
    page = "/account/2fa/webauthn/reauthenticate/"

    device.show(client, page)
    assert said(person)[-1] == ("factor.show", "owner-of-the-account", "webauthn")
    Device(user_handle=device.user_handle).show(client, page)

    assert said(person)[-1] == ("session.begin", "wrong-passkey", "")


def test_a_password_without_a_second_factor_is_turned_away_with_a_line() -> None:
    with_codes("Max")
    person = Staff.objects.get(name="Max").pk
    Authenticator.objects.filter(user_id=person).delete()

    assert sign_in(Client(), "max") == 403

    assert said(person)[-1] == ("session.begin", "no-second-factor", "")


def test_an_idle_session_ends_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, person = with_passkey()
    client.get("/staff/")
    later(monkeypatch, minutes=31)
    client.get("/staff/")

    assert said(person)[-1] == ("session.end", "idle-for-too-long", "")


def test_sessions_that_others_end_are_a_line_of_whose_they_were() -> None:
    _, device, person = with_passkey()
    device.sign_in(Client())

    end_staff(INSTALLATION, person)

    ended = newest_lines(2)[1]
    assert (ended.actor, ended.act, ended.because) == (person, "session.end", "ended-by-others")
    assert ended.facts == {"sessions": "2"}


def test_whose_a_session_is_stands_beside_it_and_nobodys_is_opened_to_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client, device, person = with_passkey()
    with_passkey("eva")
    stranger, browser = Client(), Client()
    stranger.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    device.sign_in(browser)
    monkeypatch.setattr(SessionStore, "decode", silent)

    assert Session.objects.count() == 4
    assert Session.objects.filter(person_id=None).count() == 1
    theirs = {kept_as(one.cookies["paravent-session"].value) for one in (client, browser)}
    assert {one.session_key for one in sessions_of(person)} == theirs


def test_sessions_that_lasted_their_time_are_deleted_with_a_line() -> None:
    _, _, person = with_passkey()
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))

    assert end_old_sessions() == 1

    assert said(person)[-1] == ("session.end", "lasted-its-time", "")
    assert Session.objects.count() == 0


def test_a_line_says_from_which_session_and_network() -> None:
    _, _, person = with_passkey()

    begin_session(person, frozenset({Method.PASSKEY}), Whence(7, 8))
    end_session(person, Ended.SIGNED_OUT, Whence(7, 8))

    assert [act for act, _, _ in said(person)[-2:]] == ["session.begin", "session.end"]


def test_nobody_begins_a_session_with_one_factor() -> None:
    _, _, person = with_passkey()

    with pytest.raises(Refused):
        begin_session(person, frozenset({Method.PASSWORD}), Whence())

    assert said(person)[-1] == ("session.begin", "second-factor-missing", "password")


def tries(person: PersonId) -> list[int]:
    """Return for how many attempts each line of failed ones stands."""
    lines = [line for line in reversed(newest_lines(100)) if line.actor == person and line.outcome == "refused"]
    return [int(line.facts["tries"]) for line in lines]


def test_a_flood_at_one_account_leaves_a_handful_of_lines_that_count_it() -> None:
    _, _, person = with_passkey()

    for _attempt in range(1024):
        refuse_session(person, TurnedAway.WRONG_PASSWORD)

    assert len(tries(person)) == 11
    assert sum(tries(person)) == 1024


def test_attempts_at_another_account_are_counted_apart() -> None:
    for _attempt in range(3):
        refuse_session(None, TurnedAway.NOBODY_CALLED_SO)
    _, _, person = with_passkey()
    refuse_session(person, TurnedAway.WRONG_PASSKEY)

    assert tries(NOBODY) == [1, 1]
    assert tries(person) == [1]


def silent(*_line: Any) -> None:
    """Be a log that takes no line."""
    raise OSError


def test_where_the_log_takes_no_line_nobody_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    _, device, person = with_passkey()
    browser = Client(raise_request_exception=False)
    monkeypatch.setattr(gate, "append", silent)

    device.sign_in(browser)

    monkeypatch.undo()
    assert "_auth_user_id" not in browser.session
    assert browser.get("/staff/").status_code == 302
    assert said(person)[-1][0] == "factor.add"


def test_where_the_log_takes_no_line_no_way_to_sign_in_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    client, device, person = with_passkey()
    client.raise_request_exception = False
    before = Authenticator.objects.filter(user_id=person).count()
    monkeypatch.setattr(gate, "append", silent)

    client.post("/account/2fa/recovery-codes/generate/")
    device.join(client)
    client.post("/account/password/set/", {"password1": "another long secret", "password2": "another long secret"})

    assert Authenticator.objects.filter(user_id=person).count() == before
    assert not Staff.objects.get(pk=person).has_usable_password()


def test_somebody_reads_their_own_sign_ins_and_from_which_network() -> None:
    client, _, person = with_passkey()
    refuse_session(person, TurnedAway.WRONG_PASSWORD, Whence(1, 2))
    refuse_session(None, TurnedAway.NOBODY_CALLED_SO)

    page = client.get("/account/sign-ins/").content.decode()

    assert page.count('<tr class="refused">') == 1
    assert "the password was wrong" in page
    assert "another network (1)" in page
    assert "this session" in page


def test_network_and_session_are_told_apart_for_their_reader(bea: Actor) -> None:
    here = Whence(5, 6)
    begin_session(bea.person, frozenset({Method.PASSKEY}), here)
    begin_session(bea.person, frozenset({Method.PASSKEY}), Whence(7, 8))

    told = see_sign_ins(replace(bea, whence=here))

    assert {(one.is_this_session, one.network) for one in told} == {(True, 0), (False, 1)}


def test_somebody_ends_their_own_session_elsewhere_and_nobody_elses() -> None:
    client, device, person = with_passkey()
    elsewhere = Client()
    device.sign_in(elsewhere)
    stranger, _, _ = with_passkey("eva")
    theirs = {"session": kept_as(elsewhere.session.session_key)}

    assert stranger.post("/account/sign-ins/end/", theirs).status_code == 404
    assert elsewhere.get("/staff/").status_code == 200
    client.post("/account/sign-ins/end/", theirs)

    assert elsewhere.get("/staff/").status_code == 302
    assert said(person)[-1] == ("session.end", "ended-from-another", "")
    with pytest.raises(Session.DoesNotExist):
        end_own_session(Actor(person), "")


def test_an_administrator_sees_numbers_by_account_and_nobody_else_does(bea: Actor) -> None:
    client, _, person = with_passkey()
    for _attempt in range(4):
        refuse_session(person, TurnedAway.WRONG_CODE)
    refuse_session(None, TurnedAway.NOBODY_CALLED_SO)

    page = client.get("/staff/").content.decode()

    assert "4 attempts to sign in failed" in page
    assert "1 attempt was made with a name" in page
    with pytest.raises(Refused):
        failed_sign_ins(bea)
