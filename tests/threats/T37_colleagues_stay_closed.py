"""A colleague *cannot* open the file of somebody who works here because their team cares for them, nor their own at all; the clinician of a visit *can*, and in an emergency everybody who says so aloud."""

from paravent.access.terms import INSTALLATION, Purpose, Role
from paravent.kernel.ids import PatientId, TeamId
from paravent.people.operations import make_team, register_patient
from paravent.people.terms import Identity
from paravent.records.tests.cast import a_condition, filed
from tests.threats.cast import Colleague, Practice, hired, speak_as, started

SECRET = "colleaguequokka"


def a_colleague_of(practice: Practice) -> tuple[PatientId, Colleague]:
    """Return the file of Ida, who works here, cared for by Bea's team; and Ida."""
    ida = hired("Ida Ilgaz", Role.CLINICIAN)
    team: TeamId = make_team(INSTALLATION, "Team of Bea and Ida")
    with practice.as_superuser() as database:
        for person in (practice.bea.person, ida.person):
            database.execute("INSERT INTO people_membership VALUES (gen_random_uuid(), %s, %s)", [team, person])
    patient = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Ida Ilgaz"), team=team)
    filed(patient, a_condition(patient, SECRET, "ida"))
    return patient, ida


def test_a_team_opens_no_colleagues_file_by_page_or_by_sql(doomed: Practice) -> None:
    patient, ida = a_colleague_of(doomed)

    for somebody in (doomed.bea, ida):
        answer = somebody.browser.get(f"/files/{patient}/")
        assert answer.status_code == 403
        assert SECRET not in answer.content.decode()
    with doomed.as_app() as app:
        speak_as(app, doomed.bea.person)
        assert app.execute("SELECT count(*) FROM records_resource WHERE patient_id = %s", [patient]).fetchone() == (0,)

    started(doomed.bea, patient)
    assert SECRET in doomed.bea.browser.get(f"/files/{patient}/").content.decode()


def test_nobody_reads_their_own_file_by_a_visit_with_themselves(doomed: Practice) -> None:
    patient, ida = a_colleague_of(doomed)

    started(ida, patient)

    answer = ida.browser.get(f"/files/{patient}/")
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
    assert ida.browser.get(f"/files/{patient}/break-glass/").status_code == 403


def test_in_an_emergency_it_opens_and_the_log_says_so(doomed: Practice) -> None:
    patient, _ida = a_colleague_of(doomed)
    reason = {"reason": "Ida collapsed in the corridor", "look": "second"}

    answer = doomed.bea.browser.post(f"/files/{patient}/break-glass/", reason, follow=True)

    assert SECRET in answer.content.decode()
    assert [line[:2] for line in doomed.log("glass.break")] == [("done", "emergency")]
