"""The noise is what is said, measured on so many draws that a right mechanism fails once in more than a thousand million runs."""

from math import exp

import pytest
from opendp.accuracy import discrete_laplacian_scale_to_accuracy

from paravent.noise import mechanisms
from paravent.noise.meaning import mean_of, mean_off, noise_of, noise_within, right_at_most
from paravent.noise.mechanisms import BudgetExceeded, noised
from paravent.noise.people import contributions
from paravent.noise.questions import question
from paravent.noise.terms import THOUSANDTHS, Facts, Measure

DRAWS = 6000
SIX_SIGMA = 0.04
"""More than six standard deviations of a share among so many draws, whatever the share: half of 6000^-1/2 is one."""
COUNT = question(Measure.COUNT)
MEAN = question(Measure.MEAN, sign="systolic", marks="90 180")


def draws(count: int, cost: int, contribution: int = 1) -> list[int]:
    """Draw the noisy answer to one count over and over."""
    noised(COUNT, [], cost)
    records = [cell for cell in range(DRAWS) for _ in range(count)]
    return mechanisms._counted(records, DRAWS, contribution, cost / THOUSANDTHS)


def tail(scale: float, beyond: int) -> float:
    q = exp(-1 / scale)
    return 2 * q ** (beyond + 1) / (1 + q)


@pytest.mark.parametrize(("cost", "contribution"), [(100, 1), (1000, 1), (500, 4)])
def test_the_noise_is_discrete_laplace_of_the_scale_that_is_said(cost: int, contribution: int) -> None:
    scale = contribution * THOUSANDTHS / cost
    noise = [one - 3 for one in draws(3, cost, contribution)]

    for beyond in (0, round(scale), noise_within(scale)):
        share = sum(abs(one) > beyond for one in noise) / DRAWS
        assert abs(share - tail(scale, beyond)) < SIX_SIGMA, beyond
    assert abs(sum(one > 0 for one in noise) - sum(one < 0 for one in noise)) / DRAWS < 2 * SIX_SIGMA


def test_one_person_more_is_seen_as_rarely_as_epsilon_says() -> None:
    with_them, without = draws(5, 1000), draws(4, 1000)
    for line in (3, 4, 5, 6):
        more = sum(one >= line for one in with_them) / DRAWS
        less = sum(one >= line for one in without) / DRAWS
        assert more <= exp(1) * less + exp(1) * SIX_SIGMA
        assert more - less > 0.05


def test_the_interval_holds_95_of_100_and_is_no_wider_than_it_must() -> None:
    for scale in (0.5, 1.0, 2.0, 5.0, 10.0, 80.0):
        off = noise_within(scale)
        assert tail(scale, off) <= 0.05 + 1e-9
        assert off == 0 or tail(scale, off - 1) > 0.05
        assert off <= discrete_laplacian_scale_to_accuracy(scale, 0.05) <= off + 1
    assert [noise_of(COUNT, cost) for cost in (100, 200, 500, 1000)] == [30, 15, 6, 3]
    assert noise_of(question(Measure.FEATURES, features=["a", "b"]), 200) == noise_within(10.0)


def test_a_mean_lies_within_its_interval_and_few_have_none() -> None:
    people = [Facts(steps=120 + one % 21 - 10) for one in range(210)]
    right = 0
    for _ in range(200):
        mean = mean_of(MEAN, noised(MEAN, people, 1000), 1000)
        assert mean is not None
        right += mean.low <= 120 <= mean.high
    assert right >= 160
    assert mean_of(MEAN, (2, 50), 200) is None
    assert mean_of(MEAN, (-4, 50), 1000) is None
    assert mean_off(MEAN, 200, 500) * 2 == mean_off(MEAN, 100, 500)


def test_a_value_outside_of_the_bounds_moves_a_mean_no_further_than_they_allow() -> None:
    at_most = [noised(MEAN, [Facts(steps=10**9)], 1000)[1] for _ in range(300)]

    assert abs(sum(at_most) / 300 - 45) < 60


def test_answers_have_a_number_for_each_category_also_where_nobody_is() -> None:
    assert len(noised(question(Measure.AGE), [], 100)) == 11
    assert len(noised(question(Measure.SPREAD, sign="pulse", marks="60 80 100"), [Facts(steps=70)], 100)) == 5
    assert len({noised(COUNT, [Facts()] * 50, 100) for _ in range(40)}) > 5


def test_what_would_cost_more_than_was_said_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mechanisms, "scale", lambda contribution, epsilon: contribution / epsilon / 2)

    with pytest.raises(BudgetExceeded):
        noised(COUNT, [Facts()], 100)


def test_nothing_is_a_floating_point_number() -> None:
    assert {type(one) for one in noised(MEAN, [Facts(steps=120)] * 3, 333)} == {int}


def test_what_a_guess_may_come_to() -> None:
    assert right_at_most(0) == 0.5
    assert 0.73 < right_at_most(1000) < 0.74
    assert 0.95 < right_at_most(3000) < 0.96
    assert contributions(COUNT) == 1
