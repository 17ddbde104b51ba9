"""Bea opens the files of Mia and Lou, who work here and are patients of the practice."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk, break_glass
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP with her own session: Mia's, whom her own team cares for; Lou's, by breaking the glass")
    bea, (mia, lou) = Desk(server, house.practice.bea), house.colleagues

    assert bea.reads(f"/files/{mia}/")[0] == 403
    play.refused(house.practice, "chart.open", house.practice.bea, "works-here")
    assert bea.reads(f"/files/{lou}/")[0] == 403
    assert break_glass(bea, lou) == 302
    assert bea.reads(f"/files/{lou}/emergency/")[0] == 200
    play.proved(house.practice, "glass.break", house.practice.bea, lou)
    play.review_of(house.practice, lou)
    play.case_about(house.practice, house.practice.bea)
