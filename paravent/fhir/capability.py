"""What the server can do, said by the tables by which it does it: a CapabilityStatement that cannot lie."""

from collections.abc import Mapping
from dataclasses import dataclass

from paravent.fhir.parameters import TABLE, Kind, parameters
from paravent.fhir.terms import Resource


@dataclass(frozen=True, slots=True)
class About:
    """What a statement says of the server besides its types."""

    url: str
    released: str
    oauth: Mapping[str, str]


def statement(about: About, served: Mapping[str, frozenset[str]], everything: str) -> Resource:
    """Return the CapabilityStatement for the types with their interactions."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": about.released,
        "kind": "instance",
        "software": {"name": "Paravent"},
        "implementation": {"description": "The patient files of one practice", "url": about.url},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "patchFormat": ["application/json-patch+json"],
        "rest": [
            {
                "mode": "server",
                "security": _security(about),
                "resource": [_resource(kind, served[kind], everything) for kind in sorted(served)],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
            }
        ],
    }


def _security(about: About) -> Resource:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "SMART-on-FHIR"}
    said: Resource = {"cors": True, "service": [{"coding": [coding]}]}
    if not about.oauth:
        return said
    parts = [{"url": name, "valueUri": address} for name, address in sorted(about.oauth.items())]
    urls = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
    return said | {"extension": [{"url": urls, "extension": parts}]}


def _resource(kind: str, interactions: frozenset[str], everything: str) -> Resource:
    can_write = "update" in interactions
    said: Resource = {
        "type": kind,
        "interaction": [{"code": code} for code in sorted(interactions)],
        "versioning": "versioned" if "vread" in interactions else "no-version",
        "readHistory": "vread" in interactions,
        "updateCreate": False,
        "conditionalCreate": "create" in interactions,
        "conditionalRead": "full-support",
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
    }
    if kind == "Patient":
        said["operation"] = [{"name": "everything", "definition": everything}]
    return (
        said | (_search(kind) if "search-type" in interactions else {}) | ({} if can_write else {"updateCreate": False})
    )


def _search(kind: str) -> Resource:
    of_type = parameters(kind).values()
    return {
        "searchParam": [{"name": one.name, "type": one.kind.value} for one in of_type],
        "searchInclude": sorted(f"{kind}:{one.name}" for one in of_type if one.kind == Kind.REFERENCE),
        "searchRevInclude": sorted(
            f"{other}:{one.name}"
            for other in TABLE
            for one in TABLE[other]
            if one.kind == Kind.REFERENCE and (not one.targets or kind in one.targets)
        ),
    }
