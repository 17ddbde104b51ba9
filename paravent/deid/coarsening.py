"""Which columns to coarsen so that nobody stands out, and what each step would bring. Pure, over Polars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from paravent.deid.risk import group_sizes

Values = Mapping[object, object]
"""As what each value is shown one step coarser; what is not in it is not shown."""
HIDDEN = "*"


@dataclass(frozen=True, slots=True)
class Step:
    """One column made coarser by one rung, and how things stand then."""

    column: str
    rung: int
    """Counted from 1; the last one hides the column."""
    k: int
    below: int
    """How many people would still stand in a group of fewer than asked for."""
    values: int
    """How many different values the column would still tell."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be done next, the best first; and the way that gets there, step by step."""

    next: tuple[Step, ...]
    way: tuple[Step, ...]
    suffices: bool


def advice(
    table: pl.DataFrame,
    quasi: Sequence[str],
    ladders: Mapping[str, Sequence[Values]],
    fewest: int,
    fixed: Sequence[str] = (),
) -> Advice:
    """Return which columns to coarsen so that every group is of `fewest`; a column without a ladder can only be hidden.

    By `fixed` columns people are known as well, and nothing can be done about it: they left before.
    """
    known = [*quasi, *fixed]
    choices = _next(table, known, ladders, dict.fromkeys(quasi, 0), fewest)
    way: list[Step] = []
    rungs, now = dict.fromkeys(quasi, 0), table
    while _below(now, known, fewest) and (steps := _next(now, known, ladders, rungs, fewest)):
        best = steps[0]
        way.append(best)
        rungs[best.column] = best.rung
        now = _coarser(now, best.column, ladders, best.rung)
    return Advice(choices, tuple(way), _below(now, known, fewest) == 0)


def _next(
    table: pl.DataFrame,
    known: Sequence[str],
    ladders: Mapping[str, Sequence[Values]],
    rungs: Mapping[str, int],
    fewest: int,
) -> tuple[Step, ...]:
    open_columns = [name for name, rung in rungs.items() if rung <= len(ladders.get(name, ()))]
    steps = [_step(table, known, ladders, name, rungs[name] + 1, fewest) for name in open_columns]
    # The best leaves the fewest people standing out; of two alike, the one that still tells more.
    return tuple(sorted(steps, key=lambda step: (step.below, -step.values, step.column)))


def _step(
    table: pl.DataFrame,
    quasi: Sequence[str],
    ladders: Mapping[str, Sequence[Values]],
    name: str,
    rung: int,
    fewest: int,
) -> Step:
    then = _coarser(table, name, ladders, rung)
    sizes = group_sizes(then, quasi)
    few = sum(size for size in sizes if size < fewest)
    return Step(name, rung, min(sizes, default=0), few, then[name].n_unique())


def _coarser(table: pl.DataFrame, name: str, ladders: Mapping[str, Sequence[Values]], rung: int) -> pl.DataFrame:
    """Return the table with a column that stands on the rung below moved up to this one."""
    rising = ladders.get(name, ())
    values = rising[rung - 1] if rung <= len(rising) else {}
    shown = [str(values.get(value, HIDDEN)) for value in table[name].to_list()]
    return table.with_columns(pl.Series(name, shown, dtype=pl.String))


def _below(table: pl.DataFrame, quasi: Sequence[str], fewest: int) -> int:
    return sum(size for size in group_sizes(table, quasi) if size < fewest)
