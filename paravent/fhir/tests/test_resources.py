"""Checking resources: what is wrong is named by its element, and never quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.fhir.resources import clinical_day, patient_reference, references, rewritten, validated
from paravent.fhir.terms import Invalid

GOOD = {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "x"}}


def test_a_valid_resource_comes_back_as_it_was_given() -> None:
    assert validated(GOOD) == GOOD


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"resourceType": "Secret"}, "resourceType"),
        ({"id": "with space"}, "Observation.id"),
        ({"id": None}, "Observation.id"),
        ({"status": 5}, "Observation.status"),
        ({"code": {"coding": [{"code": 5}]}}, "Observation.code.coding[0].code"),
        ({"surname": "Zebrafish"}, "Observation.surname"),
        ({"valueQuantity": {"value": "Zebrafish"}}, "Observation.valueQuantity.value"),
    ],
)
def test_the_wrong_element_is_named_and_its_value_is_not(change: dict[str, object], path: str) -> None:
    with pytest.raises(Invalid) as raised:
        validated(GOOD | change)
    assert raised.value.problems[0][0] == path
    assert "Zebrafish" not in str(raised.value.problems) + str(raised.value)


@pytest.mark.parametrize(
    ("said", "day"),
    [("2020-05-06", "2020-05-06"), ("2020-05", "2020-05-01"), ("2020", "2020-01-01"), ("soon", None)],
)
def test_a_part_of_a_date_is_its_first_day(said: str, day: str | None) -> None:
    found = clinical_day(GOOD | {"effectiveDateTime": said})
    assert (found.isoformat() if found else None) == day


def test_whose_a_resource_is() -> None:
    assert patient_reference(GOOD | {"subject": {"reference": "Patient/p1"}}) == "Patient/p1"
    assert patient_reference({"resourceType": "Immunization", "patient": {"reference": "urn:uuid:p"}}) == "urn:uuid:p"
    assert patient_reference({"resourceType": "Patient", "id": "p1"}) == "Patient/p1"
    assert patient_reference(GOOD) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["reference", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=4))
def test_rewriting_touches_references_and_nothing_else(resource: dict[str, object]) -> None:
    mapping = {said: f"Patient/{number}" for number, said in enumerate(set(references(resource)))}
    changed = rewritten(resource, mapping)
    assert set(references(changed)) == set(mapping.values())
    assert rewritten(changed, {new: old for old, new in mapping.items()}) == resource
