"""What noise promises, against the closed form and against itself."""

from math import inf, log, sqrt

import numpy as np
import pytest

from paravent.learning import models, privacy
from paravent.learning.summing import FRACTION
from paravent.learning.terms import Kind
from paravent.learning.tests.cast import a_charter


def test_what_is_promised_is_never_more_than_the_closed_form_and_grows_with_the_rounds() -> None:
    for rounds, noise in ((1, 1.0), (6, 5.5), (20, 1.0), (30, 12.0)):
        rho = rounds / (2 * noise**2)
        closed = rho + 2 * sqrt(rho * log(1e5))
        assert 0.8 * closed < privacy.epsilon(rounds, noise) <= closed
    assert privacy.epsilon(7, 5.5) > privacy.epsilon(6, 5.5)
    assert privacy.epsilon(1, 0) == inf
    # What the first measurement of this design said: four hospitals, each as a whole, twenty rounds, noise 1.
    assert 28 < privacy.epsilon(20, 1.0) < 31.5


@pytest.mark.parametrize("wanted", [0.5, 1.0, 3.0])
def test_noise_for_a_promise_is_just_enough(wanted: float) -> None:
    noise = privacy.noise_for(6, wanted)
    assert privacy.epsilon(6, noise) <= wanted < privacy.epsilon(6, noise - 0.02)


@pytest.mark.parametrize(("promise", "right"), [(0.0, 0.5), (1.0, 0.731), (31.0, 1.0), (inf, 1.0)])
def test_a_promise_in_words_is_how_often_a_guess_is_right(promise: float, right: float) -> None:
    assert privacy.at_most_right(promise) == pytest.approx(right, abs=1e-3)


@pytest.mark.parametrize("kind", list(Kind))
def test_noise_is_as_wide_as_the_plan_says_and_in_every_number(kind: Kind) -> None:
    charter = a_charter(kind, noise=2.0)
    nothing = np.zeros(models.length(charter), dtype=np.int64)
    drawn = np.array([privacy.noised(nothing, charter, models.influence(charter)) for _ in range(200)]) / FRACTION

    assert drawn.std() == pytest.approx(2.0 * models.influence(charter), rel=0.15)
    assert (drawn != 0).mean() > 0.99
    assert privacy.noised(nothing, a_charter(kind), 1.0) is nothing


@pytest.mark.parametrize("kind", list(Kind))
def test_one_patient_moves_a_sum_by_no_more_than_is_accounted_for(kind: Kind) -> None:
    charter = a_charter(kind)
    extreme = {"age": 1e9, "sex": "male", "pressure": -1e9}
    state = (50.0,) * len(models.beginning(charter))
    for facts, label in ((extreme, True), (extreme, False), ({}, True), ({"age": 55.0, "sex": "?"}, False)):
        moved = np.linalg.norm(models.added_up(charter, state, [facts], [label]))
        assert 0 < moved <= models.influence(charter) + 1e-9
