"""Erasure reaches the backups, the older ones too: tried with a real dump and a real restore."""

from pathlib import Path
from uuid import uuid4

from tests.installation.practice import Installation


def patient_of(practice: Installation) -> str:
    ((patient_id,),) = practice.rows("SELECT id FROM people_patient")
    return str(patient_id)


def test_neither_the_database_nor_an_older_backup_yields_an_erased_patient(
    practice: Installation, folder: Path
) -> None:
    practice.do("backup", str(folder / "backups"), "--no-verify")
    patient = patient_of(practice)
    said = practice.do("patient", "erase", patient, answer=f"{patient}\n")
    practice.do("backup", str(folder / "backups"), "--no-verify")
    older = min((folder / "backups").glob("*.backup"))
    new = practice.moved_to(folder / "new")
    restored = new.do("restore", str(older), "--accept-fork")

    assert "duty" in said
    for place in (practice, new):
        assert place.rows("SELECT * FROM keys_patientkey") == []
        assert place.rows("SELECT count(*) FROM records_resource") == [(2,)]
        assert "The patient's keys are destroyed" not in place.run("keys", "rotate", "patient", patient).out
    assert "1 patients have been erased" in restored
    assert practice.rows("SELECT tokens FROM people_patient") == [([],)]


def test_whoever_types_another_id_erases_nobody(practice: Installation) -> None:
    said = practice.run("patient", "erase", patient_of(practice), answer=f"{uuid4()}\n")

    assert (said.code, "Nothing was erased" in said.err) == (1, True)
    assert practice.rows("SELECT count(*) FROM keys_patientkey") == [(2,)]


def test_nobody_by_that_id_is_said_in_words(practice: Installation) -> None:
    said = practice.run("patient", "erase", str(uuid4()), "--no-duty-to-keep")

    assert said.code == 1
    assert "no patient with this id" in said.err
