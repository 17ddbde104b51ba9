"""Staff who are patients: a team opens nothing, a name closes by itself, and only a person opens again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.emergency import operations as emergency
from paravent.kernel import clock
from paravent.kernel.blind import name_words
from paravent.kernel.ids import PatientId
from paravent.people import operations as people
from paravent.people import steps
from paravent.people.models import Patient
from paravent.people.queries import relation_to, relations_of
from paravent.people.terms import Identity, Why
from paravent.people.tests.cast import (
    TREAT,
    WORK,
    a_browser_of,
    a_patient,
    at,
    colleague,
    newest_lines,
    somebody,
    the_log_says,
)
from paravent.records import operations as records
from paravent.records.tests.cast import a_condition, cares_for, filed, written_by
from paravent.visits import operations as visits
from paravent.visits.tests.cast import an_appointment_of, the_bearer_of_the_link_to, waiting

pytestmark = pytest.mark.django_db


def is_marked(patient: PatientId) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
    return Patient.objects.get(pk=patient).works_here


def rows_seen(actor: Actor, patient: PatientId, purpose: str = "TREAT") -> int:
    """Return how much of a file row security shows somebody, asked as the role that serves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, %s)", [actor.person, purpose])
        cursor.execute("SELECT count(*) FROM records_resource WHERE patient_id = %s", [patient])
        return int(cursor.fetchone()[0])


@pytest.fixture
def bea() -> Actor:
    return somebody("Bea Brandt", Role.CLINICIAN)


@pytest.fixture
def dua() -> Actor:
    return somebody("Dua Deniz", Role.RECEPTION)


@pytest.fixture
def dua_as_patient(dua: Actor) -> PatientId:
    """Return the file of Dua, who is at reception and ill like everybody else."""
    patient = a_patient("Dua Deniz", phone="0170-555")
    filed(patient, a_condition(patient))
    return patient


@pytest.mark.parametrize("name", ["Dua Deniz", "deniz, dua", "Dr. Dua Deniz", "DUA  DENIZ"])
def test_a_patient_registered_under_a_colleagues_name_is_marked(dua: Actor, name: str) -> None:
    assert is_marked(a_patient(name))


@pytest.mark.parametrize("name", ["Dua", "Dua Deniz Kaya", "Deniza Dua", ""])
def test_another_name_is_not(dua: Actor, name: str) -> None:
    assert not is_marked(a_patient(name))


def test_a_patient_who_begins_to_work_here_is_marked_and_told(bea: Actor) -> None:
    patient, other = a_patient("Cem Celik"), a_patient("Cem Celikoglu")

    colleague("Celik Cem", Role.CLINICIAN)

    assert (is_marked(patient), is_marked(other)) == (True, False)
    told = [line for line in newest_lines(9) if line.act == "patient.mark" and line.patient == patient]
    assert [(line.because, line.facts) for line in told] == [("same-name", {"works_here": "yes"})]


def test_a_name_that_is_looked_for_twice_marks_once(bea: Actor) -> None:
    patient = a_patient("Cem Celik")

    people.close_files_called("Cem Celik")
    people.close_files_called("Cem Celik")

    assert is_marked(patient)
    assert len([line for line in newest_lines(9) if line.patient == patient and line.act == "patient.mark"]) == 1


def test_whoever_may_not_manage_staff_marks_nobody(bea: Actor) -> None:
    patient = a_patient("Cem Celik")

    with pytest.raises(Refused):
        people.add_staff(bea, name="Cem Celik", email="cem@practice.example", roles=frozenset())

    assert not is_marked(patient)


def test_a_guest_who_says_a_colleagues_name_is_marked_too(bea: Actor, dua: Actor) -> None:
    visit = visits.start_now(bea, TREAT)
    waiting(the_bearer_of_the_link_to(visit.visit_id, bea), "Dua Deniz")

    assert is_marked(visit.patient.patient_id)


def test_a_name_only_ever_closes(dua_as_patient: PatientId) -> None:
    with written_by() as op:
        steps.rename_patient(op, dua_as_patient, Identity("Dua Kaya"))

    assert is_marked(dua_as_patient)


def test_a_team_opens_no_colleagues_file(bea: Actor, dua_as_patient: PatientId) -> None:
    cares_for(bea, dua_as_patient, Why.TEAM)

    with pytest.raises(Refused):
        records.open_chart(bea, TREAT, dua_as_patient)

    assert the_log_says("chart.open", "refused", "works-here")
    assert rows_seen(bea, dua_as_patient) == 0
    assert (relation_to(bea.person, dua_as_patient), relations_of(bea.person)) == (None, {})
    assert people.list_own_patients(bea, TREAT) == []


@pytest.mark.parametrize("why", [Why.VISIT, Why.REFERRAL])
def test_a_visit_of_theirs_and_whom_its_clinician_asks_in_do(bea: Actor, dua_as_patient: PatientId, why: Why) -> None:
    cares_for(bea, dua_as_patient, why)

    assert not records.open_chart(bea, TREAT, dua_as_patient).chart.is_empty
    assert rows_seen(bea, dua_as_patient) == 1


def test_nobody_asks_themselves_in(bea: Actor, dua_as_patient: PatientId) -> None:
    visits.start_now(bea, TREAT, dua_as_patient)

    with pytest.raises(Refused, match="not-to-yourself"):
        people.refer_patient(bea, TREAT, dua_as_patient, to=bea.person, until=clock.now() + timedelta(days=1))


def test_in_an_emergency_it_opens_loudly(bea: Actor, dua_as_patient: PatientId) -> None:
    cares_for(bea, dua_as_patient, Why.TEAM)
    with at(clock.now() - timedelta(minutes=2)):
        emergency.break_glass(bea, dua_as_patient, "Dua collapsed at the desk")

    assert not records.open_chart(bea, Purpose.EMERGENCY, dua_as_patient).chart.is_empty
    assert rows_seen(bea, dua_as_patient, "ETREAT") == 1


def test_nobody_opens_their_own_file_not_by_a_visit_with_themselves_nor_in_an_emergency(bea: Actor) -> None:
    own = a_patient("Bea Brandt")
    cares_for(bea, own, Why.VISIT)

    with pytest.raises(Refused, match="own-file"):
        records.open_chart(bea, TREAT, own)
    with pytest.raises(Refused, match="own-file"):
        emergency.break_glass(bea, own, "I want to know what they wrote")
    assert (relations_of(bea.person), people.list_own_patients(bea, TREAT)) == ({}, [])


def test_a_search_tells_that_they_work_here_and_no_more(bea: Actor, dua: Actor, dua_as_patient: PatientId) -> None:
    for actor in (bea, dua):
        (found,) = people.search_patients(actor, WORK, "Dua")
        assert (found.identity, found.works_here) == (Identity("Dua Deniz"), True)

    page = a_browser_of(bea).post("/files/", {"q": "Dua"}).content.decode()
    assert "works here: opened only for treatment" in page


def test_a_day_of_birth_finds_no_colleague(bea: Actor, dua: Actor) -> None:
    people.register_patient(INSTALLATION, WORK, Identity("Dua Deniz", date(1990, 3, 4)))

    assert people.search_patients(bea, WORK, "04.03.1990") == []


def test_reception_sees_them_whole_where_it_runs_their_visit(bea: Actor, dua: Actor, dua_as_patient: PatientId) -> None:
    visit = an_appointment_of(bea, dua_as_patient)

    assert visits.see_visit(dua, WORK, visit).patient.identity.phone == "0170-555"


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.DPO])
def test_reception_and_the_officer_mark_by_hand(role: Role, ali: PatientId) -> None:
    keeper = somebody("Gul", role)
    browser = a_browser_of(keeper)

    browser.post(f"/patients/{ali}/works-here/", {"works_here": "yes"})
    assert the_log_says("patient.mark", "done", "keeps-the-patients-word")
    assert is_marked(ali)
    browser.post(f"/patients/{ali}/works-here/", {"works_here": "no"})
    assert not is_marked(ali)


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_else_does_not_even_by_sql(role: Role, dua_as_patient: PatientId) -> None:
    other = somebody("Cem", role)

    with pytest.raises(Refused):
        people.mark_patient(other, WORK, dua_as_patient, works_here=False)

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [other.person])
        if role is Role.CLINICIAN:
            with pytest.raises(DatabaseError, match="taken away by reception"):
                cursor.execute("UPDATE people_patient SET works_here = false WHERE id = %s", [dua_as_patient])
        else:
            cursor.execute("UPDATE people_patient SET works_here = false WHERE id = %s", [dua_as_patient])
            assert cursor.rowcount == 0


def test_the_officer_writes_the_mark_and_nothing_else_of_a_patient(ali: PatientId) -> None:
    gul = somebody("Gul", Role.DPO)

    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="the mark alone"):
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [gul.person])
        cursor.execute("UPDATE people_patient SET sealed = ''::bytea WHERE id = %s", [ali])


def test_names_are_compared_as_people_mean_them() -> None:
    assert name_words("Prof. Dr. Müller-Lüdenscheidt, Jürgen") == name_words("Juergen Mueller Luedenscheidt")
