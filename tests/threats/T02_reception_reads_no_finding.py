"""Reception *cannot* read a note, a file, a document or a summary, in the pages or by SQL in its name; it *can* see who comes when, why in the words of the booking, and who waits."""

import pytest

from tests.threats.cast import CLINICAL, WORDS, Practice, addresses, speak_as

NEVER = ("visits_note", "visits_summary", "records_resource", "records_earlier", "records_blob")


def test_reception_sees_the_visit_as_it_was_booked(practice: Practice) -> None:
    said = practice.dua.browser.get(f"/visits/{practice.held.visit_id}/").content.decode()

    assert WORDS["name"] in said
    assert WORDS["reason"] in said


def test_every_address_shows_reception_nothing_clinical(practice: Practice) -> None:
    for address in addresses(practice):
        said = practice.dua.browser.get(address).content.decode(errors="replace")
        assert not [name for name in CLINICAL if WORDS[name] in said], address


@pytest.mark.parametrize("part", ["note/", "note/sign/", "note/amend/", "accepted/", "end/", "assign/"])
def test_what_a_clinician_writes_reception_cannot(practice: Practice, part: str) -> None:
    form = {"patient": str(practice.held.patient_id), "kind": "vital", "payload": "{}"}

    answer = practice.dua.browser.post(f"/visits/{practice.held.visit_id}/{part}", form)

    assert answer.status_code in {403, 404, 422}
    assert not [name for name in CLINICAL if WORDS[name] in answer.content.decode()]


def test_sql_in_receptions_name_finds_no_row_and_no_clinical_key(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.dua.person)

        for table in NEVER:
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        scopes = app.execute("SELECT DISTINCT scope FROM keys_patientkey").fetchall()
        assert scopes == [("identity",)]
        assert app.execute("UPDATE visits_note SET saved_at = now()").rowcount == 0
