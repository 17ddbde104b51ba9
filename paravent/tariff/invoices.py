"""Lines and their total, in Decimal. A line is rounded once, to its currency's cents; a total is their plain sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from paravent.kernel.said import Said
from paravent.tariff.assessment import Proposal
from paravent.tariff.money import CENT, comes_to
from paravent.tariff.terms import Scheme


class NotWholeCents(Exception):
    """A line was given an amount that is not in whole cents: rounding belongs where the price is made, and happens once."""


class CurrenciesMixed(Exception):
    """Lines in more than one currency have no common total."""


@dataclass(frozen=True, slots=True)
class Line:
    """One code on one day, as it stands on an invoice or a claim."""

    scheme: Scheme
    code: str
    text: Said
    on: date
    quantity: int
    amount: Decimal
    """For all of the quantity."""
    currency: str
    points: int | None = None
    factor: Decimal | None = None
    factor_reason: Said | None = None
    modifiers: tuple[str, ...] = ()
    place_of_service: str = ""

    def __post_init__(self) -> None:
        if self.amount != self.amount.quantize(CENT):
            raise NotWholeCents(self.code, self.amount)

    @classmethod
    def of(cls, proposal: Proposal, scheme: Scheme, on: date, amount: Decimal | None = None) -> Self:
        """Return the line for a proposal that was accepted; `amount` where the payer's list has it. Raises NotWholeCents."""
        price = proposal.amount if amount is None else amount
        return cls(
            scheme=scheme,
            code=proposal.code,
            text=proposal.text,
            on=on,
            quantity=proposal.quantity,
            amount=Decimal("0.00") if price is None else price,
            currency=proposal.currency,
            points=proposal.points,
            factor=proposal.factor,
            factor_reason=proposal.factor_reason,
            modifiers=proposal.modifiers,
            place_of_service=proposal.place_of_service,
        )


@dataclass(frozen=True, slots=True)
class Total:
    """What a set of lines comes to."""

    amount: Decimal
    currency: str
    points: int
    lines: tuple[Line, ...]
    """By day, then code: the same lines give the same paper, in whatever order they came."""

    @property
    def by_day(self) -> dict[date, Decimal]:
        """What each day comes to; together they are the total."""
        days: dict[date, Decimal] = {}
        for line in self.lines:
            days[line.on] = days.get(line.on, Decimal("0.00")) + line.amount
        return days


def total(lines: Iterable[Line], currency: str) -> Total:
    """Return the lines in order, with their sum. Nothing is rounded here: whole cents add up to whole cents.

    Raises CurrenciesMixed.
    """
    ordered = tuple(sorted(lines, key=_place))
    if strangers := {line.currency for line in ordered} - {currency}:
        raise CurrenciesMixed(currency, *sorted(strangers))
    return Total(
        amount=comes_to(line.amount for line in ordered),
        currency=currency,
        points=sum(line.points or 0 for line in ordered),
        lines=ordered,
    )


def _place(line: Line) -> tuple[object, ...]:
    return line.on, line.scheme, line.code, line.amount, line.quantity, line.modifiers, str(line.factor), line.text.en
