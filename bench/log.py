"""The log: appends by several threads at once, and how fast the sequencer gives them their places."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections

from bench.spread import Comparison, in_turn
from paravent.access.operation import operation
from paravent.access.purposes import rehearse
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.keys.custody import signing_key
from paravent.ledger.sequencer import Signer, sequence_all

MANY = (4, 16)

rehearse(["bench.append"])


def _append(times: int) -> None:
    for _ in range(times):
        with operation("bench.append", INSTALLATION, Purpose.OPERATIONS) as op:
            op.note(patient=uuid4())
            op.require(allow("bench"))


def _appends(threads: int, times: int) -> float:
    def work(_: int) -> None:
        _append(times // threads)
        connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return times // threads * threads / (time.perf_counter() - began)


def appends(*, rounds: int, times: int) -> Iterator[Comparison]:
    """Measure whole operations that only write their line: many threads against one, whose speed they should pass."""
    one, *more = in_turn(
        rounds,
        lambda: _appends(1, times),
        *(lambda n=n: _appends(n, times) for n in MANY),  # type: ignore[misc]
    )
    for threads, figures in zip(MANY, more, strict=True):
        yield Comparison(f"Operations that write a line, {threads} threads against one", "lines/s", figures, one)


def sequencing(*, rounds: int, times: int) -> Comparison:
    """Measure the sequencer against the operations that feed it: below 1 it would fall behind."""
    signer = Signer(settings.LEDGER_ORIGIN, signing_key())

    def sequenced() -> float:
        began = time.perf_counter()
        return sequence_all(signer) / (time.perf_counter() - began)

    feeding, sequencing = [], []
    for _ in range(rounds):
        sequence_all(signer)
        feeding.append(_appends(MANY[0], times))
        sequencing.append(sequenced())
    connection.close()
    return Comparison("The sequencer, against four threads that feed it", "lines/s", sequencing, feeding)
