"""Calendar quarters, by which the statutory insurance counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year: `Quarter(2025, 2)` begins on 1 April 2025."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.before(-1).begins_on - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.begins_on).days + 1

    def before(self, quarters: int) -> Self:
        """Return the quarter so many quarters earlier."""
        counted = self.year * 4 + self.number - 1 - quarters
        return type(self)(counted // 4, counted % 4 + 1)

    def __str__(self) -> str:
        """Return it as practices write it: 2025-Q2."""
        return f"{self.year}-Q{self.number}"
