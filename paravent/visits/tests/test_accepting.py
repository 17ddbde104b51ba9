"""Taking into the file: what was measured or photographed, from which visit, by whom; and what cannot be."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Actor, Refused
from paravent.fhir.terms import Invalid
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.operations import search_patients
from paravent.people.tests.cast import TREAT, WORK, at, newest_lines, the_log_says
from paravent.records import operations as records
from paravent.records.models import Blob, Resource
from paravent.records.queries import unsealed
from paravent.visits import operations
from paravent.visits.terms import AcceptedItem
from paravent.visits.tests.cast import a_visit_of

VITALS = {
    "blood-pressure": ({"systolic": "148", "diastolic": "92"}, "148/92 mmHg"),
    "pulse": ({"value": "71"}, "71 /min"),
    "temperature": ({"value": "38.4"}, "38.4 °C"),
    "oxygen-saturation": ({"value": "97"}, "97 %"),
    "weight": ({"value": "82.5"}, "82.5 kg"),
    "glucose": ({"value": "110"}, "110 mg/dL"),
    "glucose-mmol": ({"value": "5.6"}, "5.6 mmol/L"),
}
LETTER = b"%PDF-1.4\nfinding\n%%EOF"


def accepted(
    by: Actor, visit: VisitId, kind: str, values: dict[str, str], measured_at: datetime | None = None
) -> AcceptedItem:
    """Take a vital sign into the file."""
    numbers = {name: Decimal(value) for name, value in values.items()}
    when = measured_at or clock.now()
    return operations.accept_vital(by, TREAT, visit, kind=kind, values=numbers, measured_at=when)


def letter_accepted(by: Actor, visit: VisitId) -> AcceptedItem:
    """Take a PDF into the file."""
    return operations.accept_document(by, TREAT, visit, title="Letter", content_type="application/pdf", content=LETTER)


def filed(patient: PatientId, kind: str) -> list[dict[str, Any]]:
    """Return the resources of a kind in a file, read by whoever spoke last."""
    return unsealed(Resource.objects.filter(patient_id=patient, resource_type=kind), patient)


@pytest.fixture
def visit(bea: Actor, ali: PatientId) -> VisitId:
    """Return Ali's visit with Bea."""
    return a_visit_of(bea, ali)


@pytest.mark.parametrize("kind", VITALS)
def test_every_vital_sign_is_taken_into_the_file(bea: Actor, ali: PatientId, visit: VisitId, kind: str) -> None:
    values, words = VITALS[kind]

    item = accepted(bea, visit, kind, values)

    assert (item.kind, item.detail) == (kind, words)
    assert the_log_says("visit.accept", "done", "own-visit", visit)
    assert words not in str(newest_lines(1))
    (series,) = records.open_chart(bea, TREAT, ali).chart.series
    assert series.kind == kind


def test_where_it_came_from_names_the_visit_and_who_took_it(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    accepted(bea, visit, "pulse", {"value": "71"})

    (observation,), (provenance,) = filed(ali, "Observation"), filed(ali, "Provenance")
    assert provenance["target"] == [{"reference": f"Observation/{observation['id']}"}]
    assert provenance["entity"][0]["what"] == {"reference": f"Encounter/{visit}"}
    assert [agent["who"]["reference"] for agent in provenance["agent"]] == [
        f"Patient/{ali}",
        f"Practitioner/{bea.person}",
    ]


@pytest.mark.parametrize(
    ("minutes", "kept"), [(10, 10), (-60, 20), (60, 20)], ids=["in the visit", "before the visit", "in the future"]
)
def test_a_device_whose_clock_goes_wrong_does_not_date_what_it_measured(
    bea: Actor, ali: PatientId, minutes: int, kept: int
) -> None:
    began = clock.now()
    with at(began):
        visit = a_visit_of(bea, ali)
    with at(began + timedelta(minutes=20)):
        accepted(bea, visit, "pulse", {"value": "71"}, began + timedelta(minutes=minutes))

    (observation,) = filed(ali, "Observation")
    assert observation["effectiveDateTime"] == (began + timedelta(minutes=kept)).isoformat()


@pytest.mark.parametrize(
    ("kind", "values", "path"),
    [
        ("blood-pressure", {"systolic": "301", "diastolic": "90"}, "Observation.systolic"),
        ("blood-pressure", {"systolic": "80", "diastolic": "120"}, "Observation.systolic"),
        ("blood-pressure", {"systolic": "120"}, "Observation.diastolic"),
        ("pulse", {"value": "0"}, "Observation.value"),
        ("temperature", {"value": "384"}, "Observation.value"),
        ("oxygen-saturation", {"value": "101"}, "Observation.value"),
        ("weight", {"value": "-80"}, "Observation.value"),
        ("glucose", {"value": "NaN"}, "Observation.value"),
        ("glucose", {"value": "Infinity"}, "Observation.value"),
        ("mood", {"value": "5"}, "Observation.code"),
    ],
)
def test_what_cannot_be_measured_is_refused_and_says_where(
    bea: Actor, ali: PatientId, visit: VisitId, kind: str, values: dict[str, str], path: str
) -> None:
    with pytest.raises(Invalid) as refused:
        accepted(bea, visit, kind, values)

    assert [where for where, _words in refused.value.problems] == [path]
    assert the_log_says("visit.accept", "failed", "Invalid", visit)
    assert not Resource.objects.filter(patient_id=ali).exists()


def test_a_document_is_sealed_into_the_file_and_comes_back_byte_for_byte(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    item = letter_accepted(bea, visit)

    assert (item.kind, item.detail) == ("document", "Letter")
    assert the_log_says("visit.accept", "done", "own-visit", visit)
    assert LETTER not in bytes(Blob.objects.get().sealed)
    (document,) = records.open_chart(bea, TREAT, ali).chart.documents
    assert records.open_document(bea, TREAT, ali, document.fhir_id).content == LETTER


def test_reception_takes_nothing_into_a_file(dua: Actor, visit: VisitId) -> None:
    with pytest.raises(Refused):
        accepted(dua, visit, "pulse", {"value": "71"})

    assert the_log_says("visit.accept", "refused", "not-your-visit", visit)


def test_a_colleague_takes_nothing_into_a_file_from_a_visit_that_is_not_theirs(cem: Actor, visit: VisitId) -> None:
    with pytest.raises(ObjectDoesNotExist):
        letter_accepted(cem, visit)

    assert the_log_says("visit.accept", "refused", "nothing-there-for-you")


def test_a_visit_found_to_be_somebodys_leaves_no_second_patient_to_find(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea)
    operations.assign_patient(bea, TREAT, visit, ali)

    assert [person.patient_id for person in search_patients(bea, WORK, "Ali")] == [ali]
