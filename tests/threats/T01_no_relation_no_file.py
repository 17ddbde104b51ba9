"""A clinician without a relation of care *cannot* open a file: not by its address, not by an id that they guess, not by SQL in their name."""

from uuid import uuid4

import pytest

from tests.threats.cast import CLINICAL, WORDS, Practice, addresses, speak_as


def main_of(page: bytes) -> bytes:
    """Return what a page says; around it are tokens that differ each time."""
    return page[page.index(b"<main") : page.index(b"</main>")]


OF_THE_FILE = ("records_resource", "records_earlier", "records_blob", "visits_note", "visits_summary")


def test_the_attack_would_succeed_with_a_relation(practice: Practice) -> None:
    pages = [f"/files/{practice.held.patient_id}/", f"/visits/{practice.held.visit_id}/note/"]

    said = "".join(practice.bea.browser.get(page).content.decode() for page in pages)

    assert WORDS["subjective"] in said
    assert WORDS["title"] in said


def test_every_address_filled_with_the_right_ids_shows_nothing(practice: Practice) -> None:
    for address in addresses(practice):
        said = practice.cem.browser.get(address).content.decode(errors="replace")
        assert not [name for name in (*CLINICAL, "reason", "guest") if WORDS[name] in said], address


@pytest.mark.parametrize("page", ["/files/{patient}/", "{document}", "/visits/{visit}/note/", "/visits/{visit}/"])
def test_the_addresses_of_the_file_refuse(practice: Practice, page: str) -> None:
    held = practice.held

    answer = practice.cem.browser.get(
        page.format(patient=held.patient_id, visit=held.visit_id, document=practice.document)
    )

    assert answer.status_code in {403, 404}


def test_a_guessed_id_answers_as_a_file_that_is_not_open(practice: Practice) -> None:
    held, guessed = str(practice.held.patient_id), str(uuid4())
    there = practice.cem.browser.get(f"/files/{held}/")
    nowhere = practice.cem.browser.get(f"/files/{guessed}/")

    assert there.status_code == nowhere.status_code == 403
    # Each page leads on by the address that was asked for, and says nothing else of it.
    assert main_of(there.content).replace(held.encode(), b"") == main_of(nowhere.content).replace(guessed.encode(), b"")


def test_a_document_does_not_open_through_another_file(practice: Practice) -> None:
    own = practice.visit()
    document = practice.document.replace(str(practice.held.patient_id), str(own.patient_id))

    assert practice.bea.browser.get(practice.document).status_code == 200
    assert practice.bea.browser.get(document).status_code == 404


def test_sql_in_their_name_finds_no_row_and_no_key(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.cem.person)
        for table in OF_THE_FILE:
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert app.execute("SELECT count(*) FROM keys_patientkey WHERE scope = 'clinical'").fetchone() == (0,)

        speak_as(app, practice.bea.person)
        for table in OF_THE_FILE:
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,), table
