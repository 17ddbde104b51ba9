"""A colleague of the team *cannot* find, count or date what is restricted, in the page, over FHIR or by SQL in their name; that something may be missing they *can* read, not what."""

from typing import Any

from paravent.access.terms import INSTALLATION
from paravent.kernel import clock
from paravent.people.operations import make_team
from paravent.people.steps import open_care_relation
from paravent.people.terms import Why
from paravent.records.tests.cast import DAY, a_condition, filed, written_by
from tests.threats.cast import Practice, speak_as

SECRET = "restrictedquokka"


def restricted(patient: Any) -> dict[str, Any]:
    coding = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "F32.1", "display": SECRET}
    return a_condition(patient, SECRET, "restricted") | {"code": {"coding": [coding], "text": SECRET}}


def test_the_team_sees_the_file_and_not_the_entry(doomed: Practice) -> None:
    patient = doomed.held.patient_id
    filed(patient, a_condition(patient, "Asthma", "asthma"))
    filed(patient, restricted(patient))
    team = make_team(INSTALLATION, "Team of Cem")
    with doomed.as_superuser() as database:
        database.execute("INSERT INTO people_membership VALUES (gen_random_uuid(), %s, %s)", [team, doomed.cem.person])
    with written_by() as op:
        now = clock.now()
        open_care_relation(op, patient_id=patient, team_id=team, why=Why.TEAM, starts_at=now - DAY, ends_at=now + DAY)

    page = doomed.cem.browser.get(f"/files/{patient}/").content.decode()

    assert "Asthma" in page
    assert "Restricted entries" in page
    assert SECRET not in page
    assert SECRET in doomed.bea.browser.get(f"/files/{patient}/").content.decode()
    with doomed.as_app() as app:
        speak_as(app, doomed.cem.person)
        found = app.execute("SELECT count(*) FROM records_resource WHERE fhir_id IN ('asthma', 'restricted')")
        assert found.fetchone() == (1,)
        assert app.execute("SELECT count(*) FROM records_resource WHERE label <> 'N'").fetchone() == (0,)
