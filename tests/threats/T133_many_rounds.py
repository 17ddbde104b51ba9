"""Whoever learns over and over, by charter after charter, *cannot* add noise up until it is gone: rounds and answers take from one account, a run is charged whole with its first share, and when a patient's year is spent no further run begins. A leader who asks for a round again *cannot* have it charged twice, nor read what is given again. Averaged over all that a year allows, a guess about one patient is right no more often than ε = 3 says."""

from datetime import timedelta
from math import sqrt
from uuid import UUID

import numpy as np
import pytest
from django.db import IntegrityError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.answers.operations import ask, see_answers
from paravent.answers.tests.cast import COUNT, a_study, answered
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.keys.custody import round_key
from paravent.learning import privacy
from paravent.learning.leading import public_hex
from paravent.learning.terms import Charter, Site
from paravent.learning.tests.cast import a_charter
from paravent.noise.meaning import right_by_odds
from paravent.people.tests.cast import somebody
from paravent.research.operations import decide_study, give_budget, propose_study
from paravent.research.steps import charge
from paravent.research.terms import STUDY_BUDGETS, YEAR_BUDGET, Plan
from paravent.rounds.operations import agree_to_charter, attach_charter, take_part

MOST = max(STUDY_BUDGETS)


def a_study_to_learn(fen: Actor, gul: Actor) -> UUID:
    """Return a study of Fen's that asks whether programs may learn, with the most that a study may spend."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Over and over", "To look through the noise", "Three clinics", (Topic.RESEARCH_AI,), until)
    study_id = propose_study(fen, plan)
    decide_study(gul, study_id, approves=True)
    give_budget(gul, study_id, MOST)
    return study_id


def a_charter_here(title: str) -> Charter:
    """Return a charter of this installation and two others, which costs as much as a study has."""
    here = Site(name="Here", key=public_hex(round_key()))
    others = a_charter(names=["Aalen", "Bonn", "Celle"]).sites[:2]
    noise = privacy.noise_for(6, MOST / 1000)
    return a_charter(rounds=6, noise=noise, title=title, sites=(here, *others), leader="Aalen")


def agreed(fen: Actor, gul: Actor, study_id: UUID, title: str) -> UUID:
    """Bring a charter to a study, and agree to it."""
    agreement_id = attach_charter(fen, study_id, a_charter_here(title))
    agree_to_charter(gul, agreement_id)
    return agreement_id


def begun(study_id: UUID, agreement_id: UUID) -> None:
    """Charge a run as its first share does, without asking whether the budget reaches."""
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        charge(op, agreement_id, study_id, MOST)


@pytest.mark.django_db
def test_charter_after_charter_spends_the_year_that_answers_spend_too() -> None:
    fen, gul = somebody("Fen", Role.RESEARCHER), somebody("Gül", Role.DPO)
    first, second, third = (a_study_to_learn(fen, gul) for _ in range(3))
    begun(first, agreed(fen, gul, first, "The first time"))
    with pytest.raises(Refused, match="study-budget-is-spent"):
        agreed(fen, gul, first, "The same, by another name")
    late = agreed(fen, gul, third, "Agreed to, and begun too late")
    begun(second, agreed(fen, gul, second, "The second time"))
    asks = a_study(fen, gul)
    answered(fen, asks, COUNT, MOST)

    assert see_answers(fen, asks)[1].year_spent == YEAR_BUDGET
    with pytest.raises(Refused, match="year-budget-is-spent"):
        take_part(INSTALLATION, a_charter_here("Agreed to, and begun too late").digest, [])
    with pytest.raises(Refused, match="year-budget-is-spent"):
        ask(fen, a_study(fen, gul), COUNT, 100)
    with pytest.raises(IntegrityError, match="not overspent"):
        begun(third, late)


def test_averaged_over_all_that_a_year_allows_a_guess_is_no_better_than_was_said() -> None:
    charter = a_charter_here("Whatever it is")
    runs = YEAR_BUDGET // privacy.cost(charter)
    assert runs == YEAR_BUDGET // MOST
    # The strongest attacker knows all others, and sees every sum of every run: two Gaussians, one patient apart.
    sums = runs * charter.rounds
    drawn = np.random.default_rng(1).normal(0, charter.noise, (20_000, sums)).mean(axis=1)
    right = ((drawn[:10_000] < 0.5).mean() + (drawn[10_000:] + 1 > 0.5).mean()) / 2

    assert right <= right_by_odds(YEAR_BUDGET / 1000) + runs * privacy.DELTA
    # And it is no straw man: without the account, a hundred runs tell nearly everything.
    assert (np.random.default_rng(1).normal(0, charter.noise / sqrt(100 * charter.rounds), 10_000) < 0.5).mean() > 0.85
