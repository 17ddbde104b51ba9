"""Cem books a visit with a patient of the other team, opens the file, and cancels within ten minutes."""

from datetime import timedelta

from django.utils import timezone

from paravent.kernel import clock
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP with his own session: the booking form, the file, the button that cancels; the log judged afterwards")
    cem, patient = Desk(server, house.practice.cem), house.patients[0][7]
    at = timezone.localtime(clock.now() + timedelta(days=2))
    form = {
        "patient": str(patient),
        "clinician": str(house.practice.cem.person),
        "minutes": "20",
        "reason": "Call back",
    }
    visit = cem.sends_to("/visits/book/", **form, day=f"{at:%Y-%m-%d}", time="14:00")

    assert cem.reads(f"/files/{patient}/")[0] == 200
    assert cem.posts(f"{visit}cancel/")[0] == 302
    for act in ("visit.book", "chart.open", "visit.cancel"):
        play.proved(house.practice, act, house.practice.cem, patient)
    play.case_about(house.practice, house.practice.cem)
