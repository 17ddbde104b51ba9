"""Cem breaks the glass of one file and then searches, exports and reads on with it."""

from tests.threats.cast import CLINICAL, WORDS, Practice
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk, a_program_of, break_glass
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with his own session, and a FHIR program that he let in")
    cem, patient = Desk(served, practice.cem), practice.held.patient_id
    other = practice.visit().patient_id
    assert break_glass(cem, patient, "Ali collapsed in the corridor") == 302
    assert WORDS["title"] in cem.reads(f"/files/{patient}/emergency/")[1]

    ways = ("export", "print", f"documents/{practice.document.split('/')[-2]}/copy")
    taken = [cem.posts(f"/files/{patient}/{way}/") for way in ways]
    beside = [cem.reads(f"/files/{other}/emergency/"), cem.reads(f"/files/{patient}/")]
    program = a_program_of(practice, served, practice.cem)
    searched = [program.reads(path) for path in (f"Composition?patient={patient}", f"Patient/{patient}/$everything")]

    assert [status for status, _ in (*taken, *beside)] == [403] * 5
    assert not [name for _, said in (*taken, *beside, *searched) for name in CLINICAL if WORDS[name] in said]
    play.proved(practice, "glass.break", practice.cem, patient)
    for act in ("file.export", "file.print", "file.copy"):
        play.refused(practice, act, practice.cem, "no-care-relation")
