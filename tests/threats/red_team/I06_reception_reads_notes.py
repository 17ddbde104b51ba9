"""Dua, at reception, reads notes through search, export, FHIR, print, the browser's cache and an error message."""

from paravent.access.terms import Purpose
from tests.threats import T02_reception_reads_no_finding as T02
from tests.threats.cast import CLINICAL, WORDS, Practice
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk, a_program_of
from tests.threats.served import Served


def nothing_clinical(said: str) -> bool:
    return not [name for name in CLINICAL if WORDS[name] in said]


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with her own session, a FHIR program that she let in, SQL in her name")
    dua, patient, visit = Desk(served, practice.dua), practice.held.patient_id, practice.held.visit_id
    found = dua.posts("/visits/find-patient/", q=WORDS["subjective"])
    assert found[0] == 200
    ways = [
        f"/files/{patient}/{way}/" for way in ("export", "print", f"documents/{practice.document.split('/')[-2]}/copy")
    ]
    taken = [dua.posts(way) for way in ways]
    assert [status for status, _ in taken] == [403] * 3
    broken = dua.posts(f"/visits/{visit}/note/sign/", seen="no instant at all", subjective="x" * 100_000)
    program = a_program_of(practice, served, practice.dua, Purpose.OPERATIONS)
    asked = [program.reads(path) for path in (f"Composition?patient={patient}", f"Patient/{patient}/$everything")]
    cached = served.asks("GET", f"/visits/{visit}/", Cookie=dua.cookie)

    assert "no-store" in cached[1]
    assert all(nothing_clinical(said) for _, said in [found, *taken, broken, *asked, (0, cached[2])])
    T02.test_every_address_shows_reception_nothing_clinical(practice)
    T02.test_sql_in_receptions_name_finds_no_row_and_no_clinical_key(practice)
    for act in ("file.export", "file.print", "file.copy"):
        play.refused(practice, act, practice.dua, "only-clinicians-open-files")
    play.prevented("row security and the clinical key, which reception never gets")
