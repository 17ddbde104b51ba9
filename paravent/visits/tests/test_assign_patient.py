"""Saying whose visit it is: the content moves under the right patient's keys, and the provisional ones are gone."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Actor, Refused
from paravent.consent.models import Consent
from paravent.kernel.ids import PatientId, VisitId
from paravent.keys.models import PatientKey
from paravent.people.models import Patient
from paravent.people.queries import relation_to
from paravent.people.tests.cast import ASKED, TREAT, WORK, a_patient, newest_lines, the_log_says
from paravent.records import operations as records
from paravent.records.models import Resource
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.terms import Note
from paravent.visits.tests.cast import a_visit_of, in_the_call, the_bearer_of_the_link_to
from paravent.visits.tests.test_accepting import LETTER, accepted, filed, letter_accepted

COUGH = Note("coughs", "lungs clear", "a cold", "rest", "Drink enough.")


@pytest.fixture
def visit(bea: Actor) -> VisitId:
    """Return a visit with whoever got the link."""
    return a_visit_of(bea)


def provisional(visit: VisitId) -> PatientId:
    return PatientId(Visit.objects.get(pk=visit).patient_id)


def test_everything_that_the_visit_brought_is_read_in_the_patients_file(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    accepted(bea, visit, "pulse", {"value": "71"})
    letter_accepted(bea, visit)
    signed = operations.sign_note(bea, TREAT, visit, COUGH)
    operations.amend_note(bea, TREAT, visit, Note("well again"), seen=signed.saved_at)

    operations.assign_patient(bea, TREAT, visit, ali)

    assert the_log_says("visit.assign-patient", "done", "own-visit", visit)
    chart = records.open_chart(bea, TREAT, ali).chart
    assert [series.kind for series in chart.series] == ["pulse"]
    assert records.open_document(bea, TREAT, ali, chart.documents[0].fhir_id).content == LETTER
    note = operations.read_note(bea, TREAT, visit)
    assert (note.note.subjective, note.earlier[0].note.subjective) == ("well again", "coughs")
    assert {one["subject"]["reference"] for one in filed(ali, "Observation")} == {f"Patient/{ali}"}


def test_the_provisional_keys_are_destroyed_and_its_file_is_empty(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    before = provisional(visit)
    accepted(bea, visit, "pulse", {"value": "71"})
    assert PatientKey.objects.filter(patient_id=before).count() == 2

    operations.assign_patient(bea, TREAT, visit, ali)

    assert newest_lines(1)[0].facts["provisional"] == str(before)
    assert not PatientKey.objects.filter(patient_id=before).exists()
    assert not Resource.objects.filter(patient_id=before).exists()
    assert Patient.objects.get(pk=before).merged_into == ali


def test_who_is_in_the_call_stays_there_with_link_seat_and_agreement(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    guest = in_the_call(visit, bea, "Ali")

    operations.assign_patient(bea, TREAT, visit, ali)

    welcome = operations.present_invitation(guest)
    assert (welcome.is_seated, welcome.has_consented) == (True, True)
    assert operations.room_of(guest, ASKED, visit).me.name == "Ali"
    assert Consent.objects.get(visit_id=visit).patient_id == ali
    assert the_bearer_of_the_link_to(visit, bea).bearer == guest.bearer
    assert operations.see_visit(bea, WORK, visit).patient.patient_id == ali


def test_bea_opens_alis_file_because_of_the_visit_and_the_provisional_one_no_more(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    before = provisional(visit)

    operations.assign_patient(bea, TREAT, visit, ali)

    relation = relation_to(bea.person, ali)
    assert relation is not None
    assert relation.visit_id == visit
    assert relation_to(bea.person, before) is None


def test_what_was_kept_for_the_patient_is_still_read_when_it_is_said_after_the_end_whose_visit_it_was(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    guest = in_the_call(visit, bea)
    operations.end_visit(bea, TREAT, visit, for_patient="Drink enough.")

    operations.assign_patient(bea, TREAT, visit, ali)

    assert operations.read_summary(guest, visit).for_patient == "Drink enough."


def test_a_known_patients_visit_stays_theirs(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)

    with pytest.raises(Refused):
        operations.assign_patient(bea, TREAT, visit, a_patient("Eve Stone"))

    assert the_log_says("visit.assign-patient", "refused", "patient-is-known", visit)


def test_a_visit_is_not_given_to_the_file_it_is_in(bea: Actor, visit: VisitId) -> None:
    before = provisional(visit)
    accepted(bea, visit, "pulse", {"value": "71"})

    with pytest.raises(ObjectDoesNotExist):
        operations.assign_patient(bea, TREAT, visit, before)

    assert the_log_says("visit.assign-patient", "refused", "nothing-there-for-you", visit)
    assert PatientKey.objects.filter(patient_id=before).count() == 2


def test_a_visit_is_given_to_nobody_who_is_not_there(bea: Actor, visit: VisitId) -> None:
    with pytest.raises(ObjectDoesNotExist):
        operations.assign_patient(bea, TREAT, visit, PatientId(visit))


def test_reception_does_not_say_whose_visit_it_is(dua: Actor, ali: PatientId, visit: VisitId) -> None:
    with pytest.raises(Refused):
        operations.assign_patient(dua, WORK, visit, ali)

    assert the_log_says("visit.assign-patient", "refused", "not-your-visit", visit)
