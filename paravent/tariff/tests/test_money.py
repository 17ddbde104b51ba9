"""No cent is lost, and the order of lines makes no difference."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.tariff.money import amount_of, comes_to, rounded

AMOUNTS = st.lists(st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100), max_size=30)


@settings(max_examples=50)
@given(AMOUNTS)
def test_a_total_is_the_sum_of_its_cents(amounts: list[Decimal]) -> None:
    assert int(comes_to(amounts) * 100) == sum(int(one * 100) for one in amounts)


@settings(max_examples=50)
@given(AMOUNTS, st.randoms())
def test_the_order_makes_no_difference(amounts: list[Decimal], chance: random.Random) -> None:
    shuffled = list(amounts)
    chance.shuffle(shuffled)
    assert comes_to(shuffled) == comes_to(amounts)


@settings(max_examples=50)
@given(AMOUNTS, AMOUNTS)
def test_two_halves_come_to_the_whole(some: list[Decimal], others: list[Decimal]) -> None:
    assert comes_to([*some, *others]) == comes_to(some) + comes_to(others)


@given(
    st.integers(0, 100_000),
    st.decimals("0.0001", "99.99999", places=5),
    st.decimals("1", "3.5", places=1),
)
def test_an_amount_is_the_nearest_cent_and_half_goes_up(points: int, cents: Decimal, factor: Decimal) -> None:
    exact = Fraction(points) * Fraction(cents) * Fraction(factor) / 100
    found = Fraction(amount_of(points, cents, factor))
    assert found.denominator in {1, 2, 4, 5, 10, 20, 25, 50, 100}
    assert Fraction(-1, 200) < found - exact <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("exact", "expected"), [("0.004", "0.00"), ("0.005", "0.01"), ("1.015", "1.02"), ("2.675", "2.68")]
)
def test_half_a_cent_goes_up(exact: str, expected: str) -> None:
    assert rounded(Decimal(exact)) == Decimal(expected)
