"""Ola's account is used by two people: at work by herself, and by turns from another network by somebody else."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served

ELSEWHERE = "127.9.9.9"


def test_played(play: Play, house: House, server: Served) -> None:
    play.by(
        "HTTP in two sessions of one account, by turns from 127.0.0.0/24 and from 127.9.9.0/24; the log judged afterwards"
    )
    ola = house.called("Ola")
    here, there = Desk(server, ola), Desk(server, ola, ELSEWHERE)
    own = house.patients[house.team_of(ola)]
    for patient in own[:4]:
        assert here.reads(f"/files/{patient}/")[0] == 200
        assert there.reads(f"/files/{patient}/")[0] == 200

    play.proved(house.practice, "chart.open", ola)
    play.case_about(house.practice, ola)
