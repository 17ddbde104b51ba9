"""What a visit files is valid FHIR, and impossible values are refused."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.fhir import making
from paravent.fhir.resources import validated
from paravent.fhir.terms import Invalid

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VALUES = {
    "blood-pressure": ({"systolic": "148", "diastolic": "92"}, "148/92 mmHg"),
    "pulse": ({"value": "71"}, "71 /min"),
    "temperature": ({"value": "38.4"}, "38.4 °C"),
    "oxygen-saturation": ({"value": "97"}, "97 %"),
    "weight": ({"value": "82.5"}, "82.5 kg"),
    "glucose": ({"value": "110"}, "110 mg/dL"),
    "glucose-mmol": ({"value": "5.6"}, "5.6 mmol/L"),
}


def made(kind: str, values: dict[str, str]) -> dict[str, object]:
    return making.vital(
        kind=kind,
        values={name: Decimal(value) for name, value in values.items()},
        patient_id=uuid4(),
        encounter_id=uuid4(),
        performer_id=uuid4(),
        measured_at=AT,
        resource_id=uuid4(),
    )


@pytest.mark.parametrize("kind", VALUES)
def test_every_vital_sign_is_valid_and_told_in_short(kind: str) -> None:
    values, words = VALUES[kind]
    resource = validated(made(kind, values))
    assert making.in_short(resource) == making.InShort(kind, words)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("blood-pressure", {"systolic": "80", "diastolic": "120"}),
        ("blood-pressure", {"systolic": "120"}),
        ("temperature", {"value": "384"}),
        ("oxygen-saturation", {"value": "101"}),
        ("pulse", {"value": "NaN"}),
        ("pulse", {"value": "-Infinity"}),
        ("mood", {"value": "5"}),
    ],
)
def test_what_cannot_be_is_refused(kind: str, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        made(kind, values)


@given(st.sampled_from(sorted(VALUES)), st.decimals(), st.decimals())
def test_any_number_is_a_valid_observation_or_refused_with_its_element(kind: str, one: Decimal, other: Decimal) -> None:
    names = list(VALUES[kind][0])
    try:
        resource = made(kind, dict(zip(names, (str(one), str(other)), strict=False)))
    except Invalid as invalid:
        paths = {path for path, _words in invalid.problems}
    else:
        paths = {f"Observation.{name}" for name in names} if validated(resource) else set()

    assert paths
    assert paths <= {f"Observation.{name}" for name in names}


@given(st.dictionaries(st.sampled_from(sorted(making.SECTIONS)), st.text(), min_size=1))
def test_whatever_a_note_says_comes_back(sections: dict[str, str]) -> None:
    note = making.composition(
        patient_id=uuid4(), author_id=uuid4(), at=AT, encounter_id=uuid4(), status="final", sections=sections
    )

    assert making.composition_sections(note) == {name: text for name, text in sections.items() if text.strip()}


def test_a_note_comes_back_word_for_word() -> None:
    sections = {"subjective": 'pain <5/10> & "worse"\nat night', "objective": "", "assessment": "a", "plan": "p"}
    note = making.composition(
        patient_id=uuid4(), author_id=uuid4(), at=AT, encounter_id=uuid4(), status="final", sections=sections
    )
    assert making.composition_sections(validated(note)) == {name: text for name, text in sections.items() if text}


def test_document_encounter_and_provenance_are_valid() -> None:
    document = making.document_reference(
        resource_id=uuid4(),
        patient_id=uuid4(),
        encounter_id=uuid4(),
        author_id=uuid4(),
        at=AT,
        title="Finding",
        content_type="application/pdf",
        size=10,
        sha1=b"1" * 20,
        binary_id=uuid4(),
    )
    encounter = making.encounter(
        encounter_id=uuid4(), patient_id=uuid4(), clinician_id=uuid4(), starts_at=AT, ends_at=AT
    )
    provenance = making.provenance(
        target_id=uuid4(), target_type="Observation", agent_id=uuid4(), patient_id=uuid4(), visit_id=uuid4(), at=AT
    )
    for resource in (document, encounter, provenance):
        assert validated(resource) == resource
    assert making.in_short(document) == making.InShort("document", "Finding")
