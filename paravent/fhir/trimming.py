"""Showing less of a resource: `_summary` and `_elements`. Source: HL7 FHIR R4, 3.1.1.5.7."""

from paravent.fhir.resources import model_of
from paravent.fhir.terms import Resource

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
ALWAYS = {"resourceType", "id", "meta"}


def trimmed(resource: Resource, summary: str, elements: tuple[str, ...]) -> Resource:
    """Return what is wanted of a resource, marked as being less than all of it."""
    kept = _kept(resource["resourceType"], summary, elements)
    if summary == "data":
        return _marked({name: value for name, value in resource.items() if name != "text"})
    if kept is None:
        return resource
    return _marked({name: value for name, value in resource.items() if name.lstrip("_") in kept})


def _kept(kind: str, summary: str, elements: tuple[str, ...]) -> set[str] | None:
    if summary == "text":
        return ALWAYS | {"text"} | required(kind)
    if summary == "true":
        return ALWAYS | summarized(kind)
    return ALWAYS | set(elements) | required(kind) if elements else None


def summarized(kind: str) -> set[str]:
    """Return the elements that FHIR counts to a type's summary."""
    return _elements(kind, "summary_element_property")


def required(kind: str) -> set[str]:
    """Return the elements that a type cannot be without."""
    model = model_of(kind)
    if model is None:
        return set()
    is_needed = {name for name, field in model.model_fields.items() if field.is_required()}
    named = {str(model.model_fields[name].alias or name) for name in is_needed}
    return named | _elements(kind, "element_required")


def _elements(kind: str, mark: str) -> set[str]:
    model = model_of(kind)
    fields = model.model_fields.items() if model else ()
    return {
        str(field.alias or name)
        for name, field in fields
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get(mark)
    }


def _marked(resource: Resource) -> Resource:
    meta = resource.get("meta") or {}
    return {**resource, "meta": {**meta, "tag": [*(meta.get("tag") or []), SUBSETTED]}}
