"""Every resource of a real collection comes back over FHIR equal, but for id, meta and what refers to ids."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paravent.fhir.resources import rewritten
from paravent.fhir.streams import files_of
from paravent.interop.tests.cast import Practice, Program
from paravent.kernel.canonical import canonical
from paravent.records import importing

PLACE = Path(os.environ.get("PARAVENT_TEST_DATA", Path(__file__).parents[4] / "shared" / "data")) / "synthea"
FIRST = ("Organization", "Location", "Practitioner", "PractitionerRole", "Patient")
AT_ONCE = 500
OF_EACH = 60

pytestmark = pytest.mark.skipif(
    not PLACE.is_dir(), reason="the Synthea data is not here; PARAVENT_TEST_DATA names its folder"
)


def collection() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the files, those first to which others refer."""
    files = {path.name.partition(".")[0]: path for path in PLACE.glob("*.ndjson.gz")}
    for kind in (*FIRST, *sorted(set(files) - set(FIRST))):
        with gzip.open(files[kind]) as lines:
            yield kind, [json.loads(line) for line in lines]


def sent(program: Program, kind: str, resources: list[dict[str, Any]]) -> list[str]:
    """Send resources as one transaction and return the ids that they were given."""
    entries = [{"resource": one, "request": {"method": "POST", "url": kind}} for one in resources]
    answer = program.post("/", {"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert answer.status_code == 200, answer.content[:500]
    return [one["response"]["location"].split("/")[-3] for one in answer.json()["entry"]]


def everything(program: Program, kind: str) -> dict[str, dict[str, Any]]:
    """Return all resources of a type, page by page."""
    found, address = {}, f"/{kind}?_count={AT_ONCE}"
    while address:
        page = program.get(address).json()
        found |= {one["resource"]["id"]: one["resource"] for one in page.get("entry", [])}
        further = [one["url"] for one in page["link"] if one["relation"] == "next"]
        address = further[0].partition("/fhir/R4")[2] if further else ""
    return found


def bare(resource: dict[str, Any]) -> bytes:
    """Return the content without id and meta, as canonical JSON."""
    return canonical({name: value for name, value in resource.items() if name not in {"id", "meta"}})


def conditional(one: dict[str, Any], new_id: str) -> dict[str, str]:
    """Return how a resource is referred to by its identifiers, and how by its id."""
    kind = one["resourceType"]
    by = [
        f"{kind}?identifier={identifier.get('system', '')}|{identifier['value']}"
        for identifier in one.get("identifier", [])
    ]
    return dict.fromkeys((*by, f"urn:uuid:{one['id']}"), f"{kind}/{new_id}")


def test_what_was_imported_whole_is_read_whole(here: Practice) -> None:
    tally = importing.import_files(files_of(PLACE), lambda _: None)
    assert tally.problems == []
    total = 0
    for kind, resources in collection():
        if kind == "Patient":
            patients = {f"urn:uuid:{one['id']}": f"Patient/{one['id']}" for one in resources}
        known = patients if kind not in FIRST else {}
        expected = {one["id"]: bare(rewritten(one, known if kind != "Provenance" else {})) for one in resources}
        back = everything(here.system, kind)
        assert [one for one, content in expected.items() if bare(back[one]) != content] == []
        total += len(expected)
    assert total == tally.done == 38_463


def test_what_a_program_sends_comes_back_equal(here: Practice) -> None:
    known: dict[str, str] = {}
    for kind, resources in collection():
        some = [one for one in resources if kind in FIRST or is_whole(one, known)][
            : None if kind == "Patient" else OF_EACH
        ]
        new = sent(here.system, kind, [rewritten(one, patients_of(known)) for one in some])
        back = everything(here.system, kind)
        if kind in FIRST:
            known |= {
                name: place
                for one, fhir_id in zip(some, new, strict=True)
                for name, place in conditional(one, fhir_id).items()
            }
        expected = [bare(rewritten(one, known if kind not in FIRST else {})) for one in some]
        assert [bare(back[fhir_id]) for fhir_id in new] == expected


def patients_of(known: dict[str, str]) -> dict[str, str]:
    """Return the references that a program must know itself: those to patients."""
    return {name: place for name, place in known.items() if place.startswith("Patient/") and name.startswith("urn:")}


def is_whole(one: dict[str, Any], known: dict[str, str]) -> bool:
    """Tell whether the patient of a resource was sent."""
    text = json.dumps(one)
    return any(name in text for name in patients_of(known))
