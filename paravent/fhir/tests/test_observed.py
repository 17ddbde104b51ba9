"""Which value of an Observation counts, for answers and for rounds alike: by its code, its unit, and whether it happened."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.fhir.observed import measured, named
from paravent.fhir.terms import LOINC, UCUM, Resource

SUGAR, PRESSURE, SMOKES = f"{LOINC}|4548-4", f"{LOINC}|8480-6", "72166-2"


def of(code: str, system: str = LOINC) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def sugar(value: Any = 7.1, system: str = LOINC, status: str = "final", **quantity: str) -> Resource:
    written = {"value": value} | (quantity or {"code": "%", "system": UCUM, "unit": "percent"})
    return {"code": of("4548-4", system), "valueQuantity": written, "status": status}


def panel(*parts: Resource) -> Resource:
    return {"code": of("85354-9"), "component": list(parts)}


def pressure(value: float, code: str, unit: str = "mm[Hg]") -> Resource:
    return {"code": of(code), "valueQuantity": {"value": value, "code": unit}}


@pytest.mark.parametrize(
    ("observation", "number"),
    [
        (sugar(), "7.1"),
        (sugar(Decimal("7.10")), "7.1"),
        (sugar(7), "7"),
        (panel(sugar(8)), "8"),
        (sugar(status="amended"), "7.1"),
        (sugar(status="preliminary"), "7.1"),
        (sugar(status="entered-in-error"), None),
        (sugar(status="cancelled"), None),
        (sugar(code="mmol/mol"), None),
        (sugar(code="%", system="http://example.org"), None),
        (sugar(code="%"), "7.1"),
        (sugar(unit="%"), "7.1"),
        (sugar(unit="percent"), None),
        (sugar(code="mmol/mol", unit="%"), None),
        (sugar(4, code="%", comparator="<"), None),
        (sugar(system="http://example.org"), None),
        (sugar("7.1"), None),
        (sugar(value=True), None),
        (sugar(float("nan")), None),
        (sugar(Decimal("sNaN")), None),
        ({"code": {"text": "sugar"}}, None),
        ({}, None),
    ],
)
def test_a_number_counts_by_code_unit_and_status(observation: Resource, number: str | None) -> None:
    assert measured(observation, SUGAR, "%") == (Decimal(number) if number else None)


def test_of_two_parts_the_one_that_is_asked_for_counts() -> None:
    both = panel(pressure(80, "8462-4"), pressure(16, "8480-6", "kPa"), pressure(120, "8480-6"))
    assert measured(both, PRESSURE, "mm[Hg]") == 120
    assert measured(both, PRESSURE, "kPa") == 16
    assert measured(both, "8480-6", "mm[Hg]") == 120


def test_a_number_without_unit_is_asked_for_as_such() -> None:
    score = {"code": of("4548-4"), "valueQuantity": {"value": 4}}
    assert (measured(score, SUGAR, "1"), measured(score, SUGAR, "%")) == (4, None)


def test_a_named_value_is_one_of_those_that_are_asked_for() -> None:
    smoking = {"code": of(SMOKES), "valueCodeableConcept": {"coding": [{"code": "x"}, {"code": "8517006"}]}}
    assert named(smoking, SMOKES, ("8517006", "266919005")) == "8517006"
    assert named(smoking, SMOKES, ("266919005",)) is None
    assert named(smoking | {"status": "entered-in-error"}, SMOKES, ("8517006",)) is None
    assert named(sugar(), SMOKES, ("8517006",)) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "coding", "component", "status", "unit", "value", "valueQuantity"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["code", "component", "status", "valueCodeableConcept", "valueQuantity"]), JSON))
def test_whatever_stands_in_a_file_nothing_fails(observation: dict[str, Any]) -> None:
    measured(observation, SUGAR, "%")
    named(observation, SUGAR, ("8517006",))
