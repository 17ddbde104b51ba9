"""What was indexed by an earlier edition of the index is indexed anew, by the installation alone."""

import pytest

from paravent.access.terms import INSTALLATION, Actor, Refused
from paravent.kernel.blind import EDITION
from paravent.kernel.ids import PatientId
from paravent.people import operations as people
from paravent.people.models import Patient
from paravent.people.tests.cast import WORK, a_patient, newest_lines
from paravent.records import operations as files
from paravent.records.models import Resource
from paravent.records.tests.cast import a_condition, filed, written_by

EARLIER = EDITION - 1


@pytest.fixture
def lukasz(db: None) -> PatientId:
    """Return a patient with a file, both as the first edition had indexed them."""
    patient = a_patient("Łukasz Żak")
    filed(patient, a_condition(patient))
    with written_by():
        Patient.objects.filter(pk=patient).update(tokens=[b"as before"], index_edition=EARLIER)
        Resource.objects.filter(patient_id=patient).update(tokens=[b"as before"], index_edition=EARLIER)
    return patient


def found(dua: Actor, typed: str) -> list[PatientId]:
    return [one.patient_id for one in people.search_patients(dua, WORK, typed)]


def test_a_patient_of_the_first_edition_is_found_by_the_present_one(dua: Actor, lukasz: PatientId) -> None:
    assert found(dua, "Lukasz") == []

    done, waiting = people.index_anew(INSTALLATION)

    assert (done, waiting) == (1, 0)
    assert newest_lines(1)[0].facts == {"indexed_anew": "1"}
    assert found(dua, "Lukasz") == found(dua, "Łuk") == [lukasz]
    assert people.index_anew(INSTALLATION) == (0, 0)


def test_a_file_of_the_first_edition_has_the_tokens_of_the_present_one(lukasz: PatientId) -> None:
    twin = a_patient("Ali Demir")
    filed(twin, a_condition(twin, fhir_id="other"))

    assert files.index_anew(INSTALLATION) == (1, 0)

    with written_by():
        anew = Resource.objects.get(patient_id=lukasz)
        assert (anew.index_edition, b"as before" in map(bytes, anew.tokens)) == (EDITION, False)
        assert len(anew.tokens) == len(Resource.objects.get(patient_id=twin).tokens)


@pytest.mark.parametrize("index_anew", [people.index_anew, files.index_anew])
def test_nobody_but_the_installation_indexes(dua: Actor, index_anew: object) -> None:
    with pytest.raises(Refused):
        index_anew(dua)  # type: ignore[operator]


def test_what_cannot_be_opened_stops_nothing(lukasz: PatientId) -> None:
    with written_by():
        Patient.objects.filter(pk=lukasz).update(sealed=b"changed outside")
        Resource.objects.filter(patient_id=lukasz).update(sealed=b"changed outside")

    assert people.index_anew(INSTALLATION) == files.index_anew(INSTALLATION) == (1, 0)

    with written_by():
        assert list(map(bytes, Resource.objects.get(patient_id=lukasz).tokens)) == [b"as before"]
