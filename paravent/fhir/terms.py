"""The words of FHIR as Paravent uses them."""

from typing import Any

Resource = dict[str, Any]
"""A FHIR R4 resource as JSON."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


class Invalid(Exception):
    """The resource is not valid FHIR R4. Problems name the element and what is expected, never the value."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(len(problems))
        self.problems = problems
