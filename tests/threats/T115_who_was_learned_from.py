"""Whoever holds a model that several hospitals learned together *can* guess whether a patient was learned from hardly better than by a coin: right in fewer than 56 of 100, with the best threshold there is. Where few were learned from and many facts used, it is more; with noise of ε nobody, whatever else they know, is right more often than 1 / (1 + exp(-ε)) + δ."""

from random import Random

import numpy as np

from paravent.learning import models, privacy
from paravent.learning.terms import Charter, Column, Facts, Kind, Source
from paravent.learning.tests.cast import a_charter, hospitals, people, run

Patients = tuple[list[Facts], list[bool]]


def model_of(charter: Charter, many: int, seed: int) -> tuple[tuple[float, ...], Patients, Patients]:
    """Return a model learned together, whom it was learned from, and as many of whom it was not."""
    sites = hospitals(many, seed=seed)
    run(charter, sites, [])
    facts = [one for site in sites for one in site.held[0]]
    labels = [one for site in sites for one in site.held[1]]
    assert sites[0].seat is not None
    assert sites[0].seat.after == charter.rounds
    return sites[0].seat.state, (facts, labels), people(Random(1000 + seed), len(facts))


def right(charter: Charter, many: int, seeds: int = 3) -> float:
    """Return how often a threshold on the loss (Yeom et al. 2018) is right, the best one, chosen with the truth in hand."""
    found = []
    for seed in range(seeds):
        state, inside, outside = model_of(charter, many, seed)
        within, beyond = (losses(charter, state, group) for group in (inside, outside))
        found.append(max(((within <= at).mean() + (beyond > at).mean()) / 2 for at in np.concatenate([within, beyond])))
    return float(np.mean(found))


def losses(charter: Charter, state: tuple[float, ...], of: Patients) -> np.ndarray:
    facts, labels = of
    signs = np.where(np.array(labels), 1.0, -1.0)
    return np.logaddexp(0, -signs * models.scores(charter, state, facts))


def test_a_model_of_some_hundred_patients_tells_hardly_who_they_were() -> None:
    for kind in Kind:
        assert 0.5 <= right(a_charter(kind, rounds=3), 60) < 0.56


def test_the_attack_finds_somebody_where_there_is_something_to_find() -> None:
    """It is no straw man: of few patients with many facts it recognises most."""
    many = tuple(
        Column(name=f"m{nth}", source=Source.OBSERVATION, code=f"c{nth}", unit="1", low=0, high=1) for nth in range(40)
    )
    charter = a_charter(Kind.BAYES, columns=many)
    chance = Random(3)

    def some() -> Patients:
        facts: list[Facts] = [{column.name: chance.random() for column in many} for _ in range(30)]
        return facts, [chance.random() < 0.5 for _ in facts]

    inside, outside = some(), some()
    state = tuple(map(float, models.added_up(charter, (), *inside)))
    within, beyond = (losses(charter, state, group) for group in (inside, outside))
    assert max(((within <= at).mean() + (beyond > at).mean()) / 2 for at in within) > 0.8


def test_the_promise_of_noise_holds_whatever_somebody_knows() -> None:
    for promise in (0.5, 1.0, 3.0):
        noise = privacy.noise_for(3, promise)
        bound = privacy.at_most_right(privacy.epsilon(3, noise))
        assert bound <= 1 / (1 + np.exp(-promise)) + 1e-5
        # The strongest attacker knows all others, and sees the three sums: two Gaussians, one patient apart.
        drawn = np.random.default_rng(1).normal(0, noise, (20_000, 3))
        assert ((drawn[:10_000].sum(1) < 1.5).mean() + (drawn[10_000:].sum(1) + 3 > 1.5).mean()) / 2 < bound
    assert right(a_charter(rounds=3, noise=privacy.noise_for(3, 1.0)), 60) < privacy.at_most_right(1.0)
