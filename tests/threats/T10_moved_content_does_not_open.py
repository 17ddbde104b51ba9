"""The database administrator *cannot* put one patient's sealed content into another's file, or a changed byte into anybody's: it does not open, and the page says so; they *can* destroy it."""

import pytest
from django.test import Client

from tests.threats.cast import WORDS, Practice, admitted

MOVES = {
    "note": "UPDATE visits_note SET sealed = (SELECT sealed FROM visits_note WHERE visit_id = %(from)s) WHERE visit_id = %(into)s",
    "byte": "UPDATE visits_note SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE visit_id = %(into)s",
    "key": "UPDATE keys_patientkey one SET wrapped = other.wrapped FROM keys_patientkey other WHERE one.scope = other.scope"
    " AND one.patient_id = (SELECT patient_id FROM visits_visit WHERE id = %(into)s)"
    " AND other.patient_id = (SELECT patient_id FROM visits_visit WHERE id = %(from)s)",
    "whose": "UPDATE visits_note SET patient_id = (SELECT patient_id FROM visits_visit WHERE id = %(from)s) WHERE visit_id = %(into)s",
}


@pytest.mark.parametrize("move", list(MOVES))
def test_a_moved_or_changed_note_does_not_open(doomed: Practice, move: str) -> None:
    other = doomed.visit()
    note = f"/visits/{other.visit_id}/note/"
    doomed.bea.browser.post(note, {"plan": "rest"})
    assert "rest" in doomed.bea.browser.get(note).content.decode()

    with doomed.as_superuser() as superuser:
        superuser.execute(MOVES[move], {"from": doomed.held.visit_id, "into": other.visit_id})
    answer = doomed.bea.browser.get(note)

    assert answer.status_code == 500
    assert "was changed outside Paravent" in answer.content.decode()
    assert WORDS["subjective"] not in answer.content.decode()


@pytest.mark.parametrize("table", ["records_resource", "records_blob"])
def test_a_document_put_into_another_file_does_not_open(doomed: Practice, table: str) -> None:
    other = doomed.visit()
    moved = "UPDATE {table} SET patient_id = %s WHERE patient_id = %s"
    with doomed.as_superuser() as superuser:
        superuser.execute(moved.format(table=table), [other.patient_id, doomed.held.patient_id])
        try:
            document = doomed.document.replace(str(doomed.held.patient_id), str(other.patient_id))
            answers = [doomed.bea.browser.get(page) for page in (f"/files/{other.patient_id}/", document)]
        finally:
            superuser.execute(moved.format(table=table), [doomed.held.patient_id, other.patient_id])

    said = b"".join(answer.content for answer in answers).decode()
    assert [answer.status_code for answer in answers] == ([500, 500] if table == "records_resource" else [200, 404])
    assert WORDS["title"] not in said
    assert WORDS["document"] not in said


def test_a_name_from_another_visit_does_not_open(doomed: Practice) -> None:
    other = doomed.visit()
    admitted(doomed, other, Client())
    with doomed.as_superuser() as superuser:
        superuser.execute(
            "UPDATE visits_party SET sealed_name = (SELECT sealed_name FROM visits_party WHERE visit_id = %s AND kind = 'patient')"
            " WHERE visit_id = %s",
            [doomed.held.visit_id, other.visit_id],
        )

    answer = doomed.bea.browser.get(f"/visits/{other.visit_id}/waiting/")

    assert answer.status_code == 500
    assert WORDS["guest"] not in answer.content.decode()
