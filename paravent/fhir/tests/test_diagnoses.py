"""Which diagnoses of a file a claim may be given."""

import pytest

from paravent.fhir.diagnoses import ICD_10_CM, WRITTEN, Diagnosis, problems

WHO, GM = "http://hl7.org/fhir/sid/icd-10", "http://fhir.de/CodeSystem/bfarm/icd-10-gm"


def condition(code: str, system: str = WHO, status: str = "active", certainty: str = "confirmed") -> dict[str, object]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": status}]},
        "verificationStatus": {"coding": [{"code": certainty}]},
        "code": {"text": f"Words of {code}", "coding": [{"system": system, "code": code}]},
    }


def test_current_conditions_with_a_code_of_icd_10_are_offered_once_each() -> None:
    found = problems(
        [
            condition("I10"),
            condition("I10"),
            condition("E11.90", GM),
            condition("J20.9", status="resolved"),
            condition("C50.9", certainty="refuted"),
            condition("59621000", "http://snomed.info/sct"),
            {"resourceType": "Condition", "code": {"text": "Tired"}},
        ]
    )
    assert [one.diagnosis for one in found] == [Diagnosis("I10", WHO), Diagnosis("E11.90", GM)]
    assert [one.words for one in found] == ["Words of I10", "Words of E11.90"]
    assert Diagnosis("I10").system == ICD_10_CM


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("I10", True), ("E11.9", True), ("S72.001A", True), ("U07.1", True), ("cough", False), ("1I0", False)],
)
def test_how_a_code_is_written(text: str, is_code: bool) -> None:
    assert bool(WRITTEN.fullmatch(text)) == is_code
