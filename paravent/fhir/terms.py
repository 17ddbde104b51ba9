"""The words of FHIR as Paravent uses them."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Complaint:
    """One issue of an OperationOutcome: its code (R4 IssueType), what is wrong, and with which element or parameter."""

    code: str
    words: str
    where: str = ""


class Unclear(Exception):
    """The request cannot be understood or is not supported. Complaints never repeat a value."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__(len(complaints))
        self.complaints = complaints
