"""A colleague *cannot* open a restricted file: not by a visit, a referral, a team or a new reason, not by SQL in their name, and nobody but the data-protection officer restricts it or lifts that; in an emergency it *can* be opened, loudly."""

import psycopg
import pytest

from paravent.kernel import clock
from paravent.people.terms import EVERYBODY
from paravent.rights.operations import enter_request, restrict_file
from paravent.rights.terms import Kind
from tests.threats.cast import WORDS, Practice, speak_as

NEW_REASON = """
INSERT INTO people_carerelation (id, patient_id, clinician_id, why, starts_at, ends_at, made_by)
VALUES (gen_random_uuid(), %s, paravent_actor(), 'referral', now(), now() + interval '1 day', paravent_actor())
"""
RESTRICT = """
INSERT INTO people_block (id, patient_id, person_id, starts_at, noted_by) VALUES (gen_random_uuid(), %s, %s, now(), paravent_actor())
"""


def test_the_file_is_shut_to_its_own_clinician_until_an_emergency(doomed: Practice) -> None:
    bea, patient = doomed.bea, doomed.held.patient_id
    assert WORDS["title"] in bea.browser.get(f"/files/{patient}/").content.decode()
    request = enter_request(doomed.gul.actor, patient, Kind.RESTRICTION, "", clock.now())
    restrict_file(doomed.gul.actor, request)

    for address in (f"/files/{patient}/", doomed.document):
        answer = bea.browser.get(address)
        assert answer.status_code == 403
        assert not [word for word in WORDS.values() if word in answer.content.decode()]
    assert doomed.log("chart.open")[-1][:2] == ("refused", "file-is-restricted")
    assert bea.browser.post("/visits/start/", {"patient": patient}).status_code == 403

    with doomed.as_app() as app:
        speak_as(app, bea.person)
        for table in ("records_resource", "records_blob", "visits_note"):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert app.execute("UPDATE people_block SET ends_at = now(), lifted_by = paravent_actor()").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(NEW_REASON, [patient])

    reason = {"reason": "Ali collapsed on the stairs", "look": "second"}
    shown = bea.browser.post(f"/files/{patient}/break-glass/", reason, follow=True).content.decode()
    assert WORDS["title"] in shown


def test_reception_and_the_patient_restrict_and_lift_nothing_by_sql(practice: Practice) -> None:
    patient = practice.held.patient_id
    for person in (practice.dua.person, patient):
        with practice.as_app() as app:
            speak_as(app, person)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                app.execute(RESTRICT, [patient, EVERYBODY])
