"""How easily somebody is found in a table: k, l, t, prosecutor, uniqueness, and what earlier releases add. Pure, over Polars.

`quasi` are the columns that somebody outside may know of a person, `who` is the person, whom the table itself never shows.
Sources: L. Sweeney 2002 (k); A. Machanavajjhala et al. 2007 (l, distinct); N. Li et al. 2007 (t, with equal distances);
K. El Emam, Guide to the De-Identification of Personal Health Information, 2013 (prosecutor); L. Zayatz 1991 (population).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import polars as pl

ABSENT = "\N{EMPTY SET}"


@dataclass(frozen=True, slots=True)
class Risk:
    """What a table risks. A table of nobody risks nothing: k is None, and the shares are 0."""

    people: int
    k: int | None
    below: int
    """How many people stand in a group of fewer than asked for."""
    prosecutor_max: float
    prosecutor_average: float
    unique: float
    """The share of people who are alone in their group."""
    unique_in_population: float
    """The estimated share of people who are alone even among all from whom the table was drawn."""
    l: Mapping[str, int]  # noqa: E741 (what the literature calls it)
    t: Mapping[str, float]


def risk_of(
    table: pl.DataFrame,
    quasi: Sequence[str],
    sensitive: Sequence[str] = (),
    *,
    fewest: int,
    population: int | None = None,
) -> Risk:
    """Return what a table risks with one row a person. Without a population, whoever is alone counts as alone everywhere."""
    sizes = group_sizes(table, quasi)
    people = sum(sizes)
    alone = sizes.count(1) / people if people else 0.0
    return Risk(
        people=people,
        k=min(sizes, default=None),
        below=sum(size for size in sizes if size < fewest),
        prosecutor_max=1 / min(sizes) if sizes else 0.0,
        prosecutor_average=len(sizes) / people if people else 0.0,
        unique=alone,
        unique_in_population=alone * alone_everywhere(sizes, population or people),
        l={column: fewest_values(table, quasi, column) for column in sensitive},
        t={column: farthest_from_all(table, quasi, column) for column in sensitive},
    )


def group_sizes(table: pl.DataFrame, quasi: Sequence[str]) -> list[int]:
    """Return of how many people each group is whose columns are alike; without columns, all are one group."""
    if table.is_empty():
        return []
    return table.group_by(quasi).len()["len"].to_list() if quasi else [table.height]


def fewest_values(table: pl.DataFrame, quasi: Sequence[str], column: str) -> int:
    """Return l: how many different values of a sensitive column the poorest group has."""
    if table.is_empty():
        return 0
    counted = table.group_by(quasi).agg(pl.col(column).n_unique()) if quasi else table.select(pl.col(column).n_unique())
    return int(counted[column].to_list()[0] if not quasi else min(counted[column].to_list()))


def farthest_from_all(table: pl.DataFrame, quasi: Sequence[str], column: str) -> float:
    """Return t: how far the shares of a sensitive column in one group are at most from those in the whole table (0 to 1)."""
    overall = _shares(table[column])
    groups = table.partition_by(quasi) if quasi and not table.is_empty() else [table]
    return max((_distance(_shares(group[column]), overall) for group in groups), default=0.0)


def _shares(column: pl.Series) -> dict[object, float]:
    counted = column.value_counts()
    return {value: count / len(column) for value, count in counted.iter_rows()}


def _distance(one: Mapping[object, float], other: Mapping[object, float]) -> float:
    return sum(abs(one.get(value, 0.0) - other.get(value, 0.0)) for value in one.keys() | other.keys()) / 2


def alone_everywhere(sizes: Sequence[int], population: int) -> float:
    """Return the estimated chance that somebody alone in the sample is alone in the population too (Zayatz's estimator).

    The population's groups are taken to be of the sizes that the sample's are. It errs to the careful side where
    few were drawn of many: then it says more than is true.
    """
    people = sum(sizes)
    if not people or population <= people:
        return 1.0
    chances = {size: _one_drawn(size, people, population) * sizes.count(size) / len(sizes) for size in {*sizes}}
    total = sum(chances.values())
    return chances.get(1, 0.0) / total if total else 0.0


def _one_drawn(size: int, people: int, population: int) -> float:
    """Return the chance that exactly one of a group is drawn: hypergeometric."""
    if people - 1 > population - size:
        return 0.0
    return size * comb(population - size, people - 1) / comb(population, people)


# Together with earlier releases


def together(
    table: pl.DataFrame, quasi: Sequence[str], earlier: Sequence[tuple[pl.DataFrame, Sequence[str]]]
) -> pl.DataFrame:
    """Return a table with the columns that earlier releases showed of the same people, for `risk_of` with `seen_together`.

    Whoever holds all of them intersects the groups in which somebody stands; not to be in one of them tells as well.
    """
    joined = table
    for number, (before, columns) in enumerate(earlier):
        told = before.select("who", *(pl.col(name).cast(pl.String).alias(_earlier(number, name)) for name in columns))
        told = told.with_columns(pl.lit("in").alias(_earlier(number, "")))
        joined = joined.join(told, on="who", how="left")
    return joined.with_columns(pl.col(name).fill_null(ABSENT) for name in seen_together(quasi, earlier)[len(quasi) :])


def seen_together(quasi: Sequence[str], earlier: Sequence[tuple[pl.DataFrame, Sequence[str]]]) -> list[str]:
    """Return the columns by which somebody is known who holds the earlier releases too."""
    before = [_earlier(number, name) for number, (_, columns) in enumerate(earlier) for name in ("", *columns)]
    return [*quasi, *before]


def _earlier(number: int, name: str) -> str:
    return f"earlier {number} {name}".strip()
