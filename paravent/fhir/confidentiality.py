"""How confidential a resource is: what its meta.security says, and at least what its codes are. Source: HL7 v3-Confidentiality."""

import re
from collections.abc import Iterator
from enum import StrEnum

import orjson

from paravent.fhir.terms import LOINC, Resource

SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SNOMED = "http://snomed.info/sct"
ICD = re.compile(
    r"http://hl7\.org/fhir/sid/icd-10|http://fhir\.de/CodeSystem/(?:bfarm|dimdi)/icd-10|urn:oid:2\.16\.840\.1\.113883\.6\.(?:3|90)$"
)


class Label(StrEnum):
    """Who may see a resource among those who may open the file. Values are HL7 v3-Confidentiality codes, and are stored."""

    NORMAL = "N"
    RESTRICTED = "R"
    VERY_RESTRICTED = "V"

    def at_least(self, other: "Label") -> "Label":
        """Return the stricter of two labels."""
        return max(self, other, key="NRV".index)


class Subject(StrEnum):
    """What is told to few even among those who care: the value set of section 2 of docs/spec/labels.md."""

    PSYCHIATRY = "psychiatry"
    ADDICTION = "addiction"
    HIV = "hiv"
    SEXUAL_HEALTH = "sexual-health"


ICD_SUBJECTS = (
    (re.compile(r"F1[0-9]"), Subject.ADDICTION),
    (re.compile(r"F[0-9]{2}"), Subject.PSYCHIATRY),
    (re.compile(r"B2[0-4]|Z21|R75|Z11\.4"), Subject.HIV),
    (re.compile(r"A5[0-9]|A6[0-4]|Z11\.3|Z20\.2"), Subject.SEXUAL_HEALTH),
)
SNOMED_SUBJECTS = {
    Subject.PSYCHIATRY: "74732009 35489007 370143000 36923009 48694002 197480006 58214004 13746004 47505003 191736004 231504006 73595000",
    Subject.ADDICTION: "66590003 7200002 191816009 5602001 6525002 361055000 10939881000119105 449868002",
    Subject.HIV: "86406008 62479008 165816005 91947003 371569005",
    Subject.SEXUAL_HEALTH: "8098009 76272004 15628003 240589008 33839006 56335008 169446007",
}
LOINC_SUBJECTS = {
    Subject.PSYCHIATRY: "44249-1 44261-6 55757-9 55758-7 69737-5 70274-6",
    Subject.ADDICTION: "72109-2 75626-2 82666-9 82667-7",
    Subject.HIV: "75622-1 56888-1 20447-9 7917-8 5220-9",
}
"""Examples that are certain, not the whole of either code system; a practice labels by hand what is missing."""

OF_SNOMED = {code: subject for subject, codes in SNOMED_SUBJECTS.items() for code in codes.split()}
OF_LOINC = {code: subject for subject, codes in LOINC_SUBJECTS.items() for code in codes.split()}
# Most resources hold no such code: one look at the text spares walking through them.
PERHAPS = re.compile(
    ('"code":"(?:F[0-9]{2}|B2[0-4]|Z21|R75|Z11|Z20|A5|A6|' + "|".join({**OF_SNOMED, **OF_LOINC}) + ")").encode()
)


def said(resource: Resource) -> Label:
    """Return what meta.security says; without a word about it, normal."""
    label = Label.NORMAL
    for coding in (resource.get("meta") or {}).get("security") or []:
        if coding.get("system") == SYSTEM and coding.get("code") in {Label.RESTRICTED, Label.VERY_RESTRICTED}:
            label = label.at_least(Label(coding["code"]))
    return label


def subjects(resource: Resource) -> frozenset[Subject]:
    """Return what a resource's codes are about, of what is told to few."""
    if not PERHAPS.search(orjson.dumps(resource)):
        return frozenset()
    return frozenset(subject for coding in _codings(resource) if (subject := _subject(*coding)))


def derived(found: frozenset[Subject], *, works_here: bool) -> Label:
    """Return the least label for codes of these subjects: a colleague's psychiatry and HIV are told to the fewest."""
    if works_here and found & {Subject.PSYCHIATRY, Subject.HIV}:
        return Label.VERY_RESTRICTED
    return Label.RESTRICTED if found else Label.NORMAL


def labelled(resource: Resource, label: Label) -> Resource:
    """Return the resource with its label in meta.security; a normal one that says nothing goes on saying nothing."""
    others = [one for one in (resource.get("meta") or {}).get("security") or [] if one.get("system") != SYSTEM]
    if label == Label.NORMAL and said(resource) == Label.NORMAL:
        return resource
    meta = {**(resource.get("meta") or {}), "security": [*others, {"system": SYSTEM, "code": label.value}]}
    return {**resource, "meta": meta}


def _codings(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _codings(one)
    elif isinstance(value, dict):
        if isinstance(value.get("code"), str):
            yield str(value.get("system", "")), value["code"]
        for one in value.values():
            yield from _codings(one)


def _subject(system: str, code: str) -> Subject | None:
    if system == SNOMED:
        return OF_SNOMED.get(code)
    if system == LOINC:
        return OF_LOINC.get(code)
    if not ICD.match(system):
        return None
    return next((subject for pattern, subject in ICD_SUBJECTS if pattern.match(code.upper())), None)
