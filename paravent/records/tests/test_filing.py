"""Writing the file: sealed, in versions, each into its own patient's, and moved where a visit turns out to belong."""

from uuid import uuid4

import pytest

from paravent.access.terms import Actor
from paravent.fhir.terms import Invalid
from paravent.kernel.ids import PatientId
from paravent.people.steps import register_patient
from paravent.people.terms import Identity
from paravent.people.tests.cast import a_patient, newest_lines
from paravent.records import steps
from paravent.records.models import Blob, Earlier, Resource
from paravent.records.queries import resources_of_visit, versions_of
from paravent.records.terms import NotInFile
from paravent.records.tests.cast import a_condition, an_allergy, cares_for, filed, written_by


def test_what_is_filed_is_sealed_and_the_log_says_which_not_what(ali: PatientId) -> None:
    resource_id = filed(ali, a_condition(ali))

    row = Resource.objects.get(pk=resource_id)
    assert b"Asthma" not in bytes(row.sealed) + b"".join(bytes(token) for token in row.tokens)
    assert newest_lines(1)[0].facts == {"filed_Condition": str(resource_id)}


def test_what_is_filed_again_is_the_next_version_and_the_earlier_one_stays(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    first = filed(ali, a_condition(ali))

    again = filed(ali, a_condition(ali, "Asthma, mild"), by=bea)

    assert again == first
    versions = versions_of(again)
    assert [(one.version, one.resource["code"]["text"]) for one in versions] == [(1, "Asthma"), (2, "Asthma, mild")]
    assert versions[1].written_by == bea.person != versions[0].written_by


def test_an_earlier_version_is_sealed_to_its_own_place(ali: PatientId) -> None:
    resource_id = filed(ali, a_condition(ali))
    filed(ali, a_condition(ali, "Asthma, mild"))
    earlier = Earlier.objects.get(resource_id=resource_id)

    assert b"Asthma" not in bytes(earlier.sealed)
    assert bytes(earlier.sealed) != bytes(Resource.objects.get(pk=resource_id).sealed)


def test_nothing_is_filed_over_another_patients_resource(ali: PatientId) -> None:
    eve = a_patient("Eve Stone")
    resource_id = filed(ali, a_condition(ali))

    with pytest.raises(NotInFile):
        filed(eve, a_condition(eve, "Migraine"))

    assert [one.resource["code"]["text"] for one in versions_of(resource_id)] == ["Asthma"]


def test_what_is_not_valid_is_not_filed_and_says_where(ali: PatientId) -> None:
    with pytest.raises(Invalid) as refused:
        filed(ali, a_condition(ali) | {"subject": "Ali"})

    assert [path for path, _words in refused.value.problems] == ["Condition.subject"]
    assert not Resource.objects.exists()


def test_many_are_filed_at_once(ali: PatientId) -> None:
    with written_by() as op:
        assert steps.file_many(op, patient_id=ali, resources=[a_condition(ali), an_allergy(ali)]) == 2

    assert newest_lines(1)[0].facts == {"filed": "2"}


def test_what_a_visit_brought_moves_and_what_was_there_before_stays(bea: Actor, ali: PatientId) -> None:
    visit = uuid4()
    with written_by() as op:
        somebody = register_patient(op, Identity("Somebody"), is_provisional=True)
    cares_for(bea, ali)
    cares_for(bea, somebody)
    filed(somebody, an_allergy(somebody))
    moved = filed(somebody, a_condition(somebody), visit=visit)
    filed(somebody, a_condition(somebody, "Asthma, mild"), visit=visit)
    with written_by(bea) as op:
        blob = steps.file_blob(op, patient_id=somebody, content=b"a photo", visit_id=visit)

    with written_by(bea) as op:
        assert steps.move_visit_content(op, visit_id=visit, from_patient=somebody, to_patient=ali) == 1

    assert set(Resource.objects.values_list("resource_type", "patient_id")) == {
        ("AllergyIntolerance", somebody),
        ("Condition", ali),
    }
    assert [one.resource["subject"]["reference"] for one in versions_of(moved)] == [f"Patient/{ali}"] * 2
    assert Blob.objects.get(pk=blob).patient_id == ali
    assert [one.resource_id for one in resources_of_visit(visit)] == [moved]
