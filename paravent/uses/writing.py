"""What FHIR Bulk Data sends in lines: resources, and lists of whom a recipient has to delete (`deleted`)."""

from collections.abc import Iterable

import orjson

from paravent.fhir.terms import Resource
from paravent.uses.terms import Batch

NDJSON = "application/fhir+ndjson"


def in_lines(resources: Iterable[Resource]) -> bytes:
    """Return resources as NDJSON: one a line."""
    return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in resources)


def as_ndjson(batches: Iterable[Batch]) -> bytes:
    """Return lists as they are sent: a transaction Bundle a line."""
    return in_lines(_bundle(pseudonym) for batch in batches for pseudonym in batch.pseudonyms)


def _bundle(pseudonym: str) -> Resource:
    entry = {"request": {"method": "DELETE", "url": f"Patient/{pseudonym}"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
