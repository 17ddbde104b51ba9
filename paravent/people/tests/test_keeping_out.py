"""Whom a patient keeps out: no relation opens the file for them, no visit is made with them, an emergency does, loudly."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection

from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.emergency import operations as emergency
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people import operations as people
from paravent.people.queries import relation_to
from paravent.people.terms import VerifiedHow, Why
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, at, somebody, the_log_says
from paravent.records import operations as records
from paravent.records.tests.cast import a_condition, cares_for, filed
from paravent.visits import operations as visits
from paravent.visits.tests.cast import a_visit_of, an_appointment_of, in_the_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def ali(ali: PatientId) -> PatientId:
    filed(ali, a_condition(ali))
    return ali


def rows_seen(actor: Actor, patient: PatientId, purpose: str = "TREAT") -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, %s)", [actor.person, purpose])
        cursor.execute("SELECT count(*) FROM records_resource WHERE patient_id = %s", [patient])
        return int(cursor.fetchone()[0])


def keep_out(dua: Actor, cem: Actor, ali: PatientId) -> None:
    """Keep Cem out a minute ago: PostgreSQL's clock stands still within a test's transaction."""
    with at(clock.now() - timedelta(minutes=1)):
        people.block_person(dua, WORK, ali, cem.person)


@pytest.mark.parametrize("why", [Why.VISIT, Why.REFERRAL, Why.TEAM])
def test_no_relation_opens_the_file_for_whom_the_patient_keeps_out(
    cem: Actor, dua: Actor, ali: PatientId, why: Why
) -> None:
    cares_for(cem, ali, why)
    assert rows_seen(cem, ali) == 1

    keep_out(dua, cem, ali)

    with pytest.raises(Refused):
        records.open_chart(cem, TREAT, ali)
    assert the_log_says("chart.open", "refused", "patient-said-no")
    assert rows_seen(cem, ali) == 0
    assert relation_to(cem.person, ali) is None
    assert people.list_own_patients(cem, TREAT) == []


def test_everybody_else_opens_it_as_before(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    keep_out(dua, cem, ali)

    assert not records.open_chart(bea, TREAT, ali).chart.is_empty


def test_lifted_it_opens_again(cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(cem, ali)
    keep_out(dua, cem, ali)

    with at(clock.now() - timedelta(seconds=1)):
        people.lift_block(dua, WORK, ali, cem.person)

    assert not records.open_chart(cem, TREAT, ali).chart.is_empty


def test_the_page_says_whose_wish_it_is(cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(cem, ali)
    keep_out(dua, cem, ali)

    answer = a_browser_of(cem).get(f"/files/{ali}/")

    assert answer.status_code == 403
    assert "The patient does not want you to open it." in answer.content.decode()


def test_in_an_emergency_it_opens_and_the_desk_says_despite_whom(cem: Actor, dua: Actor, ali: PatientId) -> None:
    gul = somebody("Gul", Role.DPO)
    keep_out(dua, cem, ali)
    with at(clock.now() - timedelta(seconds=30)):
        emergency.break_glass(cem, ali, "Ali collapsed in the waiting room")

    assert rows_seen(cem, ali, "ETREAT") == 1
    assert not records.open_chart(cem, Purpose.EMERGENCY, ali).chart.is_empty
    ((waiting,), _done) = emergency.list_breakings(gul)
    assert waiting.is_despite_block
    assert "Despite the patient's block" in a_browser_of(gul).get("/emergencies/").content.decode()


def test_no_visit_is_made_with_whom_the_patient_keeps_out(cem: Actor, dua: Actor, ali: PatientId) -> None:
    keep_out(dua, cem, ali)

    with pytest.raises(Refused, match="patient-said-no"):
        an_appointment_of(cem, ali)
    with pytest.raises(Refused, match="patient-said-no"):
        visits.start_now(cem, TREAT, ali)


def test_a_provisional_file_is_not_given_to_such_a_patient(cem: Actor, dua: Actor, ali: PatientId) -> None:
    visit = a_visit_of(cem)
    keep_out(dua, cem, ali)

    with pytest.raises(Refused, match="patient-said-no"):
        visits.assign_patient(cem, TREAT, visit, ali)


def test_reception_is_told_in_words_why_it_cannot_book(cem: Actor, dua: Actor, ali: PatientId) -> None:
    keep_out(dua, cem, ali)
    day = (clock.now() + timedelta(days=1)).date()
    form = {"patient": ali, "clinician": cem.person, "day": day, "time": "10:00", "minutes": 20}

    answer = a_browser_of(dua).post("/visits/book/", form)

    assert answer.status_code == 422
    assert "does not want to be seen by this colleague" in answer.content.decode()


def test_a_colleague_is_not_asked_in_against_the_patients_word(
    bea: Actor, cem: Actor, dua: Actor, ali: PatientId
) -> None:
    cares_for(bea, ali)
    keep_out(dua, cem, ali)

    with pytest.raises(Refused, match="patient-said-no"):
        people.refer_patient(bea, TREAT, ali, to=cem.person, until=clock.now() + timedelta(days=1))


def test_the_database_makes_no_relation_with_them_either(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    keep_out(dua, cem, ali)

    with pytest.raises(DatabaseError, match="row-level security"):
        cares_for(cem, ali)


def test_the_patient_says_it_behind_the_link_once_we_know_them(bea: Actor, cem: Actor, ali: PatientId) -> None:
    guest, visit = after_a_visit(bea, ali)
    browser, page = a_browser_of(guest), f"/join/{visit}/"
    assert "Whom you keep out" not in browser.get(page).content.decode()
    with pytest.raises(Refused, match="not-verified"):
        visits.keep_out(guest, visit, cem.person)

    people.verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    assert browser.post(f"{page}keep-out/", {"person": cem.person}).status_code == 302
    assert the_log_says("file.keep-out", "done", "patients-own-word", visit)
    said = browser.get(page).content.decode()
    assert "Whom you keep out of your file" in said
    assert "Let them in again" in said

    browser.post(f"{page}let-in/", {"person": cem.person})
    assert the_log_says("file.let-in", "done", "patients-own-word", visit)
    assert "Let them in again" not in browser.get(page).content.decode()


def test_whoever_merely_bears_the_link_says_nothing_of_the_kind(bea: Actor, cem: Actor, ali: PatientId) -> None:
    guest, visit = after_a_visit(bea, ali)
    people.verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    with pytest.raises(Refused, match="another-device"):
        visits.let_in(replace(guest, party=None), visit, cem.person)


def after_a_visit(bea: Actor, ali: PatientId) -> tuple[Actor, VisitId]:
    visit = a_visit_of(bea, ali)
    guest = in_the_call(visit, bea)
    visits.end_visit(bea, TREAT, visit, for_patient="Rest.")
    return guest, visit


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.DPO])
def test_reception_and_the_officer_note_it_on_the_patients_word(role: Role, cem: Actor, ali: PatientId) -> None:
    keeper = somebody("Gul", role)
    browser = a_browser_of(keeper)

    browser.post(f"/patients/{ali}/keep-out/", {"person": cem.person})
    assert the_log_says("block.set", "done", "keeps-the-patients-word")
    assert "Let them in again" in browser.get(f"/patients/{ali}/").content.decode()
    assert people.see_patient(keeper, WORK, ali).blocked[0].name == "Cem"
    browser.post(f"/patients/{ali}/let-in/", {"person": cem.person})
    assert the_log_says("block.lift", "done", "keeps-the-patients-word")


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_else_does_nor_lifts_one(role: Role, cem: Actor, dua: Actor, ali: PatientId) -> None:
    keep_out(dua, cem, ali)
    other = somebody("Eve", role)

    for act in (people.block_person, people.lift_block):
        with pytest.raises(Refused, match="not-your-work"):
            act(other, WORK, ali, cem.person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [other.person])
        cursor.execute("UPDATE people_block SET ends_at = now(), lifted_by = %s", [other.person])
        assert cursor.rowcount == 0


def test_whoever_is_kept_out_does_not_let_themselves_in_by_sql(cem: Actor, dua: Actor, ali: PatientId) -> None:
    keep_out(dua, cem, ali)

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'TREAT')", [cem.person])
        cursor.execute("UPDATE people_block SET ends_at = now(), lifted_by = %s", [cem.person])
        assert cursor.rowcount == 0


def test_kept_out_twice_is_kept_out_once(cem: Actor, dua: Actor, ali: PatientId) -> None:
    keep_out(dua, cem, ali)
    keep_out(dua, cem, ali)

    assert len(people.see_patient(dua, WORK, ali).blocked) == 1
    twice = "INSERT INTO people_block (id, patient_id, person_id, starts_at, noted_by) VALUES (%s, %s, %s, now(), %s)"
    with pytest.raises(IntegrityError, match="somebody_is_kept_out_once"), connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [dua.person])
        cursor.execute(twice, [uuid4(), ali, cem.person, dua.person])
