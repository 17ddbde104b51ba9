"""Bea looks a politician up who was in the news; fourteen colleagues do so the same day."""

from paravent.access.terms import INSTALLATION, Purpose
from paravent.people.operations import register_patient
from paravent.people.terms import Identity
from tests.threats.red_team.plays import Play, judged
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP, fifteen sessions: a search by name, then the file; the log judged afterwards")
    patient = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Petra Politsch"))
    for somebody in house.clinicians:
        desk = Desk(server, somebody)
        assert "Politsch" in desk.posts("/visits/find-patient/", q="Politsch")[1]
        assert desk.reads(f"/files/{patient}/")[0] == 403

    play.refused(house.practice, "chart.open", house.practice.bea, "no-care-relation")
    play.proved(house.practice, "patient.search", house.practice.bea)
    cases = judged(house.practice)
    assert set(cases) == {house.practice.bea.person}
    (place,) = cases[house.practice.bea.person]
    assert {place.person_id, *(one.person_id for one in place.others)} == {one.person for one in house.clinicians}
    play.case_about(house.practice, house.practice.bea)
