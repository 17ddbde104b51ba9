"""Whoever is refused *cannot* try unseen: each refusal is a line in the log with who, whose, why not, and it outlives the rollback."""

from uuid import uuid4

from django.test import Client

from tests.threats.cast import Practice


def test_a_file_that_was_not_opened(practice: Practice) -> None:
    before = len(practice.log("chart.open"))

    practice.cem.browser.get(f"/files/{practice.held.patient_id}/")

    lines = practice.log("chart.open")
    assert len(lines) == before + 1
    assert lines[-1][:4] == ("refused", "no-care-relation", practice.cem.person, practice.held.patient_id)


def test_a_visit_that_is_not_theirs_and_one_that_is_not_there_read_alike(practice: Practice) -> None:
    for visit_id in (practice.held.visit_id, uuid4()):
        practice.cem.browser.get(f"/visits/{visit_id}/note/")

    (one, other) = practice.log("note.read")[-2:]
    assert one[:3] == other[:3] == ("refused", "nothing-there-for-you", practice.cem.person)


def test_a_link_that_nobody_made(practice: Practice) -> None:
    before = len(practice.log("invitation.present"))

    Client().post("/join/present/", {"secret": "A" * 22})

    lines = practice.log("invitation.present")
    assert len(lines) == before + 1
    assert lines[-1][:2] == ("refused", "invitation-not-valid")


def test_a_page_of_work_asked_for_by_a_stranger(practice: Practice) -> None:
    before = len(practice.log("visit.list-day"))

    answer = Client().get("/today/")

    assert answer["Location"] == "/account/login/?next=/today/"
    assert practice.log("visit.list-day")[before:][0][:2] == ("refused", "not-your-day")


def test_what_failed_is_kept_by_the_type_of_its_error(practice: Practice) -> None:
    upload = {
        "kind": "vital",
        "payload": '{"type": "pulse", "values": {"value": 9000}, "measured_at": "2026-01-01T08:00Z"}',
    }

    practice.bea.browser.post(f"/visits/{practice.held.visit_id}/accepted/", upload)

    assert practice.log("visit.accept")[-1][:2] == ("failed", "Invalid")
