"""Whoever signed out or was let go *cannot* go on in another tab, another browser or an open socket: sessions and sockets end at once, and an unused link with them."""

import json

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from paravent.access.terms import Role
from paravent.people.operations import end_staff, renew_enrolment
from paravent.people.tests.cast import arrive
from tests.threats.cast import Practice, hired, started
from tests.threats.served import Served

SESSION_OVER = 4401


def closed_with(socket: ClientConnection) -> int:
    """Return how the server hung up; a socket that stays open fails the test."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(20)
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


def test_a_colleague_who_was_let_go_has_no_session_and_no_way_back(practice: Practice) -> None:
    eve, second = hired("Eve1", Role.CLINICIAN), Client()
    eve.passkey.sign_in(second)
    link = renew_enrolment(practice.max.actor, eve.person)
    assert second.get("/today/").status_code == 200

    end_staff(practice.max.actor, eve.person)

    assert [browser.get("/today/").status_code for browser in (eve.browser, second)] == [302, 302]
    assert eve.passkey.sign_in(Client())["Location"] == "/account/inactive/"
    assert arrive(Client(), link).status_code == 410


def test_sign_out_ends_the_session_and_leaves_others(practice: Practice) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        practice.fen.passkey.sign_in(browser)
    stolen = first.cookies["paravent-session"].value

    first.post("/account/logout/")
    thief = Client()
    thief.cookies["paravent-session"] = stolen

    assert thief.get("/my-accesses/").status_code == 302
    assert second.get("/my-accesses/").status_code == 200


@pytest.mark.parametrize("path", ["/ws/day/", "/ws/visits/{visit}/"])
def test_sign_out_ends_the_sockets_of_the_session(practice: Practice, served: Served, path: str) -> None:
    browser = Client()
    practice.bea.passkey.sign_in(browser)
    browser.get("/today/")
    cookie = f"paravent-session={browser.session.session_key}"

    with served.hears(path.format(visit=practice.visit().visit_id), cookie) as socket:
        assert served.posts("/account/logout/", {}, cookie) == 302
        assert closed_with(socket) == SESSION_OVER


def test_the_sockets_of_other_sessions_stay(practice: Practice, served: Served) -> None:
    browser, visit = Client(), practice.visit()
    practice.bea.passkey.sign_in(browser)
    browser.get("/today/")

    with served.hears(f"/ws/visits/{visit.visit_id}/", f"paravent-session={practice.bea.session}") as socket:
        socket.recv(20)
        assert served.posts("/account/logout/", {}, f"paravent-session={browser.session.session_key}") == 302
        assert served.posts(f"/visits/{visit.visit_id}/cancel/", {}, f"paravent-session={practice.bea.session}") == 302
        assert json.loads(socket.recv(20))["has_ended"]


def test_a_colleague_who_was_let_go_hears_no_more_of_a_call(practice: Practice, served: Served) -> None:
    eve = hired("Eve2", Role.CLINICIAN)
    visit = started(eve)

    with served.hears(f"/ws/visits/{visit.visit_id}/", f"paravent-session={eve.session}") as socket:
        assert json.loads(socket.recv(20))["tag"] == "room"
        assert served.posts(f"/staff/{eve.person}/end/", {}, f"paravent-session={practice.max.session}") == 302
        assert closed_with(socket) == SESSION_OVER
