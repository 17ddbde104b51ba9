"""From resources to what a page shows: problems, medication, allergies, series of values, documents, visits."""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from paravent.fhir.making import KIND_OF_LOINC
from paravent.fhir.resources import clinical_day, clinical_time
from paravent.fhir.terms import Resource

OPEN_CONDITIONS = {"active", "recurrence", "relapse"}
TAKEN = {"active", "on-hold", "intended"}
OLDER_PANELS = {"55284-4": "blood-pressure"}
DIASTOLIC = "8462-4"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the file: what, since when, and whether it still holds."""

    words: str
    on: date | None
    is_current: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement; a blood pressure has two numbers."""

    at: str
    on: date
    values: tuple[Decimal, ...]

    @property
    def words(self) -> str:
        """The numbers as people write them: 128/82."""
        return "/".join(f"{value.normalize():f}" for value in self.values)


@dataclass(frozen=True, slots=True)
class Series:
    """All readings of one kind, oldest first."""

    kind: str
    label: str
    unit: str
    readings: tuple[Reading, ...]

    @property
    def newest(self) -> Reading:
        """The last reading."""
        return self.readings[-1]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the file, to be opened by its FHIR id."""

    fhir_id: str
    title: str
    on: date | None
    content_type: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where a document's bytes are: inline, or as Binary/<id>."""

    title: str
    content_type: str
    data: bytes | None
    binary_id: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A patient's file as a page shows it."""

    problems: tuple[Item, ...] = ()
    medication: tuple[Item, ...] = ()
    allergies: tuple[Item, ...] = ()
    series: tuple[Series, ...] = ()
    documents: tuple[Document, ...] = ()
    visits: tuple[Item, ...] = ()
    procedures: tuple[Item, ...] = ()
    immunizations: tuple[Item, ...] = ()

    @property
    def past_medication(self) -> tuple[Item, ...]:
        """What is no longer taken."""
        return tuple(item for item in self.medication if not item.is_current)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has been filed yet."""
        return not (self.problems or self.medication or self.allergies or self.series or self.documents or self.visits)


def chart(resources: Iterable[Resource]) -> Chart:
    """Sum a file up. What is current comes first, then by date, newest first."""
    by_kind: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        by_kind[resource["resourceType"]].append(resource)
    medication = [*by_kind["MedicationRequest"], *by_kind["MedicationStatement"]]
    return Chart(
        problems=_ordered(_condition(one) for one in by_kind["Condition"]),
        medication=_ordered(_medication(one) for one in medication),
        allergies=_ordered(_allergy(one) for one in by_kind["AllergyIntolerance"]),
        series=_series(by_kind["Observation"]),
        documents=_documents(by_kind["DocumentReference"]),
        visits=_ordered(_visit(one) for one in by_kind["Encounter"]),
        procedures=_ordered(_plain(one, "code") for one in by_kind["Procedure"]),
        immunizations=_ordered(_plain(one, "vaccineCode") for one in by_kind["Immunization"]),
    )


def text_of(concept: dict[str, Any] | None) -> str:
    """Return a concept's words: its text, else its first display, else its code."""
    if not concept:
        return ""
    codings = concept.get("coding") or [{}]
    shown = next((coding["display"] for coding in codings if coding.get("display")), "")
    return str(concept.get("text") or shown or codings[0].get("code", ""))


def _ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    named = [item for item in items if item.words]
    newest_first = sorted(named, key=lambda item: item.on or date.min, reverse=True)
    return tuple(sorted(newest_first, key=lambda item: not item.is_current))


def _status(resource: Resource) -> str:
    codings = (resource.get("clinicalStatus") or {}).get("coding") or [{}]
    return str(codings[0].get("code", ""))


def _condition(resource: Resource) -> Item:
    is_current = _status(resource) in OPEN_CONDITIONS and "abatementDateTime" not in resource
    return Item(text_of(resource.get("code")), clinical_day(resource), is_current)


def _medication(resource: Resource) -> Item:
    named = resource.get("medicationCodeableConcept") or {
        "text": (resource.get("medicationReference") or {}).get("display", "")
    }
    instructions = resource.get("dosageInstruction") or resource.get("dosage") or [{}]
    detail = str(instructions[0].get("text", ""))
    return Item(text_of(named), clinical_day(resource), resource.get("status") in TAKEN, detail)


def _allergy(resource: Resource) -> Item:
    reactions = [
        text_of(sign) for reaction in resource.get("reaction", []) for sign in reaction.get("manifestation", [])
    ]
    is_current = _status(resource) in {"", "active"}
    return Item(text_of(resource.get("code")), clinical_day(resource), is_current, ", ".join(reactions))


def _visit(resource: Resource) -> Item:
    kinds = resource.get("type") or [{}]
    reason = text_of((resource.get("reasonCode") or [None])[0])
    return Item(text_of(kinds[0]), clinical_day(resource), is_current=True, detail=reason)


def _plain(resource: Resource, name: str) -> Item:
    return Item(text_of(resource.get(name)), clinical_day(resource), is_current=True)


def _documents(resources: list[Resource]) -> tuple[Document, ...]:
    found = [_document(one) for one in resources if one.get("status") != "entered-in-error"]
    return tuple(sorted(found, key=lambda document: document.on or date.min, reverse=True))


def _document(resource: Resource) -> Document:
    where = attachment(resource)
    return Document(resource["id"], where.title, clinical_day(resource), where.content_type)


def attachment(reference: Resource) -> Attachment:
    """Return where a DocumentReference's bytes are; an inline text with a charset counts as its plain type."""
    found = reference["content"][0]["attachment"]
    title = str(found.get("title") or text_of(reference.get("type")) or "…")
    content_type = str(found.get("contentType", "")).partition(";")[0].strip()
    binary_id = str(found.get("url", "")).removeprefix("Binary/")
    return Attachment(title, content_type, _inline(found.get("data")), binary_id)


def _inline(text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _series(observations: list[Resource]) -> tuple[Series, ...]:
    grouped: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for observation in observations:
        reading, unit = _reading(observation)
        if reading is not None:
            label = text_of(observation.get("code"))
            grouped[_kind(observation), label, unit].append(reading)
    series = [
        Series(kind, label, unit, tuple(sorted(readings, key=lambda reading: reading.at)))
        for (kind, label, unit), readings in grouped.items()
    ]
    known = list(KIND_OF_LOINC.values())
    # Vital signs first, in the order in which they are taken; then whatever was measured last.
    series.sort(key=lambda one: one.newest.at, reverse=True)
    series.sort(key=lambda one: known.index(one.kind) if one.kind in known else len(known))
    return tuple(series)


def _kind(observation: Resource) -> str:
    for coding in observation["code"].get("coding", []):
        code = str(coding.get("code", ""))
        if kind := KIND_OF_LOINC.get(code) or OLDER_PANELS.get(code):
            return kind
    return "other"


def _reading(observation: Resource) -> tuple[Reading | None, str]:
    at, on = clinical_time(observation), clinical_day(observation)
    # A panel's parts are read systolic before diastolic, in whatever order they stand.
    parts = sorted(observation.get("component") or [observation], key=_is_diastolic)
    quantities = [part["valueQuantity"] for part in parts if "valueQuantity" in part]
    if not at or not on or not quantities:
        return None, ""
    try:
        values = tuple(Decimal(str(quantity["value"])) for quantity in quantities)
    except (InvalidOperation, KeyError):
        return None, ""
    return Reading(_comparable(at), on, values), str(quantities[0].get("unit", ""))


def _is_diastolic(part: Resource) -> bool:
    codings = (part.get("code") or {}).get("coding") or [{}]
    return codings[0].get("code") == DIASTOLIC


def _comparable(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().isoformat()
    except ValueError:
        return at


@dataclass(frozen=True, slots=True)
class Demographics:
    """Who a Patient resource is about."""

    name: str
    birth_date: date | None
    phone: str
    email: str


def demographics(patient: Resource) -> Demographics:
    """Return who a Patient is; the official name before others."""
    names = sorted(patient.get("name") or [{}], key=lambda name: name.get("use") != "official")
    given = " ".join(names[0].get("given") or [])
    name = names[0].get("text") or f"{given} {names[0].get('family', '')}".strip()
    return Demographics(name, _birth_date(patient), _reached(patient, "phone"), _reached(patient, "email"))


def homes(patient: Resource) -> tuple[list[str], list[tuple[str, str]]]:
    """Return a Patient's telephone numbers, and each street line with its postal code."""
    points, addresses = patient.get("telecom") or [], patient.get("address") or []
    phones = [str(point.get("value", "")) for point in points if point.get("system") in {"phone", "sms"}]
    doors = [(str(line), str(one.get("postalCode", ""))) for one in addresses for line in one.get("line") or []]
    return phones, doors


def _birth_date(patient: Resource) -> date | None:
    try:
        return date.fromisoformat(str(patient.get("birthDate")))
    except ValueError:
        return None


def _reached(patient: Resource, system: str) -> str:
    points = patient.get("telecom") or []
    return next((str(point.get("value", "")) for point in points if point.get("system") == system), "")
