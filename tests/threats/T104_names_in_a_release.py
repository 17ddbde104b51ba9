"""Whoever reads a release *cannot* find a name, an address, a number or an id of the practice in it, wherever a program or a person wrote it: not in identifiers, references, displays, extensions, narratives, attachments, codes, units or numbers."""

import base64
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from paravent.deid.structured_rules import Resource
from paravent.deid.tests.releases import leaving, release
from paravent.fhir.sample import Sample, samples

AS_OF = date(2025, 11, 28)
NUMBER = 4915112345678


def soiled(value: Any, name: str) -> Any:
    """Return a resource in which the name stands beside, inside and instead of much that it says."""
    if isinstance(value, list):
        return [soiled(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    more = {
        "extension": [{"url": f"urn:{name}", "valueString": name}],
        "_status": {"id": name},
        "display": name,
        "identifier": [{"system": "urn:own", "value": name}],
        "note": [{"text": name, "authorString": name}],
        "text": {"status": "generated", "div": f"<div>{name}</div>"},
        "contained": [{"resourceType": "Patient", "id": name, "name": [{"family": name}]}],
    }
    return {**{key: soiled(one, name) for key, one in value.items() if key != "text"}, **more}


def attached(sample: Sample) -> Iterator[Resource]:
    """Return resources whose own elements hold what they should not."""
    subject = {"reference": f"Patient/{sample.patient_id}", "display": sample.name}
    letter = base64.b64encode(sample.name.encode()).decode()
    code = {"coding": [{"system": "http://loinc.org", "code": "8480-6", "display": sample.name}]}
    content = [{"attachment": {"contentType": "text/plain", "data": letter, "title": f"{sample.name}.txt"}}]
    yield {"resourceType": "DocumentReference", "id": sample.name, "subject": subject, "content": content}
    for number, value in enumerate(
        (
            {"valueString": sample.name},
            {"valueInteger": NUMBER},
            {
                "valueQuantity": {
                    "value": 1,
                    "unit": sample.name,
                    "system": "http://unitsofmeasure.org",
                    "code": sample.name,
                }
            },
            {"valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": f"{NUMBER}"}]}},
            {"effectiveDateTime": f"2024-01-08T{sample.name}", "status": sample.name},
            {"encounter": {"reference": f"https://practice/{sample.name}/Encounter/1"}},
        )
    ):
        yield {"resourceType": "Observation", "id": f"o{number}", "code": code, "subject": subject, **value}


def test_nothing_that_names_anybody_leaves() -> None:
    everybody = list(samples(AS_OF))
    files = {
        str(one.patient_id): [*(soiled(resource, one.name) for resource in one.resources), *attached(one)]
        for one in everybody
    }
    left = leaving(files, release(fewest=3))
    told = json.dumps(left and list(left.values()), ensure_ascii=False)

    assert sum(map(len, left.values())) > 0.4 * sum(map(len, files.values()))
    for one, file in zip(everybody, files.values(), strict=True):
        secrets = {*one.name.split(), one.phone, str(one.patient_id), one.birth_date.isoformat(), str(NUMBER)}
        ids = {str(resource["id"]) for resource in file if len(str(resource["id"])) > 8}
        assert [secret for secret in secrets | ids if secret and secret in told] == []
