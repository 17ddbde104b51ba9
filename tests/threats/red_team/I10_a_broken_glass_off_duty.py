"""Rui, who is off, breaks the glass of a stranger; the reason that he types is "emergency"."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk, break_glass
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP with his own session, on a day on which the roster does not have him; the log judged afterwards")
    rui = house.called("Rui")
    desk, patient = Desk(server, rui), house.patients[1 - house.team_of(rui)][3]

    assert break_glass(desk, patient, "emergency") == 422
    play.prevented("for the word alone the glass does not break: a sentence is asked for")
    assert break_glass(desk, patient, "emergency, emergency") == 302
    assert desk.reads(f"/files/{patient}/emergency/")[0] == 200
    play.proved(house.practice, "glass.break", rui, patient)
    play.review_of(house.practice, patient)
    play.case_about(house.practice, rui)
