"""What `bench.follow` measures: how soon a look is a case, and how many tries a second are answered meanwhile. Needs Django open."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count

import psycopg
from django.db import connections

from bench.ground import Ground
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people import operations as people
from paravent.people.terms import Identity
from paravent.records.operations import open_chart
from paravent.vigilance.operations import judge_newest
from paravent.visits import operations as visits

SOON_SECONDS = 30
WORK = Purpose.OPERATIONS


@contextmanager
def served(*, judge: bool = True) -> Iterator[None]:
    """Run what the server runs beside its requests, in a loop of its own."""
    from paravent.web import lifespan

    came, ended = asyncio.Queue[str](), threading.Event()
    loop = asyncio.new_event_loop()
    kept, lifespan.judge_newest = lifespan.judge_newest, judge_newest if judge else (lambda *_: 0)  # type: ignore[assignment]

    async def send(_: object) -> None:
        ended.set()

    thread = threading.Thread(target=lambda: loop.run_until_complete(lifespan.Lifespan()({}, came.get, send)))
    loop.call_soon(came.put_nowait, "lifespan.startup")
    thread.start()
    ended.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(came.put_nowait, "lifespan.shutdown")
        thread.join()
        lifespan.judge_newest = kept


def somebody(name: str, role: Role) -> Actor:
    email = f"{name.lower().replace(' ', '.')}@practice.example"
    person, _ = people.add_staff(INSTALLATION, name=name, email=email, roles=frozenset({role}))
    return Actor(PersonId(person), frozenset({role}))


def until_filed(place: Ground, nth: int) -> float:
    """Let somebody book, look and cancel, and return how long after the look's commit the case stands in the queue."""
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
                return time.perf_counter() - began
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
