"""Sam opens the file of a former partner: another surname, no visit ever; refused, he makes a visit of his own."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by(
        "HTTP with his own session: the file, a visit started with nobody in it, the file again; the log judged afterwards"
    )
    sam = house.called("Sam")
    desk, partner = Desk(server, sam), house.patients[1 - house.team_of(sam)][5]

    assert desk.reads(f"/files/{partner}/")[0] == 403
    play.refused(house.practice, "chart.open", sam, "no-care-relation")
    visit = desk.sends_to("/visits/start/", patient=str(partner))
    assert desk.reads(f"/files/{partner}/")[0] == 200
    assert desk.posts(f"{visit}end/", for_patient="")[0] == 302
    play.proved(house.practice, "chart.open", sam, partner)
    play.asked_about(
        house.practice,
        sam,
        otherwise="a visit of his own to which nobody came, after a refusal, stays just below the line where nothing says who the patient is to him",
    )
