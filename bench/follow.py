"""How soon a look without a reason is a case in the running server, and what following the log takes from those who work.

`python -m bench.follow [--staff N] [--days D]` fills a log of a made hospital first: 1,000 people in 90 days are a million lines.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import psycopg

from bench.ground import Ground, ground
from bench.spread import Spread
from paravent.proving.simulation import simulate
from paravent.web import cluster

if TYPE_CHECKING:
    from paravent.proving.terms import Simulation
    from paravent.web.scratch import Filling

SEED = 100


def main() -> None:
    """Fill a log, and measure beside it."""
    parser = argparse.ArgumentParser(prog="python -m bench.follow", description=__doc__)
    parser.add_argument("--staff", type=int, default=1000, help="how many people work in the made hospital")
    parser.add_argument("--days", type=int, default=90, help="how long it has lived")
    parser.add_argument("--rounds", type=int, default=10, help="how many looks are timed")
    asked = parser.parse_args()
    with ground() as place:
        made = simulate(asked.staff, asked.days, SEED)
        _measure(place, made, _filled(place, made), asked.rounds)


def _filled(place: Ground, made: Simulation) -> Filling:
    """Write a made hospital, and give its lines their places."""
    # Here and below: models are loaded only once Django is open.
    from paravent.web import scratch
    from paravent.web.signing import signer

    one = scratch.filling(made, SEED)
    superuser = place.server.url(cluster.SUPERUSER, cluster.DATABASE)
    scratch.fill(superuser, one, signer(), lambda _: None)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"{made.frames.accesses.height:,} lines of the log", flush=True)
    return one


def _measure(place: Ground, made: Simulation, one: Filling, rounds: int) -> None:
    from bench.following import served, somebody, tried_per_second, until_filed
    from paravent.access.terms import Actor, Role
    from paravent.kernel.ids import PatientId, PersonId
    from paravent.vigilance.operations import set_budget

    set_budget(somebody("Gul", Role.DPO), 50)
    with served():
        until_filed(place, 0)  # the first loads what judges
        found = Spread.of([until_filed(place, nth) for nth in range(1, rounds + 1)])
    print(f"From commit to case: {found.least:.2f} / {found.median:.2f} / {found.most:.2f} s", flush=True)
    doctors = [who.number for who in made.staff if who.trade == "doctor"]
    staff = [Actor(PersonId(one.people[number]), frozenset({Role.CLINICIAN})) for number in doctors]
    files = [PatientId(patient) for patient in one.patients]
    for judge in (False, True, False, True):
        with served(judge=judge):
            tries = tried_per_second(staff, files)
        print(f"{'Followed' if judge else 'Not followed'}: {tries:.0f} tries a second", flush=True)


if __name__ == "__main__":
    main()
