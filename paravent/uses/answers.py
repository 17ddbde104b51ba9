"""Lists of whom a recipient has to delete, as they are sent (FHIR Bulk Data, `deleted`)."""

from collections.abc import Iterable

import orjson

from paravent.fhir.terms import Resource
from paravent.uses.terms import Batch

NDJSON = "application/fhir+ndjson"


def as_ndjson(batches: Iterable[Batch]) -> bytes:
    """Return lists as they are sent: a transaction Bundle a line."""
    bundles = [_bundle(pseudonym) for batch in batches for pseudonym in batch.pseudonyms]
    return b"".join(orjson.dumps(bundle) + b"\n" for bundle in bundles)


def _bundle(pseudonym: str) -> Resource:
    entry = {"request": {"method": "DELETE", "url": f"Patient/{pseudonym}"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
