"""Points into money: exactly, rounded once."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ONE = Decimal(1)


def amount_of(points: int, cents_a_point: Decimal, factor: Decimal = ONE, step: Decimal = CENT) -> Decimal:
    """Return what so many points are worth, in euro.

    It is rounded once, half up, after the factor was applied: § 5 (1) GOÄ rounds the fee and not the rate that it is made of; the
    EBM's own price list (40 points at 12.3934 ct: 4.96 EUR) is made the same way.
    """
    return rounded(points * cents_a_point * factor / 100, step)


def rounded(amount: Decimal, step: Decimal = CENT) -> Decimal:
    """Return an amount in whole steps, half up: 0.005 becomes 0.01."""
    return (amount / step).quantize(ONE, ROUND_HALF_UP) * step


def comes_to(amounts: Iterable[Decimal]) -> Decimal:
    """Return the plain sum. Nothing is rounded here: whole cents add up to whole cents."""
    return sum(amounts, Decimal("0.00"))
