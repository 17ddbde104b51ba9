"""Erasure: whose keys are destroyed is found by nothing, read by nobody, and told in words."""

from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Refused, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.keys.models import PatientKey
from paravent.keys.terms import KeyDestroyed
from paravent.people.models import CareRelation
from paravent.people.operations import search_patients
from paravent.people.tests.cast import TREAT, WORK, a_patient, somebody
from paravent.records import steps as records
from paravent.records.models import Resource
from paravent.records.operations import open_chart
from paravent.visits.models import Invitation, Visit
from paravent.visits.operations import erase_patient, renew_patient_key, see_visit
from paravent.visits.operations.erasing import policy
from paravent.visits.tests.cast import a_visit_of, an_appointment_of

pytestmark = pytest.mark.django_db

FINDING = {
    "resourceType": "Condition",
    "id": "finding",
    "subject": {"reference": "Patient/ali"},
    "code": {"text": "Migraine", "coding": [{"system": "http://snomed.info/sct", "code": "37796009"}]},
}


def seen_by_the_system() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])


def with_a_finding(patient: PatientId) -> None:
    with operation("records.import", INSTALLATION, WORK) as op:
        op.require(allow("imports"))
        records.file_resource(op, patient_id=patient, resource=FINDING)


@pytest.fixture
def ali(bea: Actor) -> PatientId:
    """Return Ali, who has a file, a running visit of Bea's, and an appointment."""
    patient = a_patient()
    with_a_finding(patient)
    a_visit_of(bea, patient)
    an_appointment_of(bea, patient)
    return patient


@pytest.mark.parametrize("role", [Role.DPO, Role.SYSTEM])
def test_after_an_erasure_nothing_finds_and_nothing_opens(role: Role, bea: Actor, ali: PatientId) -> None:
    erase_patient(INSTALLATION if role is Role.SYSTEM else somebody("Gül", role), ali)

    assert search_patients(bea, TREAT, "Ali") == []
    with pytest.raises(KeyDestroyed):
        open_chart(bea, TREAT, ali)
    seen_by_the_system()
    assert not PatientKey.objects.filter(patient_id=ali).exists()
    assert list(Resource.objects.filter(patient_id=ali).values_list("tokens", flat=True)) == [[]]
    assert not Invitation.objects.filter(patient_id=ali, revoked_at=None).exists()
    assert not Visit.objects.filter(patient_id=ali, status="booked").exists()
    assert not CareRelation.objects.filter(patient_id=ali, ends_at__gt=clock.now()).exists()


def test_the_officer_takes_the_clinical_key_too_which_they_cannot_see(ali: PatientId) -> None:
    erase_patient(somebody("Gül", Role.DPO), ali)

    seen_by_the_system()
    assert PatientKey.objects.filter(patient_id=ali).count() == 0


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_else_erases(role: Role, ali: PatientId) -> None:
    with pytest.raises(Refused, match="not-your-work"):
        erase_patient(somebody("Eve", role), ali)

    seen_by_the_system()
    assert PatientKey.objects.filter(patient_id=ali).count() == 2


def test_nobody_can_be_erased_twice_or_without_being_there(ali: PatientId) -> None:
    erase_patient(INSTALLATION, ali)

    with pytest.raises(KeyDestroyed):
        erase_patient(INSTALLATION, ali)
    with pytest.raises(ObjectDoesNotExist):
        erase_patient(INSTALLATION, PatientId(uuid4()))


def test_the_page_says_that_it_was_erased(client: Client, bea: Actor, ali: PatientId) -> None:
    from paravent.web import answers

    erase_patient(INSTALLATION, ali)

    with pytest.raises(KeyDestroyed) as raised:
        open_chart(bea, TREAT, ali)
    assert answers.STATUS[raised.type] == 410
    assert "erased" in str(answers.WORDS[raised.type])


def test_the_officer_sees_no_row_of_a_patient_who_was_not_erased(ali: PatientId) -> None:
    other = a_patient("Eve Stone")
    with_a_finding_of = Resource.objects.filter(patient_id=ali)
    officer = somebody("Gül", Role.DPO)
    with operation("patient.erase", officer, WORK) as op:
        op.require(allow("erases"))
        assert not with_a_finding_of.exists()
        assert Visit.objects.filter(patient_id=other).update(status="cancelled") == 0


def test_a_new_key_opens_what_the_old_one_did(bea: Actor, ali: PatientId) -> None:
    seen_by_the_system()
    before = {row.scope: bytes(row.wrapped) for row in PatientKey.objects.filter(patient_id=ali)}
    count = renew_patient_key(INSTALLATION, ali)

    seen_by_the_system()
    after = {row.scope: bytes(row.wrapped) for row in PatientKey.objects.filter(patient_id=ali)}
    assert count >= 6
    assert set(before.values()).isdisjoint(after.values())
    assert "Migraine" in str(open_chart(bea, TREAT, ali).chart.problems)
    assert [person.patient_id for person in search_patients(bea, TREAT, "Ali")] == [ali]
    seen_by_the_system()
    assert see_visit(bea, TREAT, Visit.objects.filter(patient_id=ali).values_list("id", flat=True)[0])


def test_only_the_installation_changes_keys(bea: Actor, ali: PatientId) -> None:
    with pytest.raises(Refused, match="not-your-work"):
        renew_patient_key(bea, ali)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_erase_and_who_may_renew(role: Role) -> None:
    actor = Actor(INSTALLATION.person, frozenset({role}))

    assert policy.may_erase(actor).allowed is (role in {Role.DPO, Role.SYSTEM})
    assert policy.may_renew_key(actor).allowed is (role is Role.SYSTEM)
