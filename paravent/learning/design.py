"""How what is known of a patient becomes numbers. Every range is the charter's: nothing has to be asked of the data before.

A row of a logistic model has a one, for each number its place in the range from -1 to 1 and whether it is missing, for each value
whether it is the patient's; rows longer than LONGEST are shortened to it, then divided by it. A row of naive Bayes names one cell
a column.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from paravent.learning.terms import Column, Facts

Floats = npt.NDArray[np.float64]
LONGEST = 2.0
CELLS = 5
"""Equal parts of a range that naive Bayes counts by."""


def width(columns: Sequence[Column]) -> int:
    """Return how many numbers a row has."""
    return 1 + sum(len(column.among) or 2 for column in columns)


def matrix(columns: Sequence[Column], people: Sequence[Facts]) -> Floats:
    """Return the rows of some people, each at most 1 long."""
    rows = np.array([_row(columns, facts) for facts in people], dtype=np.float64).reshape(len(people), width(columns))
    lengths = np.maximum(np.sqrt((rows**2).sum(axis=1, keepdims=True)), LONGEST)
    return rows / lengths


def _row(columns: Sequence[Column], facts: Facts) -> list[float]:
    row = [1.0]
    for column in columns:
        value = facts.get(column.name)
        if column.among:
            row += [float(value == one) for one in column.among]
        else:
            row += [0.0, 1.0] if value is None else [2 * _share(column, value) - 1, 0.0]
    return row


def _share(column: Column, value: float | str) -> float:
    """Return where in its range a number lies, from 0 to 1; what lies outside counts as at the edge."""
    return (min(max(float(value), column.low), column.high) - column.low) / (column.high - column.low)


def sizes(columns: Sequence[Column]) -> list[int]:
    """Return how many cells each column has: the first is for what is not known."""
    return [1 + (len(column.among) or CELLS) for column in columns]


def cells(columns: Sequence[Column], facts: Facts) -> list[int]:
    """Return the cell of each column."""
    return [_cell(column, facts.get(column.name)) for column in columns]


def _cell(column: Column, value: float | str | None) -> int:
    if value is None:
        return 0
    if column.among:
        return 1 + column.among.index(str(value)) if value in column.among else 0
    return 1 + min(int(_share(column, value) * CELLS), CELLS - 1)


def reach(columns: Sequence[Column]) -> float:
    """Return how long the counts of one person are: one cell of each column."""
    return sqrt(len(columns))
