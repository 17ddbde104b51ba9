"""How soon a look without a reason is a case in the running server, and what following the log takes from those who work.

`python -m bench.follow [--staff N] [--days D]` fills a log of a made hospital first: 1,000 people in 45 days are a million lines.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.ground import Ground, ground
from bench.spread import Comparison, Goal
from paravent.proving.simulation import simulate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paravent.access.terms import Actor
    from paravent.kernel.ids import PatientId
    from paravent.proving.terms import Simulation
    from paravent.web.scratch import Filling

SEED = 100
A_SECOND = 1.0
PARTS = (
    "from the commit to its place in the log",
    "until the follower takes it up",
    "until what judges it is read",
    "until it is judged",
    "until the case stands in the queue",
)
HELD_UP = 0.5
"""Of the tries that are answered without a follower, at least: each of them is odd, which no day's work is."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How large a log is followed, how many looks are timed, and for how long two people try at a time."""

    staff: int
    days: int
    rounds: int
    seconds: float


WHOLE = Followed(staff=1000, days=45, rounds=10, seconds=10)
QUICK = Followed(staff=12, days=7, rounds=1, seconds=0.5)


def following(place: Ground, asked: Followed) -> Iterator[Comparison]:
    """Fill a log of its own, and measure beside it."""
    made = simulate(asked.staff, asked.days, SEED)
    with place.fresh_database():
        one = _filled(place, made)
        lines = f"{made.frames.accesses.height:,} lines"
        ways = _ways(place, asked.rounds)
        yield _a_second(f"From commit to case, in a log of {lines}", [sum(way) for way in ways])
        for nth, part in enumerate(PARTS):
            took = [1000 * way[nth] for way in ways]
            yield Comparison(f"Of that: {part}", "ms", took, [1000 * A_SECOND] * len(took))
        yield _a_second(
            "The last look of somebody who worked all week, read and judged",
            _of_whole_weeks(place, made, one, asked.rounds),
        )
        followed, alone = _tries(made, one, asked.seconds)
        yield Comparison(
            "Tries in vain while the log is followed, against not", "tries/s", followed, alone, Goal(HELD_UP)
        )


def _filled(place: Ground, made: Simulation) -> Filling:
    """Write a made hospital, its lines placed and signed."""
    # Here and below: models are loaded only once Django is open.
    from paravent.web import scratch
    from paravent.web.signing import signer

    one = scratch.filling(made, SEED)
    scratch.fill(place.superuser(), one, signer(), lambda _: None)
    return one


def _a_second(name: str, took: list[float]) -> Comparison:
    """Return how often a second something would be done, beside once."""
    return Comparison(name, "a second", [1 / seconds for seconds in took], [A_SECOND] * len(took), Goal(1))


def _ways(place: Ground, rounds: int) -> list[list[float]]:
    """Return how many seconds each part of a look's way to its case takes, look after look."""
    from bench.following import served, somebody, until_filed
    from paravent.access.terms import Role
    from paravent.vigilance.operations import set_budget

    set_budget(somebody("Gul", Role.DPO), 50)
    with served() as marks:
        until_filed(place, marks, 0)  # the first loads what judges
        return [until_filed(place, marks, nth) for nth in range(1, rounds + 1)]


def _of_whole_weeks(place: Ground, made: Simulation, one: Filling, rounds: int) -> list[float]:
    """Return how many seconds it takes to read and judge one look of each of some doctors, in the last week of the made hospital."""
    from bench.following import judged_in, who_worked_last

    doctors, _ = _people(made, one)
    return [judged_in(position, at) for _, position, at in who_worked_last(place, doctors, rounds)]


def _tries(made: Simulation, one: Filling, seconds: float) -> tuple[list[float], list[float]]:
    """Return how many tries a second are answered while the log is followed, and while it is not, in turn."""
    from bench.following import served, tried_per_second

    found: dict[bool, list[float]] = {True: [], False: []}
    staff, files = _people(made, one)
    for judge in (False, True, False, True):
        with served(judge=judge):
            found[judge].append(tried_per_second(staff, files, seconds))
    return found[True], found[False]


def _people(made: Simulation, one: Filling) -> tuple[list[Actor], list[PatientId]]:
    from paravent.access.terms import Actor, Role
    from paravent.kernel.ids import PatientId, PersonId

    doctors = [who.number for who in made.staff if who.trade == "doctor"]
    staff = [Actor(PersonId(one.people[number]), frozenset({Role.CLINICIAN})) for number in doctors]
    return staff, [PatientId(patient) for patient in one.patients]


def main() -> None:
    """Fill a log, and measure beside it."""
    parser = argparse.ArgumentParser(prog="python -m bench.follow", description=__doc__)
    parser.add_argument("--staff", type=int, default=WHOLE.staff, help="how many people work in the made hospital")
    parser.add_argument("--days", type=int, default=WHOLE.days, help="how long it has lived")
    parser.add_argument("--rounds", type=int, default=WHOLE.rounds, help="how many looks are timed")
    asked = parser.parse_args()
    with ground() as place:
        for one in following(place, Followed(asked.staff, asked.days, asked.rounds, WHOLE.seconds)):
            print(
                f"{one.name}: {one.ratio.least:.2f} / {one.ratio.median:.2f} / {one.ratio.most:.2f} {one.verdict}",
                flush=True,
            )


if __name__ == "__main__":
    main()
