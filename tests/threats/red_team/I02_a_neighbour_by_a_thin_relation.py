"""Bea opens the file of a neighbour whom her team took in about two years ago and nobody has seen since."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP with her own session, at work and on duty; the log judged afterwards")
    bea = Desk(server, house.practice.bea)

    assert bea.reads(f"/files/{house.forgotten}/")[0] == 403
    play.refused(house.practice, "chart.open", house.practice.bea, "no-care-relation")
    assert bea.reads(f"/files/{house.neighbour}/")[0] == 200
    play.proved(house.practice, "chart.open", house.practice.bea, house.neighbour, because="relation-team")
    play.asked_about(
        house.practice,
        house.practice.bea,
        otherwise="within the two years that a team's care lasts, one look is not asked about: a team's relation opens the file,"
        " and where a patient lives is sealed and compared with nobody's address",
    )
