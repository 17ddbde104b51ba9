"""Diagnoses of a file as a claim needs them: the code of the classification, and the words for whoever chooses."""

import re
from dataclasses import dataclass

from paravent.fhir.summaries import text_of
from paravent.fhir.terms import Resource

ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD_10 = re.compile(r"http://hl7\.org/fhir/sid/icd-10(-[a-z]+)?|http://fhir\.de/CodeSystem/(bfarm|dimdi)/icd-10-gm")
"""Systems of ICD-10: the WHO's, the United States' and Germany's."""
WRITTEN = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
"""How a code of ICD-10-CM is written (Official Guidelines for Coding and Reporting, section I.A)."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnosis:
    """A code of ICD-10, without words."""

    code: str
    system: str = ICD_10_CM

    @property
    def is_written(self) -> bool:
        """Tell whether it is written as ICD-10-CM writes codes: no word can be hidden in one."""
        return self.system == ICD_10_CM and WRITTEN.fullmatch(self.code) is not None


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnosis of a file, with its words for whoever may read it."""

    diagnosis: Diagnosis
    words: str


def problems(conditions: list[Resource]) -> list[Problem]:
    """Return the conditions that are current and coded by ICD-10, each code once."""
    found: dict[Diagnosis, Problem] = {}
    for one in conditions:
        codings = one.get("code", {}).get("coding", [])
        for coding in codings if _is_current(one) else []:
            if ICD_10.fullmatch(coding.get("system", "")) and coding.get("code"):
                diagnosis = Diagnosis(coding["code"], coding["system"])
                found.setdefault(diagnosis, Problem(diagnosis, text_of(one["code"])))
    return list(found.values())


def _is_current(condition: Resource) -> bool:
    status = {coding.get("code") for coding in condition.get("clinicalStatus", {}).get("coding", [])}
    certainty = {coding.get("code") for coding in condition.get("verificationStatus", {}).get("coding", [])}
    return not status & {"resolved", "inactive", "remission"} and not certainty & {"refuted", "entered-in-error"}
