"""Bea opens the file of a neighbour whom her team took in about two years ago and nobody has seen since."""

from paravent.ties.operations import keep_home
from paravent.ties.terms import Home
from tests.threats.red_team.plays import Play, judged
from tests.threats.red_team.surroundings import DOOR, House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by(
        "HTTP with her own session, at work and on duty; the log judged afterwards, before her home is kept and once it is"
    )
    bea, max_ = Desk(server, house.practice.bea), house.practice.max

    assert bea.reads(f"/files/{house.forgotten}/")[0] == 403
    play.refused(house.practice, "chart.open", house.practice.bea, "no-care-relation")
    assert bea.reads(f"/files/{house.neighbour}/")[0] == 200
    play.proved(house.practice, "chart.open", house.practice.bea, house.neighbour, because="relation-team")

    assert house.practice.bea.person not in judged(house.practice)
    play.missed(
        "where a practice keeps no homes of those who work there, one such look by a team's relation is not asked about"
    )
    keep_home(max_.actor, house.practice.bea.person, Home(phone="", street=DOOR, postal_code="12345"))
    play.case_about(house.practice, house.practice.bea)
