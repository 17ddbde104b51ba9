"""Which value of an observation enters a model, and which does not."""

from typing import Any

import pytest

from paravent.learning.terms import Column, Source
from paravent.rounds.gathering import _value

SUGAR = Column(name="sugar", source=Source.OBSERVATION, code="http://loinc.org|4548-4", unit="%", low=3, high=20)
SMOKES = Column(name="smokes", source=Source.OBSERVATION, code="72166-2", among=("8517006", "266919005"))


def measured(value: Any = 7.1, unit: str = "%", system: str = "http://loinc.org", **more: Any) -> dict[str, Any]:
    return {
        "code": {"coding": [{"system": system, "code": "4548-4"}]},
        "valueQuantity": {"value": value, "code": unit},
        "status": "final",
    } | more


def smoking(code: str) -> dict[str, Any]:
    return {
        "code": {"coding": [{"system": "http://loinc.org", "code": "72166-2"}]},
        "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
    }


@pytest.mark.parametrize(
    ("column", "resource", "value"),
    [
        (SUGAR, measured(), 7.1),
        (SUGAR, {"component": [measured(8)], "code": {"text": "panel"}}, 8.0),
        (SUGAR, measured(unit="mmol/mol"), None),
        (SUGAR, measured(system="http://example.org"), None),
        (SUGAR, measured(status="entered-in-error"), None),
        (SUGAR, measured(value="7.1"), None),
        (SUGAR, measured(value=True), None),
        (SUGAR, {"code": {"text": "sugar"}}, None),
        (SUGAR, {}, None),
        (SMOKES, smoking("8517006"), "8517006"),
        (SMOKES, smoking("1"), None),
        (SMOKES, measured(), None),
    ],
)
def test_a_value_counts_by_code_system_and_unit(column: Column, resource: dict[str, Any], value: object) -> None:
    assert _value(column, resource) == value
