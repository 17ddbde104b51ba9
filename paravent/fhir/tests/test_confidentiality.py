"""What is told to few: by what a resource says of itself, and at least by its codes."""

from typing import Any

import pytest

from paravent.fhir.confidentiality import (
    SNOMED,
    SYSTEM,
    Label,
    Subject,
    derived,
    labelled,
    said,
    subjects,
)

ICD, ICD_GM = "http://hl7.org/fhir/sid/icd-10", "http://fhir.de/CodeSystem/bfarm/icd-10-gm"
LOINC = "http://loinc.org"


def coded(system: str, code: str) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": "c", "code": {"coding": [{"system": system, "code": code}]}}


def secured(*codes: str) -> dict[str, Any]:
    return {"resourceType": "Condition", "meta": {"security": [{"system": SYSTEM, "code": code} for code in codes]}}


@pytest.mark.parametrize(
    ("codes", "label"),
    [((), "N"), (("N",), "N"), (("L",), "N"), (("U", "M"), "N"), (("R",), "R"), (("V",), "V"), (("R", "V", "N"), "V")],
)
def test_what_it_says_itself_the_strictest_counts(codes: tuple[str, ...], label: str) -> None:
    assert said(secured(*codes)) == label


def test_a_word_of_another_system_says_nothing() -> None:
    assert said({"meta": {"security": [{"system": "http://other.example", "code": "V"}]}}) == Label.NORMAL


@pytest.mark.parametrize(
    ("system", "code", "subject"),
    [
        (ICD, "F32.1", Subject.PSYCHIATRY),
        (ICD_GM, "F99", Subject.PSYCHIATRY),
        (ICD, "F10.2", Subject.ADDICTION),
        (ICD + "-cm", "F11", Subject.ADDICTION),
        (ICD, "B20", Subject.HIV),
        (ICD, "B24", Subject.HIV),
        (ICD_GM, "Z21", Subject.HIV),
        (ICD, "R75", Subject.HIV),
        (ICD, "A53.9", Subject.SEXUAL_HEALTH),
        (ICD, "A64", Subject.SEXUAL_HEALTH),
        (SNOMED, "370143000", Subject.PSYCHIATRY),
        (SNOMED, "86406008", Subject.HIV),
        (SNOMED, "66590003", Subject.ADDICTION),
        (SNOMED, "76272004", Subject.SEXUAL_HEALTH),
        (LOINC, "44249-1", Subject.PSYCHIATRY),
        (LOINC, "75622-1", Subject.HIV),
    ],
)
def test_codes_of_the_value_set_are_known(system: str, code: str, subject: Subject) -> None:
    assert subjects(coded(system, code)) == {subject}


@pytest.mark.parametrize(
    ("system", "code"),
    [(ICD, "J45"), (ICD, "B25"), (ICD, "A49"), (ICD, "A65"), (ICD, "Z22"), (SNOMED, "195967001"), (LOINC, "8480-6"),
     ("http://other.example", "F32"), (LOINC, "F32"), ("", "F32")],
)  # fmt: skip
def test_other_codes_are_nothing_of_the_kind(system: str, code: str) -> None:
    assert subjects(coded(system, code)) == frozenset()


def test_a_code_is_found_wherever_it_stands() -> None:
    deep = {"resourceType": "Composition", "section": [{"entry": [coded(ICD, "F20.0")]}]}

    assert subjects(deep) == {Subject.PSYCHIATRY}


@pytest.mark.parametrize(
    ("found", "works_here", "label"),
    [
        ((), False, "N"),
        ((), True, "N"),
        ((Subject.PSYCHIATRY,), False, "R"),
        ((Subject.HIV,), False, "R"),
        ((Subject.ADDICTION,), True, "R"),
        ((Subject.SEXUAL_HEALTH,), True, "R"),
        ((Subject.PSYCHIATRY,), True, "V"),
        ((Subject.HIV, Subject.ADDICTION), True, "V"),
    ],
)
def test_what_follows_from_it(found: tuple[Subject, ...], works_here: bool, label: str) -> None:
    assert derived(frozenset(found), works_here=works_here) == label


def test_the_stricter_of_two_counts() -> None:
    assert [one.at_least(two) for one in Label for two in Label] == list("NRVRRVVVV")


def test_the_label_is_shown_and_a_normal_resource_is_left_as_it_came() -> None:
    plain = coded(ICD, "J45")

    assert labelled(plain, Label.NORMAL) is plain
    assert said(labelled(plain, Label.VERY_RESTRICTED)) == "V"
    assert said(labelled(secured("V"), Label.NORMAL)) == "N"
