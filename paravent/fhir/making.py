"""Making the resources that a visit files. Source: HL7 FHIR R4, vital-signs profile; LOINC; UCUM."""

import base64
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from paravent.fhir.terms import CATEGORY, LOINC, UCUM, Invalid, Resource


@dataclass(frozen=True, slots=True)
class Part:
    """One measured number: its LOINC code, its UCUM unit, and the range outside of which it cannot be."""

    name: str
    loinc: str
    words: str
    unit: str
    shown_unit: str
    possible: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Vital:
    """A kind of vital sign. A panel has a code of its own over its parts."""

    loinc: str
    words: str
    parts: tuple[Part, ...]
    category: str = "vital-signs"


def _part(name: str, loinc: str, words: str, unit: str, shown: str, low: str, high: str) -> Part:
    return Part(name, loinc, words, unit, shown, (Decimal(low), Decimal(high)))


VITALS = {
    "blood-pressure": Vital(
        "85354-9",
        "Blood pressure",
        (
            _part("systolic", "8480-6", "Systolic blood pressure", "mm[Hg]", "mmHg", "40", "300"),
            _part("diastolic", "8462-4", "Diastolic blood pressure", "mm[Hg]", "mmHg", "20", "200"),
        ),
    ),
    "pulse": Vital("8867-4", "Pulse", (_part("value", "8867-4", "Pulse", "/min", "/min", "20", "300"),)),
    "temperature": Vital("8310-5", "Temperature", (_part("value", "8310-5", "Temperature", "Cel", "°C", "25", "45"),)),
    "oxygen-saturation": Vital(
        "59408-5",
        "Oxygen saturation",
        (_part("value", "59408-5", "Oxygen saturation", "%", "%", "40", "100"),),
    ),
    "weight": Vital("29463-7", "Weight", (_part("value", "29463-7", "Weight", "kg", "kg", "0.3", "500"),)),
    "glucose": Vital(
        "2339-0",
        "Glucose",
        (_part("value", "2339-0", "Glucose", "mg/dL", "mg/dL", "10", "1500"),),
        category="laboratory",
    ),
    # Much of Europe measures amounts of substance; the two are not converted into each other, but kept as measured.
    "glucose-mmol": Vital(
        "15074-8",
        "Glucose",
        (_part("value", "15074-8", "Glucose", "mmol/L", "mmol/L", "0.5", "85"),),
        category="laboratory",
    ),
}
KIND_OF_LOINC = {vital.loinc: kind for kind, vital in VITALS.items()}

SECTIONS = {
    "subjective": ("61150-9", "Subjective"),
    "objective": ("61149-1", "Objective"),
    "assessment": ("51848-0", "Assessment"),
    "plan": ("18776-5", "Plan of treatment"),
    "elsewhere": ("48767-8", "Annotation comment"),
}


@dataclass(frozen=True, slots=True)
class InShort:
    """What a resource is, for a line in a list: a kind (of vital sign, or "document") and the words after it."""

    kind: str
    detail: str


def vital(
    *,
    kind: str,
    values: dict[str, Decimal],
    patient_id: UUID,
    encounter_id: UUID,
    performer_id: UUID,
    measured_at: datetime,
    resource_id: UUID,
) -> Resource:
    """Return a vital sign as an Observation; raise Invalid for an unknown kind or a value that cannot be."""
    known = _checked(kind, values)
    resource: Resource = {
        "resourceType": "Observation",
        "id": str(resource_id),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": known.category}]}],
        "code": _concept(LOINC, known.loinc, known.words),
        "subject": _patient(patient_id),
        "encounter": {"reference": f"Encounter/{encounter_id}"},
        "effectiveDateTime": measured_at.isoformat(),
        "performer": [_patient(patient_id), {"reference": f"Practitioner/{performer_id}"}],
    }
    if len(known.parts) == 1:
        return resource | {"valueQuantity": _quantity(known.parts[0], values)}
    components = [
        {"code": _concept(LOINC, part.loinc, part.words), "valueQuantity": _quantity(part, values)}
        for part in known.parts
    ]
    return resource | {"component": components}


def _checked(kind: str, values: dict[str, Decimal]) -> Vital:
    known = VITALS.get(kind)
    if known is None:
        raise Invalid([("Observation.code", "is not a vital sign that Paravent takes")])
    problems = [
        (f"Observation.{part.name}", _range(part))
        for part in known.parts
        if part.name not in values or not _is_possible(part, values[part.name])
    ]
    if not problems and kind == "blood-pressure" and values["systolic"] <= values["diastolic"]:
        problems = [("Observation.systolic", "The upper number must be larger than the lower one.")]
    if problems:
        raise Invalid(problems)
    return known


def _is_possible(part: Part, number: Decimal) -> bool:
    # NaN is no number: to compare it would raise.
    return number.is_finite() and part.possible[0] <= number <= part.possible[1]


def _range(part: Part) -> str:
    return f"{part.words} must be between {part.possible[0]} and {part.possible[1]} {part.shown_unit}."


def _quantity(part: Part, values: dict[str, Decimal]) -> dict[str, Any]:
    number = values[part.name]
    value = int(number) if number == number.to_integral_value() else float(number)
    return {"value": value, "unit": part.shown_unit, "system": UCUM, "code": part.unit}


def _concept(system: str, code: str, words: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}


def _patient(patient_id: UUID) -> dict[str, str]:
    return {"reference": f"Patient/{patient_id}"}


def document_reference(
    *,
    resource_id: UUID,
    patient_id: UUID,
    encounter_id: UUID,
    author_id: UUID,
    at: datetime,
    title: str,
    content_type: str,
    size: int,
    sha1: bytes,
    binary_id: UUID,
) -> Resource:
    """Return a photo or document as a DocumentReference; FHIR's Attachment.hash is SHA-1 by definition."""
    attachment = {
        "contentType": content_type,
        "url": f"Binary/{binary_id}",
        "size": size,
        "hash": base64.b64encode(sha1).decode(),
        "title": title,
        "creation": at.isoformat(),
    }
    return {
        "resourceType": "DocumentReference",
        "id": str(resource_id),
        "status": "current",
        "type": {"text": title},
        "subject": _patient(patient_id),
        "date": at.isoformat(),
        "author": [_patient(patient_id)],
        "authenticator": {"reference": f"Practitioner/{author_id}"},
        "content": [{"attachment": attachment}],
        "context": {"encounter": [{"reference": f"Encounter/{encounter_id}"}]},
    }


def encounter(
    *,
    encounter_id: UUID,
    patient_id: UUID,
    clinician_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    words: str = "Video consultation",
) -> Resource:
    """Return the visit as an Encounter of class VR (virtual; HL7 v3 ActCode)."""
    return {
        "resourceType": "Encounter",
        "id": str(encounter_id),
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "VR",
            "display": "virtual",
        },
        "type": [{"text": words}],
        "subject": _patient(patient_id),
        "participant": [{"individual": {"reference": f"Practitioner/{clinician_id}"}}],
        "period": {"start": starts_at.isoformat(), "end": ends_at.isoformat()},
    }


def composition(
    *,
    patient_id: UUID,
    author_id: UUID,
    at: datetime,
    encounter_id: UUID,
    status: str,
    sections: dict[str, str],
    title: str = "Note of the video consultation",
) -> Resource:
    """Return a visit note (LOINC 34109-9) with its sections; an empty section is left out, as FHIR asks."""
    return {
        "resourceType": "Composition",
        "id": str(uuid4()),
        "status": status,
        "type": _concept(LOINC, "34109-9", "Note"),
        "subject": _patient(patient_id),
        "encounter": {"reference": f"Encounter/{encounter_id}"},
        "date": at.isoformat(),
        "author": [{"reference": f"Practitioner/{author_id}"}],
        "title": title,
        "section": [_section(name, text) for name, text in sections.items() if text.strip()],
    }


def _section(name: str, text: str) -> dict[str, Any]:
    code, title = SECTIONS[name]
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><pre>{escaped}</pre></div>'
    return {
        "title": title,
        "code": _concept(LOINC, code, title),
        "text": {"status": "generated", "div": div},
    }


def composition_sections(resource: Resource) -> dict[str, str]:
    """Return the texts that composition() was made from, by section."""
    names = {code: name for name, (code, _title) in SECTIONS.items()}
    return {
        names[section["code"]["coding"][0]["code"]]: _unwrapped(section["text"]["div"])
        for section in resource.get("section", [])
    }


def _unwrapped(div: str) -> str:
    text = div.partition("<pre>")[2].rpartition("</pre>")[0]
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def provenance(
    *, target_id: UUID, target_type: str, agent_id: UUID, patient_id: UUID, visit_id: UUID, at: datetime
) -> Resource:
    """Return where a resource came from: sent by the patient in a visit, accepted by the clinician."""
    roles = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
    return {
        "resourceType": "Provenance",
        "id": str(uuid4()),
        "target": [{"reference": f"{target_type}/{target_id}"}],
        "recorded": at.isoformat(),
        "activity": {"text": "Received in a video consultation and accepted into the file"},
        "agent": [
            {"type": {"coding": [{"system": roles, "code": "author"}]}, "who": _patient(patient_id)},
            {
                "type": {"coding": [{"system": roles, "code": "verifier"}]},
                "who": {"reference": f"Practitioner/{agent_id}"},
            },
        ],
        "entity": [{"role": "source", "what": {"reference": f"Encounter/{visit_id}"}}],
    }


def in_short(resource: Resource) -> InShort:
    """Return a resource that a visit filed as one line."""
    if resource["resourceType"] == "DocumentReference":
        return InShort("document", str(resource["content"][0]["attachment"].get("title", "")))
    parts = resource.get("component") or [resource]
    quantities = [part["valueQuantity"] for part in parts if "valueQuantity" in part]
    code = resource["code"]["coding"][0]["code"]
    numbers = "/".join(str(quantity["value"]) for quantity in quantities)
    unit = quantities[0]["unit"] if quantities else ""
    return InShort(KIND_OF_LOINC.get(code, "other"), f"{numbers} {unit}".strip())
