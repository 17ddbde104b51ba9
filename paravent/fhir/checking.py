"""Checking many resources: beside the reading, in processes of their own, in the order in which they came.

Only problems come back: what is filed is what was read here.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from paravent.fhir.resources import validated
from paravent.fhir.streams import Found
from paravent.fhir.terms import Invalid, Resource

Problems = list[tuple[str, str]]

CHUNK = 250
FEW = 2_000
"""Up to here the other processes would start for longer than they help."""


def checked(everything: Iterable[Found]) -> Iterator[tuple[Found, Problems]]:
    """Return everything with what is wrong with it; nothing is wrong with what is valid."""
    coming = iter(everything)
    for found in islice(coming, FEW):
        yield found, _wrong(found.resource)
    for found in coming:
        yield from _in_processes(chain([found], coming))


def _in_processes(coming: Iterator[Found]) -> Iterator[tuple[Found, Problems]]:
    # Not forked: a child must not hold our connections, nor keys that were opened here.
    count = max(1, (os.cpu_count() or 1) - 1)
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn")) as processes:
        waiting: deque[tuple[list[Found], Future[list[Problems]]]] = deque()
        while chunk := list(islice(coming, CHUNK)):
            waiting.append((chunk, processes.submit(_look, [found.resource for found in chunk])))
            if len(waiting) > 2 * count:
                yield from _answered(*waiting.popleft())
        while waiting:
            yield from _answered(*waiting.popleft())


def _answered(chunk: list[Found], answer: "Future[list[Problems]]") -> Iterator[tuple[Found, Problems]]:
    return zip(chunk, answer.result(), strict=True)


def _look(resources: list[Resource | None]) -> list[Problems]:
    return [_wrong(resource) for resource in resources]


def _wrong(resource: Resource | None) -> Problems:
    """Return what is wrong with a resource; where there is none, its reader has said why."""
    if resource is None:
        return []
    try:
        validated(resource)
    except Invalid as invalid:
        return invalid.problems
    return []
