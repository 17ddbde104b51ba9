"""Protected reads against the same query and payload unprotected, and where the time goes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from uuid import UUID

import orjson
from django.db import connection, connections, models, transaction

from bench.ground import Ground
from bench.people import Cast
from bench.spread import Comparison, Goal, Measure, a_second, in_turn
from paravent.access import operation as gate
from paravent.access.terms import Purpose
from paravent.fhir import summaries
from paravent.records import operations
from paravent.records.queries import IN_CHART
from paravent.records.terms import Content

GOAL = Goal(0.5)
THREADS = 4


class Plain(models.Model):
    """The same resource as plain JSON: no row security, no seal."""

    id = models.UUIDField(primary_key=True)
    patient_id = models.UUIDField()
    resource_type = models.TextField()
    fhir_id = models.TextField()
    content = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_resource"
        managed = False


def plain_chart(patient_id: UUID) -> tuple[summaries.Chart, summaries.Demographics]:
    """Return a file as a page shows it, and whose it is, from plain rows."""
    with transaction.atomic(using="owner"):
        rows = Plain.objects.using("owner").filter(patient_id=patient_id, resource_type__in=IN_CHART)
        chart = summaries.chart([orjson.loads(row.content) for row in rows.only("id", "patient_id", "content")])
        who = Plain.objects.using("owner").get(patient_id=patient_id, resource_type="Patient")
        return chart, summaries.demographics(orjson.loads(who.content))


def plain_document(patient_id: UUID, fhir_id: str) -> Content:
    """Return a document, from a plain row."""
    with transaction.atomic(using="owner"):
        wanted = {"patient_id": patient_id, "resource_type": "DocumentReference", "fhir_id": fhir_id}
        row = Plain.objects.using("owner").get(**wanted)
    found = summaries.attachment(orjson.loads(row.content))
    return Content(found.title, found.content_type, found.data or b"")


def _opens(cast: Cast) -> tuple[Callable[[int], object], Callable[[int], object]]:
    patients = cast.patients
    return (
        lambda turn: operations.open_chart(cast.clinician, Purpose.TREATMENT, patients[turn % len(patients)]),
        lambda turn: plain_chart(patients[turn % len(patients)]),
    )


def _documents(cast: Cast) -> tuple[Callable[[int], object], Callable[[int], object]]:
    both = list(zip(cast.patients, cast.documents, strict=True))
    return (
        lambda turn: operations.open_document(cast.clinician, Purpose.TREATMENT, *both[turn % len(both)]),
        lambda turn: plain_document(*both[turn % len(both)]),
    )


def protected_reads(cast: Cast, *, rounds: int, reads: int) -> Iterator[Comparison]:
    """Measure opening a whole file and one document, alone and four at a time."""
    for name, sides, times in (("a whole file", _opens(cast), reads // 4), ("one document", _documents(cast), reads)):
        alone = [_alone(times, side) for side in sides]
        yield Comparison(f"Opening {name}", "reads/s", *in_turn(rounds, *alone), GOAL)
        together = [_together(times, side) for side in sides]
        yield Comparison(f"Opening {name}, {THREADS} at a time", "reads/s", *in_turn(rounds, *together), GOAL)


def _alone(times: int, side: Callable[[int], object]) -> Measure:
    return lambda: a_second(times, side)


def _together(times: int, side: Callable[[int], object]) -> Measure:
    def measure() -> float:
        turns = count()

        def work(_: int) -> None:
            for _turn in range(times // THREADS):
                side(next(turns))
            connections.close_all()

        with ThreadPoolExecutor(THREADS) as threads:
            return a_second(1, lambda _: list(threads.map(work, range(THREADS)))) * (times // THREADS) * THREADS

    return measure


@contextmanager
def _without_log() -> Iterator[None]:
    """Let the gate write no line: what the log alone costs."""
    append, gate.append = gate.append, lambda _line, entry_id=None, *_more: entry_id or UUID(int=0)
    try:
        yield
    finally:
        gate.append = append


@contextmanager
def _without_flush() -> Iterator[None]:
    """Let a commit not wait for the disk: what durability alone costs."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        connection.close()


def where_time_goes(ground: Ground, cast: Cast, *, rounds: int, reads: int) -> list[Comparison]:
    """Measure one document's read with one protection left out at a time, against the whole of it."""
    protected, plain = _documents(cast)

    def under(condition: Callable[[], AbstractContextManager[None]], side: Callable[[int], object]) -> Measure:
        def measure() -> float:
            with condition():
                side(0)
                return a_second(reads, side)

        return measure

    @contextmanager
    def without_either() -> Iterator[None]:
        with ground.without_row_security(), _without_log():
            yield

    conditions = {
        "without row security": under(ground.without_row_security, protected),
        "without the log": under(_without_log, protected),
        "without either": under(without_either, protected),
        "without waiting for the disk": under(_without_flush, protected),
        "unprotected": under(nullcontext, plain),
    }
    whole, *others = in_turn(rounds, under(nullcontext, protected), *conditions.values())
    return [Comparison(name, "reads/s", other, whole) for name, other in zip(conditions, others, strict=True)]
