"""Bea copies Ali's note into the chat of another visit, and pastes a file's text into an invitation."""

import json

from tests.threats.cast import WORDS, Practice
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with her own session, as the file's page tells of what is copied by hand; the form that sends a link")
    bea, patient = Desk(served, practice.bea), practice.held.patient_id

    status, said = bea.posts(f"/files/{patient}/copied/", characters="4000")
    assert status == 200
    assert "That was much to copy" in json.loads(said)["nudge"]
    play.seen("a nudge at the moment in which much is copied out of a file by hand")
    play.proved(practice, "file.copy-by-hand", practice.bea, patient)
    visit = practice.visit()
    bea.posts(
        f"/visits/{visit.visit_id}/invitation/send/",
        to="x@x.example",
        text=WORDS["subjective"],
        subject=WORDS["subjective"],
    )
    assert WORDS["subjective"] not in bea.reads(f"/visits/{visit.visit_id}/invitation/")[1]
    play.prevented("the text of an invitation is the practice's own: nothing can be pasted into it")
    play.missed(
        "what is typed or pasted into a chat goes from browser to browser: nobody counts it, and no case comes of it"
    )
