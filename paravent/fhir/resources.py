"""Checking resources on the way in, and reading what every resource has. Source: HL7 FHIR R4 (4.0.1)."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel, ValidationError

from paravent.fhir.terms import Invalid, Resource

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
WHOSE = ("subject", "patient", "beneficiary", "individual")
WHEN = (
    "effectiveDateTime",
    "effectiveInstant",
    "effectivePeriod",
    "onsetDateTime",
    "onsetPeriod",
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "authoredOn",
    "period",
    "date",
    "recordedDate",
    "issued",
    "created",
    "recorded",
)


@lru_cache(maxsize=256)
def model_of(kind: str) -> type[BaseModel] | None:
    """Return the model by which a type is checked, if there is such a type."""
    try:
        return get_fhir_model_class(kind)
    except (ValueError, KeyError):
        return None


def validated(resource: Mapping[str, Any]) -> Resource:
    """Return the resource as it was given, if it is valid; raise Invalid otherwise.

    The models are R4B's: what R4 and R4B share is checked exactly, and the resource is never re-serialised.
    """
    kind, fhir_id = resource.get("resourceType"), resource.get("id")
    model = model_of(kind) if isinstance(kind, str) else None
    if model is None:
        raise Invalid([("resourceType", "is not the name of a FHIR R4 resource")])
    if not isinstance(fhir_id, str) or not ID.fullmatch(fhir_id):
        raise Invalid([(f"{kind}.id", "must be 1 to 64 letters, digits, '-' or '.'")])
    try:
        model.model_validate(resource)
    except ValidationError as error:
        raise Invalid(_problems(str(kind), error)) from None
    return dict(resource)


def _problems(kind: str, error: ValidationError) -> list[tuple[str, str]]:
    """Translate pydantic's findings; its messages may quote the value, so only their kind is used."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [(_path(kind, item["loc"]), _words(item["type"])) for item in found]


def _path(kind: str, location: tuple[int | str, ...]) -> str:
    # "root" is pydantic's own step, not FHIR's.
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location if step != "root")
    return kind + "".join(steps)


def _words(problem: str) -> str:
    if problem.endswith("missing"):
        return "is required and not there"
    if problem == "extra_forbidden":
        return "is not an element of this resource"
    if problem.endswith("_type"):
        return f"must be a {problem.removesuffix('_type')}"
    return "does not have the form that FHIR asks for"


def patient_reference(resource: Resource) -> str | None:
    """Return the reference to the patient whom the resource is about; a Patient is about itself."""
    if resource["resourceType"] == "Patient":
        return f"Patient/{resource['id']}"
    for name in WHOSE:
        reference = (resource.get(name) or {}).get("reference") if isinstance(resource.get(name), dict) else None
        if isinstance(reference, str):
            return reference
    return None


def clinical_time(resource: Resource) -> str | None:
    """Return when it was so, as the resource says it: a FHIR date, dateTime or instant."""
    for name in WHEN:
        said = resource.get(name)
        if isinstance(said, dict):
            said = said.get("start") or said.get("end")
        if isinstance(said, str):
            return said
    return None


def clinical_day(resource: Resource) -> date | None:
    """Return the day of clinical_time; a month or a year alone is its first day."""
    said = clinical_time(resource)
    if said is None:
        return None
    parts = said[:10].split("-")
    try:
        return date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return None


def stamped(resource: Resource, version: str, at: datetime) -> Resource:
    """Return the resource with its version and when that was written, which the server says and nobody else."""
    meta = {**(resource.get("meta") or {}), "versionId": version, "lastUpdated": at.astimezone(UTC).isoformat()}
    return {**resource, "meta": meta}


def references(resource: object) -> Iterator[str]:
    """Return every literal reference in the resource, in order."""
    if isinstance(resource, dict):
        for name, value in resource.items():
            if name == "reference" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(resource, list):
        for value in resource:
            yield from references(value)


def rewritten(resource: Resource, mapping: Mapping[str, str]) -> Resource:
    """Return the resource with the references of the mapping replaced; others, and conditional ones, stay."""
    if not mapping:
        return resource
    whole: Resource = _rewritten(resource, mapping)
    return whole


def _rewritten(value: Any, mapping: Mapping[str, str]) -> Any:
    """Return the same object where nothing in it is replaced: most of a resource is not copied."""
    changed = {}
    for name, item in enumerate(value) if isinstance(value, list) else value.items():
        # Most of a resource is texts and numbers: only what can hold a reference is walked into.
        if isinstance(item, (dict, list)):
            if (new := _rewritten(item, mapping)) is not item:
                changed[name] = new
        elif name == "reference" and isinstance(item, str) and item in mapping:
            changed[name] = mapping[item]
    if not changed:
        return value
    return [changed.get(at, item) for at, item in enumerate(value)] if isinstance(value, list) else value | changed
