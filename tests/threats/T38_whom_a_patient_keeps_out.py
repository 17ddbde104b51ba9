"""Whom a patient keeps out *cannot* open their file by a visit, a referral or a team, nor make a new reason, nor take the block back; in an emergency they *can*, and the desk says that it was despite the patient."""

from paravent.access.terms import Purpose
from paravent.people.operations import block_person
from tests.threats.cast import WORDS, Practice, speak_as


def test_the_clinician_of_the_visit_herself_stays_out(doomed: Practice) -> None:
    held = doomed.held
    assert WORDS["title"] in doomed.bea.browser.get(f"/files/{held.patient_id}/").content.decode()

    block_person(doomed.dua.actor, Purpose.OPERATIONS, held.patient_id, doomed.bea.person)

    for address in (f"/files/{held.patient_id}/", doomed.document):
        answer = doomed.bea.browser.get(address)
        assert answer.status_code == 403
        assert not [word for word in WORDS.values() if word in answer.content.decode()]
    assert doomed.bea.browser.post("/visits/start/", {"patient": held.patient_id}).status_code == 403
    assert doomed.log("visit.start-now")[-1][:2] == ("refused", "patient-said-no")


def test_sql_in_her_name_finds_nothing_and_lifts_nothing(doomed: Practice) -> None:
    block_person(doomed.dua.actor, Purpose.OPERATIONS, doomed.held.patient_id, doomed.bea.person)

    with doomed.as_app() as app:
        speak_as(app, doomed.bea.person)
        for table in ("records_resource", "records_blob", "visits_note"):
            found = app.execute(f"SELECT count(*) FROM {table} WHERE patient_id = %s", [doomed.held.patient_id])
            assert found.fetchone() == (0,), table
        assert app.execute("UPDATE people_block SET ends_at = now(), lifted_by = paravent_actor()").rowcount == 0


def test_in_an_emergency_the_desk_says_despite_whom(doomed: Practice) -> None:
    patient = doomed.held.patient_id
    block_person(doomed.dua.actor, Purpose.OPERATIONS, patient, doomed.bea.person)
    reason = {"reason": "Ali collapsed on the stairs", "look": "second"}

    answer = doomed.bea.browser.post(f"/files/{patient}/break-glass/", reason, follow=True)

    assert WORDS["title"] in answer.content.decode()
    assert "Despite the patient's block" in doomed.gul.browser.get("/emergencies/").content.decode()
