"""Bea sends a document of Ali's file into her visit with somebody else, and takes it into their file."""

from tests.threats.cast import PDF, Practice, take
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with her own session: Ali's document opened, and accepted out of another visit's call")
    other, bea = practice.visit(), Desk(served, practice.bea)

    assert bea.reads(practice.document)[0] == 200
    play.proved(practice, "document.open", practice.bea, practice.held.patient_id)
    assert take(practice.bea.browser, other, PDF).status_code == 201
    play.proved(practice, "visit.accept", practice.bea, other.patient_id)
    play.missed(
        "no word is said: what goes through a call goes from browser to browser, and nothing compares the document with Ali's file"
    )
