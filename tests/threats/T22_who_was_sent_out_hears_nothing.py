"""A guest who was sent out *cannot* hear or say anything more through a socket that is still open, nor come back on that seat."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from paravent.access.bearers import COOKIE
from tests.threats.cast import Practice, admitted
from tests.threats.served import Served


def until_the_end(socket: ClientConnection) -> str:
    """Return all that a socket still hears: what is no message closes it, after everything that came before."""
    socket.send("end")
    heard = []
    with pytest.raises(ConnectionClosed):
        while True:
            heard.append(str(socket.recv(20)))
    return "".join(heard)


def room_until(socket: ClientConnection, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Listen until the room is told to be so; whoever came at the same moment may have been told of before."""
    while not is_so(json.loads(socket.recv(20))):
        pass


def test_the_open_socket_falls_silent_and_a_new_one_is_refused(practice: Practice, served: Served) -> None:
    visit, eve = practice.visit(), Client()
    party = admitted(practice, visit, eve)
    guest, bea = f"{COOKIE}={eve.cookies[COOKIE].value}", f"paravent-session={practice.bea.session}"
    with (
        served.hears(f"/ws/visits/{visit.visit_id}/", bea) as bea_hears,
        served.hears(f"{visit.page}socket/", guest) as eve_hears,
    ):
        me = json.loads(bea_hears.recv(20))["me"]["party_id"]
        eve_hears.recv(20)
        bea_hears.recv(20)

        assert served.posts(f"/visits/{visit.visit_id}/remove/", {"party": party}, bea) == 302
        room_until(eve_hears, lambda room: room["me"]["state"] == "left")
        room_until(bea_hears, lambda room: [one["party_id"] for one in room["parties"]] == [me])
        eve_hears.send(json.dumps({"tag": "commit", "to": me, "commitment": "evequokka"}))
        bea_hears.send(json.dumps({"tag": "commit", "to": party, "commitment": "beaquokka"}))
        bea_said, eve_said = until_the_end(bea_hears), until_the_end(eve_hears)

    assert "evequokka" not in bea_said
    assert "beaquokka" not in eve_said
    with served.hears(f"{visit.page}socket/", guest) as again:
        assert json.loads(again.recv(20)) == {"tag": "refused", "reason": "was-removed"}
