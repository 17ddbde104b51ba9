"""FHIR over HTTP: the same server with its protection, and with all of it taken out of the path."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import uvicorn

from bench.ground import Ground
from bench.people import Cast
from bench.spread import Comparison, Goal, Measure, a_second, in_turn
from paravent.access.operation import Operation
from paravent.access.terms import Decision, Purpose, allow
from paravent.kernel.sealing import DataKey, new_key
from paravent.programs.terms import Access, Scope
from paravent.records.terms import Reach
from tests.journeys.practice import free_port

GOAL = Goal(0.6)
PREPARED = 100
TOKEN = "bench"
KEY = new_key()


class Program:
    """A program that asks over one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask, and return what comes."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/fhir+json"}
        self.connection.request(method, f"/fhir/R4{path}", json.dumps(body) if body else None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status in {200, 201}, content
        return json.loads(content)


def over_http(ground: Ground, cast: Cast, *, rounds: int, times: int) -> list[Comparison]:
    """Measure reading, creating and searching one resource at a time."""
    with _served(cast) as port:
        program = Program(port)
        ours = _Side(program, cast.patients[0])
        with _bare(ground, cast):
            peer = _Side(program, cast.patients[1])

        def bare(work: Callable[[int], object]) -> Measure:
            def measure() -> float:
                with _bare(ground, cast):
                    work(0)
                    return a_second(times, work)

            return measure

        pairs = [(name, getattr(ours, name), getattr(peer, name)) for name in ("read", "create", "search")]
        return [
            Comparison(f"FHIR {name} over HTTP", f"{name}s/s".replace("searchs", "searches"), *figures, GOAL)
            for name, mine, theirs in pairs
            for figures in [in_turn(rounds, _measured(times, mine), bare(theirs))]
        ]


def _measured(times: int, work: Callable[[int], object]) -> Measure:
    def measure() -> float:
        work(0)
        return a_second(times, work)

    return measure


class _Side:
    """A patient's observations, written by this side and read by it."""

    def __init__(self, program: Program, patient: UUID) -> None:
        self.program, self.patient = program, patient
        self.ids = [self.create(turn)["id"] for turn in range(PREPARED)]

    def create(self, turn: int) -> Any:
        return self.program.ask("POST", "/Observation", _pulse(self.patient, turn))

    def read(self, turn: int) -> Any:
        return self.program.ask("GET", f"/Observation/{self.ids[turn % PREPARED]}")

    def search(self, turn: int) -> Any:
        code = f"bench-{turn % PREPARED}"
        return self.program.ask("GET", f"/Observation?patient={self.patient}&code={code}&_count=10")


def _pulse(patient: UUID, turn: int) -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "urn:bench", "code": f"bench-{turn % PREPARED}"}], "text": "Pulse"},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": "2026-03-04T10:15:00+01:00",
        "valueQuantity": {"value": turn, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    }


@contextmanager
def _served(cast: Cast) -> Iterator[int]:
    from paravent.interop import asked
    from paravent.web.asgi import pages

    scopes = (Scope.parse("user/*.cruds"),)
    access = Access(cast.clinician, Purpose.TREATMENT, scopes, uuid4())
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(pages, port=port, log_level="error", lifespan="off", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    # How a token is looked up is a piece of sign-in, alike on both sides.
    with mock.patch.object(asked, "access_of", return_value=access):
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield port
        server.should_exit = True
        thread.join(20)


@contextmanager
def _bare(ground: Ground, cast: Cast) -> Iterator[None]:
    """Take out of the path: the gate with its transaction and log, decisions, row security, keys, seals, blind tokens."""
    from paravent.interop import operations, policy, queries
    from paravent.records import queries as records
    from paravent.records import searching, steps

    del cast
    with ExitStack() as stack:
        stack.enter_context(ground.without_row_security())
        for module, changes in (
            (operations, {"operation": _no_gate}),
            (policy, dict.fromkeys(("may_ask", "may_open", "may_write"), _yes)),
            (queries, {"reach_of": lambda *_: Reach(frozenset(), is_everybody=True), "relation_with": lambda *_: None}),
            (records, {"unseal": _as_it_is, "file_key": _no_key, "patient_keys": _no_keys}),
            (steps, {"seal": _as_it_is, "file_key": _no_key, "token": _in_clear, "fingerprint": lambda _: b""}),
            (searching, {"token": _in_clear}),
        ):
            stack.enter_context(mock.patch.multiple(module, **changes))
        yield


@contextmanager
def _no_gate(act: str, actor: Any, purpose: Any) -> Iterator[Operation]:
    yield Operation(act, actor, purpose)


def _yes(*_: object) -> Decision:
    return allow("bare")


def _as_it_is(_key: object, content: bytes, _place: object) -> bytes:
    return content


def _no_key(_patient: object) -> DataKey:
    return KEY


def _no_keys(patients: Any, _scope: object) -> dict[UUID, DataKey]:
    return dict.fromkeys(patients, KEY)


def _in_clear(_key: object, field: str, value: str) -> bytes:
    return f"{field}|{value}".encode()
