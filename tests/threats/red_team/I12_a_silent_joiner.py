"""Cem opens the link and the WebSocket of a call that is not his, to listen."""

import json

from django.test import Client

from tests.threats import T21_one_link_one_person as T21
from tests.threats.cast import Practice, admitted, waiting
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP and WebSocket with his own session; then as a guest, by the patient's link that he got hold of")
    visit, cem = practice.visit(), Desk(served, practice.cem)
    admitted(practice, visit, Client())

    assert cem.reads(f"/visits/{visit.visit_id}/")[0] == 404
    with served.hears(f"/ws/visits/{visit.visit_id}/", cem.cookie) as socket:
        assert json.loads(socket.recv(20)) == {"tag": "refused", "reason": "nothing-there-for-you"}
    play.refused(practice, "party.enter", practice.cem, "nothing-there-for-you")

    T21.test_the_second_hears_nothing_of_the_call(practice, served, with_seat=True)
    play.prevented("the server passes on what is for one party to that party alone")
    later = practice.visit()
    waiting(later, "Nobody in particular", Client())
    assert "Nobody in particular" in Desk(served, practice.bea).reads(f"/visits/{later.visit_id}/waiting/")[1]
    play.seen("whoever sits in the waiting room stands by name beside the call, and is not in it")
