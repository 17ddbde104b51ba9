"""No cent is lost, and the order of lines makes no difference."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.kernel.said import Said
from paravent.tariff.invoices import CurrenciesMixed, Line, NotWholeCents, total
from paravent.tariff.money import amount_of, rounded
from paravent.tariff.payer import PRIVATE
from paravent.tariff.terms import Scheme
from paravent.tariff.tests.made import VISIT, asked, talked


def line(cents: int, days: int = 0, code: str = "3", currency: str = "EUR") -> Line:
    """Return a line of so many cents."""
    amount = Decimal(cents) / 100
    return Line(
        Scheme.GOAE, code, Said("Advice", "Beratung"), VISIT + timedelta(days), 1, amount, currency, points=cents
    )


LINES = st.lists(
    st.builds(line, st.integers(0, 10**9), st.integers(0, 20), st.sampled_from(["1", "3", "A5"])), max_size=30
)


@settings(max_examples=50)
@given(LINES)
def test_a_total_is_the_sum_of_its_cents(lines: list[Line]) -> None:
    found = total(lines, "EUR")
    assert int(found.amount * 100) == sum(int(one.amount * 100) for one in lines)
    assert sum(found.by_day.values(), Decimal(0)) == found.amount
    assert found.points == sum(one.points or 0 for one in lines)
    assert sorted(map(repr, found.lines)) == sorted(map(repr, lines))


@settings(max_examples=50)
@given(LINES, st.randoms())
def test_the_order_makes_no_difference(lines: list[Line], chance: random.Random) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert total(shuffled, "EUR") == total(lines, "EUR")


@settings(max_examples=50)
@given(LINES, LINES)
def test_two_halves_come_to_the_whole(some: list[Line], others: list[Line]) -> None:
    assert total([*some, *others], "EUR").amount == total(some, "EUR").amount + total(others, "EUR").amount


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


def test_a_line_in_parts_of_cents_is_refused() -> None:
    with pytest.raises(NotWholeCents):
        Line(Scheme.GOAE, "3", Said("", ""), VISIT, 1, Decimal("20.105"), "EUR")


def test_two_currencies_have_no_total() -> None:
    with pytest.raises(CurrenciesMixed):
        total([line(1), line(1, currency="USD")], "EUR")


def test_an_accepted_proposal_becomes_a_line() -> None:
    answer = asked(talked(10), PRIVATE)
    lines = [Line.of(one, answer.scheme, VISIT) for one in answer.proposals if one.code in {"3", "A5"}]
    found = total(lines, "EUR")
    assert found.amount == Decimal("30.83")
    assert [one.factor for one in found.lines] == [Decimal("2.3"), Decimal("2.3")]
    assert found.by_day == {date(2026, 11, 25): Decimal("30.83")}
