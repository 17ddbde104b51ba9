"""Intervals, against values that statsmodels 0.14 gives (proportion_confint "wilson", confint_proportions_2indep "newcomb")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.kernel.intervals import newcombe, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 5, 0, 0.4345),
        (1, 5, 0.0362, 0.6245),
        (5, 12, 0.1933, 0.6805),
        (23, 96, 0.1653, 0.3339),
        (35, 96, 0.2752, 0.4643),
        (64, 96, 0.5676, 0.7529),
    ],
)
def test_wilson_as_published(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("own", "study", "low", "high"),
    [
        ((8, 20), (35, 96), -0.171, 0.267),
        ((5, 12), (35, 96), -0.193, 0.331),
        ((30, 60), (35, 96), -0.023, 0.287),
        ((0, 12), (23, 96), -0.334, 0.014),
    ],
)
def test_newcombe_as_published(own: tuple[int, int], study: tuple[int, int], low: float, high: float) -> None:
    assert newcombe(*own, *study) == pytest.approx((low, high), abs=5e-4)


def test_of_none_it_may_be_any() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_within_and_the_other_answer_mirrors_it(counted: tuple[int, int]) -> None:
    hits, of = counted
    low, high = wilson(hits, of)
    assert low - 1e-12 <= hits / of <= high + 1e-12
    assert wilson(of - hits, of) == pytest.approx((1 - high, 1 - low))
