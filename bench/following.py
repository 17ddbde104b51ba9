"""What `bench.follow` measures: how soon a look is a case, where that time goes, and how many tries a second are answered meanwhile. Needs Django open."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from bench.ground import Ground
from paravent.access.operation import unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.judgement import scoring
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people import operations as people
from paravent.people.terms import Identity
from paravent.records.operations import open_chart
from paravent.vigilance import newest
from paravent.vigilance.operations import judge_newest
from paravent.vigilance.terms import Act
from paravent.visits import operations as visits

SOON_SECONDS = 30
WORK = Purpose.OPERATIONS


STEPS = ("placed", "taken", "read", "judged", "filed")
"""What happens to a look on its way, in this order: it gets its place in the log, the follower takes it, reads what judges it, judges it, and files the case."""


class Marks:
    """When each part of a way ended, on the clock of `time.perf_counter`."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, float]] = []

    def mark(self, part: str) -> None:
        self.seen.append((part, time.perf_counter()))

    def parts(self, began: float) -> list[float]:
        """Return how many seconds each part of the way took that has just ended. Earlier pieces have left marks too: of each part the last before the next."""
        self.mark(STEPS[-1])
        ends: list[float] = []
        until = self.seen[-1][1]
        for part in reversed(STEPS):
            until = max(at for name, at in self.seen if name == part and at <= until)
            ends.insert(0, until)
        return [end - start for start, end in zip([began, *ends], ends, strict=False)]

    def after(self, part: str, work: Callable[..., Any], before: str = "") -> Callable[..., Any]:
        """Return work that leaves a mark when it has found something, and when it begins."""

        def marked(*given: Any) -> Any:
            if before:
                self.mark(before)
            found = work(*given)
            if found is not None and (not isinstance(found, range) or found):
                self.mark(part)
            return found

        return marked


@contextmanager
def served(*, judge: bool = True) -> Iterator[Marks]:
    """Run what the server runs beside its requests, in a loop of its own."""
    from paravent.web import lifespan

    marks = Marks()
    came, ended = asyncio.Queue[str](), threading.Event()
    loop = asyncio.new_event_loop()

    async def send(_: object) -> None:
        ended.set()

    with (
        put(lifespan, "judge_newest", judge_newest if judge else lambda *_: 0),
        put(lifespan, "sequence_and_keep", marks.after("placed", lifespan.sequence_and_keep)),
        put(newest, "read_newest", marks.after("read", newest.read_newest, before="taken")),
        put(newest, "judge_files", marks.after("judged", newest.judge_files)),
    ):
        thread = threading.Thread(target=lambda: loop.run_until_complete(lifespan.Lifespan()({}, came.get, send)))
        loop.call_soon(came.put_nowait, "lifespan.startup")
        thread.start()
        ended.wait()
        try:
            yield marks
        finally:
            loop.call_soon_threadsafe(came.put_nowait, "lifespan.shutdown")
            thread.join()


@contextmanager
def put(there: Any, name: str, instead: Any) -> Iterator[None]:
    """Let something stand in another's place for a while."""
    kept = getattr(there, name)
    setattr(there, name, instead)
    try:
        yield
    finally:
        setattr(there, name, kept)


def somebody(name: str, role: Role) -> Actor:
    email = f"{name.lower().replace(' ', '.')}@practice.example"
    person, _ = people.add_staff(INSTALLATION, name=name, email=email, roles=frozenset({role}))
    return Actor(PersonId(person), frozenset({role}))


def until_filed(place: Ground, marks: Marks, nth: int) -> list[float]:
    """Let somebody book, look and cancel, and return how long each part took from that commit until the case stands in the queue."""
    cem = somebody(f"Cem {nth}", Role.CLINICIAN)
    hans = people.register_patient(INSTALLATION, WORK, Identity(f"Hans Huber {nth}"))
    starts = clock.now() + timedelta(hours=5)
    booked = visits.book_visit(
        cem,
        WORK,
        patient_id=hans,
        clinician_id=cem.person,
        starts_at=starts,
        length=timedelta(minutes=15),
        reason="Call",
    )
    open_chart(cem, Purpose.TREATMENT, hans)
    visits.cancel_visit(cem, WORK, booked.visit_id)
    began = time.perf_counter()
    with psycopg.connect(place.superuser(), autocommit=True) as superuser:
        while time.perf_counter() - began < SOON_SECONDS:
            if superuser.execute("SELECT FROM vigilance_case WHERE person_id = %s", [cem.person]).rowcount:
                return marks.parts(began)
            time.sleep(0.01)
    raise SystemExit("no case within half a minute")


def tried_per_second(staff: list[Actor], files: list[PatientId], seconds: float) -> float:
    """Return how many files two people at a time try to open, all of them in vain: each such line is judged as odd."""
    turns, until = count(), time.perf_counter() + seconds

    def work(_: int) -> int:
        done = 0
        while time.perf_counter() < until:
            nth = next(turns)
            with suppress(Refused):
                open_chart(staff[nth % len(staff)], Purpose.TREATMENT, files[nth * 7919 % len(files)])
            done += 1
        connections.close_all()
        return done

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(work, range(2))) / seconds


WHO_WORKED = """
SELECT line.actor_id, max(position.position), max(line.at)
  FROM ledger_position position JOIN ledger_detail line USING (entry_id)
 WHERE line.actor_id = ANY(%s) AND line.patient_id IS NOT NULL AND line.outcome = 'done'
 GROUP BY line.actor_id ORDER BY 2 DESC LIMIT %s
"""


def who_worked_last(place: Ground, among: list[Actor], most: int) -> list[tuple[UUID, int, datetime]]:
    """Return those of some people whose lines are the log's last, with the place of each one's last line and when that was."""
    with psycopg.connect(place.superuser()) as superuser:
        return list(superuser.execute(WHO_WORKED, [[one.person for one in among], most]))


def judged_in(position: int, at: datetime) -> float:
    """Return how many seconds it takes to read and judge one line, as of when it was written."""
    with put(clock, "now", lambda: at):
        began = time.perf_counter()
        with unseen(Act.FILE, INSTALLATION, WORK) as op:
            found = newest.read_newest(op, range(position, position + 1))
        if found is None:
            raise SystemExit("the line is nobody's")
        scoring.judge_files(found.frames)
        return time.perf_counter() - began
