"""Whoever does the billing *cannot* read of a diagnosis more than its code, nor one that the clinician did not choose for the claim, nor one that is restricted to somebody else; no word can be sent in a code's place."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.billing.operations import accept_bill, consider_bill, keep_coverage
from paravent.billing.queries import quarter_of
from paravent.billing.terms import NotOffered, Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.fhir.diagnoses import Diagnosis
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_patient
from paravent.records.steps import file_resource
from tests.threats.cast import Practice

WHO = "http://hl7.org/fhir/sid/icd-10"
RESTRICTED = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


def diagnosed(patient: PatientId, code: str, words: str, label: str = "N") -> None:
    """File a current condition."""
    with operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        condition = {
            "resourceType": "Condition",
            "id": str(uuid4()),
            "meta": {"security": [{"system": RESTRICTED, "code": label}]},
            "clinicalStatus": {
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
            },
            "subject": {"reference": f"Patient/{patient}"},
            "code": {"text": words, "coding": [{"system": WHO, "code": code}]},
            "recordedDate": datetime(2026, 3, 4, tzinfo=UTC).isoformat(),
        }
        file_resource(op, patient_id=patient, resource=condition)


@pytest.fixture
def visit(practice: Practice) -> VisitId:
    """Return a visit to be billed to Medicare, of a patient with three diagnoses, one of them restricted."""
    patient = a_patient("Ola Olsen")
    keep_coverage(practice.dua.actor, patient, Coverage("medicare", "", "1EG4"))
    diagnosed(patient, "J45.9", "Asthma since childhood")
    diagnosed(patient, "I10", "Pressure of the blood")
    diagnosed(patient, "F32.1", "A sadness", label="R")
    return a_visit_that_was_held(practice.bea.actor, patient, video(25), lasting=40)


def test_billing_reads_the_codes_that_were_chosen_and_no_other(practice: Practice, visit: VisitId) -> None:
    chosen = Stated(is_new_patient=False, diagnoses=(Diagnosis("J45.9", WHO),))
    bill: UUID = accept_bill(practice.bea.actor, visit, chosen, {"99213"})
    quarter = quarter_of(clock.now())

    for address in (f"/billing/bills/{bill}/", f"/billing/bills/{quarter}.json", f"/billing/bills/{quarter}.csv"):
        said = practice.dua.browser.get(address).content.decode()
        assert not [word for word in ("Asthma", "I10", "Pressure", "F32", "sadness") if word in said], address
    assert "J45.9" in practice.dua.browser.get(f"/billing/bills/{bill}/").content.decode()


def test_what_is_restricted_is_not_offered_and_no_word_passes_for_a_code(practice: Practice, visit: VisitId) -> None:
    found = consider_bill(practice.bea.actor, visit, Stated())

    assert {one.diagnosis.code for one in found.problems} == {"J45.9", "I10"}
    for odd in (Diagnosis("F32.1", WHO), Diagnosis("She is sad", WHO), Diagnosis("sad"), Diagnosis("I10", "urn:words")):
        with pytest.raises(NotOffered):
            accept_bill(practice.bea.actor, visit, Stated(is_new_patient=False, diagnoses=(odd,)), {"99213"})
