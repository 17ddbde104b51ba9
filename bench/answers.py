"""How long an answer takes over many patients, whether more of them need more memory, and whether its study's page waits meanwhile.

Each answer is given in a process of its own, so that its memory is its own; the two sizes take turns.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from bench.ground import Ground
from bench.releases import FLAT, STAFF, somebody, take_in
from bench.spread import Comparison, Goal
from paravent.access.terms import Actor
from paravent.answers.operations import ask
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.research import operations as research
from paravent.research.terms import Plan
from paravent.web import cluster

GOAL_SECONDS = 60
"""For ten thousand patients."""
GOAL_A_SECOND = 10_000 / GOAL_SECONDS
PROPORTIONAL, HARDLY_SLOWER = Goal(0.8), Goal(2, at_most=True)
TENTH = 10
EACH = 25
"""Resources of each patient; some five of them are values of the sign that is asked about."""
COST = 100
CHILD = "bench.answering"


def answering(ground: Ground, *, patients: int, rounds: int) -> Iterator[Comparison]:
    """Yield how fast an answer over that many patients is, beside the goal and beside one over a tenth of them; its memory; and the page meanwhile."""
    few = patients // TENTH
    with ground.fresh_database():
        fen, gul, bea = (somebody(name, role) for name, role in STAFF)
        for number in range(patients):
            take_in(bea, number, EACH, _TOPICS if number < few else _TOPICS[:1])
        address = ground.server.url(cluster.APP, "bench_fresh")
        studies = [_a_study(fen, gul, topic) for topic in _TOPICS]
        large, small = _in_turn(address, fen, studies, rounds)
    name = f"An answer over {patients:,} patients"
    rates = [patients / one["seconds"] for one in large]
    yield Comparison(
        f"{name}, from the first file to the register", "patients/s", rates, [GOAL_A_SECOND] * rounds, Goal(1)
    )
    yield Comparison(
        f"{name}, against {few:,}", "patients/s", rates, [few / one["seconds"] for one in small], PROPORTIONAL
    )
    yield Comparison(
        f"{name}: peak memory beside one over {few:,}", "MiB", _each(large, "mib"), _each(small, "mib"), FLAT
    )
    looks = (_each(large, "look_meanwhile_ms"), _each(large, "look_before_ms"))
    yield Comparison(f"{name}: a look at its study meanwhile, against before", "ms", *looks, HARDLY_SLOWER)


_TOPICS = [Topic.RESEARCH_AI, Topic.RESEARCH_SCIENCE]
"""What everybody permits, and what a tenth does besides."""


def _a_study(fen: Actor, gul: Actor, topic: Topic) -> UUID:
    until = clock.now().date() + timedelta(days=9)
    study = research.propose_study(fen, Plan("Measured", "How fast it is", "Nobody at all", (topic,), until))
    research.decide_study(gul, study, approves=True)
    research.give_budget(gul, study, 10 * COST)
    return study


def _in_turn(address: str, fen: Actor, studies: list[UUID], rounds: int) -> list[list[dict[str, float]]]:
    """Return what was measured in each study, in rounds whose order alternates. None is thrown away: each process begins anew."""
    told: dict[UUID, list[dict[str, float]]] = {study: [] for study in studies}
    for turn in range(rounds):
        for study in studies if turn % 2 else reversed(studies):
            told[study].append(_given(address, fen, study, turn))
    return [told[study] for study in studies]


def _given(address: str, fen: Actor, study: UUID, turn: int) -> dict[str, float]:
    """Return how long an answer took in a process of its own, and its memory at most. Each turn asks something else: what was asked before is not answered anew."""
    answer = ask(fen, study, question(Measure.MEAN, sign="systolic", marks=f"{60 + turn} 200"), COST)
    done = subprocess.run(
        [sys.executable, "-m", CHILD, str(answer), str(study), str(fen.person)],
        env={**os.environ, "DATABASE_URL": address},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _each(told: list[dict[str, float]], name: str) -> list[float]:
    return [one[name] for one in told]
