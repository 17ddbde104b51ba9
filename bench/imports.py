"""Import, validated and sealed, against the same rows kept plain; from files on disk to committed rows."""

import gzip
import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from django.db import connections, transaction

from bench.ground import Ground
from bench.spread import Comparison, in_turn
from paravent.fhir import streams
from paravent.fhir.resources import patient_reference
from paravent.records.importing import BATCH, import_files

GOAL_A_SECOND = 2_500
ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("PARAVENT_TEST_DATA", ROOT.parent / "shared" / "data")) / "synthea"
INSERT = (
    "INSERT INTO bench_resource (id, patient_id, resource_type, fhir_id, content)"
    " VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000000', %s, %s, %s)"
)


def synthea() -> list[Path]:
    """Return the files to import; none where they are not on this machine."""
    return streams.files_of(DATA) if DATA.is_dir() else []


def part_of(files: list[Path], patients: int, into: Path) -> list[Path]:
    """Write a small part of the files: some patients, and all that is theirs."""
    kept = [found.resource for found in streams.read(files) if found.resource]
    ids = {one["id"] for one in islice((one for one in kept if one["resourceType"] == "Patient"), patients)}
    lines = [orjson.dumps(one) for one in kept if _id_in(patient_reference(one) or "") in ids]
    path = into / "part.ndjson.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    return [path]


def _id_in(reference: str) -> str:
    return reference.removeprefix("urn:uuid:").rpartition("/")[2]


def imports(ground: Ground, files: list[Path], *, rounds: int) -> Comparison:
    """Measure both ways of bringing everything in, each into an empty database."""

    def ours() -> float:
        with ground.fresh_database():
            began = time.perf_counter()
            tally = import_files(files, lambda _: None)
            return tally.done / (time.perf_counter() - began)

    def plain() -> float:
        began = time.perf_counter()
        done = sum(_kept_plain(batch) for batch in _batches(files))
        figure = done / (time.perf_counter() - began)
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM bench_resource WHERE patient_id = '00000000-0000-0000-0000-000000000000'")
        return figure

    return Comparison("Import of a practice", "resources/s", *in_turn(rounds, ours, plain))


def _batches(files: list[Path]) -> Iterator[list[tuple[str, str, str]]]:
    found = streams.read(files)
    rows = (
        (one.resource["resourceType"], one.resource["id"], orjson.dumps(one.resource).decode())
        for one in found
        if one.resource
    )
    while batch := list(islice(rows, BATCH)):
        yield batch


def _kept_plain(batch: list[tuple[str, str, str]]) -> int:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.executemany(INSERT, batch)
    return len(batch)
