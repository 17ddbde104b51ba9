"""Tea lets Uwe in, writes "let us go on in WhatsApp" into the chat, ends the visit at once and keeps it as held."""

from paravent.access.terms import Purpose
from paravent.visits import operations as visits
from paravent.visits.tests.cast import in_the_call
from tests.threats.cast import started
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP with her own session, a guest by the link (a chat reaches no server); the log judged afterwards")
    tea = house.called("Tea")
    desk, patient = Desk(server, tea), house.patients[house.team_of(tea)][9]
    visit = started(tea, patient)
    in_the_call(visit.visit_id, tea.actor, "Uwe")

    assert desk.posts(f"/visits/{visit.visit_id}/end/", for_patient="")[0] == 302
    held = visits.see_visit(tea.actor, Purpose.TREATMENT, visit.visit_id)
    assert held.status == "ended"
    play.proved(house.practice, "visit.end", tea)
    play.asked_about(
        house.practice,
        tea,
        otherwise="a visit that lasts a moment counts as held: nobody reads a chat, and how long people talked is not judged",
    )
