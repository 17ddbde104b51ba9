"""The run judges what the log holds, files no more than the budget, and nothing twice."""

from collections import Counter

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel.ids import PersonId
from paravent.people.tests.cast import at
from paravent.proving.simulation import simulate
from paravent.proving.terms import Simulation
from paravent.vigilance.models import Case, Run
from paravent.vigilance.operations import judge_log

SEED = 7


@pytest.fixture(scope="module")
def made() -> Simulation:
    return simulate(staff=60, days=21, seed=SEED)


def kept() -> tuple[list[Case], list[Run]]:
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        return list(Case.objects.order_by("week", "person_id")), list(Run.objects.order_by("at"))


def test_a_run_files_within_the_budget_and_nothing_twice(made: Simulation, filled: str) -> None:
    with at(made.frames.accesses["at"].max()):
        first = judge_log(INSTALLATION)
        again = judge_log(INSTALLATION)

    cases, runs = kept()
    assert (first > 0, again, len(cases), len(runs)) == (True, 0, first, 2)
    assert max(Counter(case.week for case in cases).values()) <= 5
    for case in cases:
        assert case.score >= 1
        assert case.reasons
        assert all(
            {"entry", "at", "act", "outcome", "because", "patient", "explanation", "met", "reasons"} == set(look)
            for look in case.looks
        )
    assert any(case.looks for case in cases)


@pytest.mark.django_db
def test_nobody_but_the_installation_judges() -> None:
    with pytest.raises(Refused, match="not-your-work"):
        judge_log(Actor(PersonId(INSTALLATION.person), frozenset({Role.DPO})))
