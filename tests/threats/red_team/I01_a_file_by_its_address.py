"""Cem, of another team, opens Ali's file by its address, by its FHIR id, by an id that he guesses."""

from uuid import uuid4

from tests.threats import T01_no_relation_no_file as T01
from tests.threats.cast import CLINICAL, WORDS, Practice
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk, a_program_of
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with his own session, a FHIR program that he let in, SQL in his name")
    patient, visit = practice.held.patient_id, practice.held.visit_id
    cem = Desk(served, practice.cem)
    pages = [
        f"/files/{patient}/",
        practice.document,
        f"/visits/{visit}/",
        f"/visits/{visit}/note/",
        f"/files/{uuid4()}/",
    ]
    answers = [cem.reads(page) for page in pages]
    program = a_program_of(practice, served, practice.cem)
    asked = (f"Patient/{patient}", f"Patient/{patient}/$everything", f"Observation?patient={patient}", "Composition")
    answers += [program.reads(path) for path in asked]

    assert {status for status, _ in answers[:5]} <= {403, 404}
    assert not [name for _, said in answers for name in (*CLINICAL, "name", "reason") if WORDS[name] in said]
    T01.test_sql_in_their_name_finds_no_row_and_no_key(practice)
    play.refused(practice, "chart.open", practice.cem, "no-care-relation")
    play.proved(practice, "fhir.search", practice.cem)
