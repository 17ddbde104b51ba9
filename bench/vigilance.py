"""Vigilance: how fast a log is judged from nothing, how that grows, and how soon a new entry is judged.

`python -m bench.vigilance` also finds out how well it judges, on made hospitals that nothing was tuned on, and writes
docs/vigilance-figures.md.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import polars as pl

from bench.hospitals import House, alone, tried
from bench.judged import Speed, written
from bench.making import peak_mib
from bench.spread import Comparison, Goal
from paravent.judgement.frames import Frames
from paravent.judgement.scoring import judge
from paravent.judgement.slices import slice_of
from paravent.proving.evaluation import report
from paravent.proving.simulation import simulate
from paravent.vigilance.sources import KINDS

PAGE = Path(__file__).parents[1] / "docs" / "vigilance-figures.md"
TEMPLATE = Path(__file__).parent / "vigilance-figures.md"
TEN_MILLION, IN_SECONDS = 10_000_000, 600
A_SECOND = 1.0
GROWTH = 1.25
"""Seconds for an entry in the whole log beside those in a quarter of it: linear is 1, and there is noise."""

STAFF, DAYS, SEED = 250, 90, 100
FIRST_SEED = 330
"""Those from 100 on were looked at for versions 1 and 2 of the judgement, two from 200 on for version 3, five from 300 on for version 4, five from 310 on for version 5, five from 320 on for version 6."""
WORK = Path(__file__).parents[1] / ".vigilance-figures"
_RUNNING = (
    "the running week is judged by what was known then, and places are taken by who crosses the line first; an alert comes on that evening."
    " What finds no place waits for one of the next two weeks, and takes it six hours after that week began. The product judges each line as"
    " it is written and weeks every six hours: its alerts come no later than these."
)
MODES = {
    "at-the-end": "All weeks are judged in one run at the end, as when a log is replayed, and an alert comes when its week is over: as late as it can.",
    "twice-a-week": f"On Wednesday and on Sunday evening {_RUNNING}",
    "each-evening": f"Each evening {_RUNNING}",
}


def many(frames: Frames, entries: int) -> Frames:
    """Return so many entries, of as many houses side by side as that takes: the same lives, other people and patients."""
    houses = -(-entries // frames.accesses.height)
    sizes = {kind: _size(frames, kind) for kind in set(KINDS.values())}
    grown = {
        one.name: pl.concat(_house(frames, one.name, sizes, nth) for nth in range(houses)) for one in fields(Frames)
    }
    log = grown["accesses"].sort("at", maintain_order=True).head(entries)
    grown["accesses"] = log.with_columns(entry=pl.int_range(pl.len(), dtype=pl.Int64))
    return Frames(**grown)


def _house(frames: Frames, name: str, sizes: dict[str, int], nth: int) -> pl.DataFrame:
    frame: pl.DataFrame = getattr(frames, name)
    moved = [pl.col(column) + nth * sizes[kind] for column, kind in KINDS.items() if column in frame.columns]
    return frame.with_columns(moved).cast(frame.schema)


def _size(frames: Frames, kind: str) -> int:
    """Return how many of a kind there are."""
    columns = [column for column, one in KINDS.items() if one == kind]
    found = [
        getattr(frames, one.name)[column].max() or 0
        for one in fields(Frames)
        for column in columns
        if column in getattr(frames, one.name).columns
    ]
    return int(max(found)) + 1


def speed(entries: int, *, looks: int = 5) -> Speed:
    """Judge a log of so many entries, a quarter of it, and the newest entry of some people."""
    frames = many(simulate(STAFF if entries > 100_000 else 25, DAYS, SEED).frames, entries)
    quarter = replace(frames, accesses=frames.accesses.head(entries // 4))
    _timed(lambda: judge(replace(frames, accesses=frames.accesses.head(1000))))
    shorter = _timed(lambda: judge(quarter))
    whole = _timed(lambda: judge(frames))
    people = frames.accesses.filter(act="chart.open")["actor"].unique(maintain_order=True).head(looks)
    newest = [_timed(lambda one=one: judge(slice_of(frames, one))) for one in people]  # type: ignore[misc]
    return Speed(entries, whole, entries // 4, shorter, newest, peak_mib())


def _timed(work: Callable[[], object]) -> float:
    """Return the processor's seconds, of all cores together: no fewer than somebody waits on a machine that does nothing else."""
    began = time.process_time()
    work()
    return time.process_time() - began


def judging(*, entries: int) -> Iterator[Comparison]:
    """Measure for `make bench`: each figure beside the limit that was set for it."""
    found = speed(entries)
    needed = TEN_MILLION / IN_SECONDS
    name = f"{entries:,} entries judged from nothing"
    yield Comparison(name, "entries/s", [entries / found.seconds], [needed], Goal(1))
    yield Comparison(
        "The newest entry of somebody",
        "a second",
        [1 / one for one in found.new_entry],
        [A_SECOND] * len(found.new_entry),
        Goal(1),
    )
    rates = entries / found.seconds, found.quarter / found.quarter_seconds
    yield Comparison("The whole log against a quarter of it", "entries/s", [rates[0]], [rates[1]], Goal(1 / GROWTH))


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.vigilance", description=__doc__)
    parser.add_argument("--hospitals", type=int, default=5, help=f"how many, from seed {FIRST_SEED} on")
    parser.add_argument("--staff", type=int, default=1000, help="how many people work in each")
    parser.add_argument(
        "--judged", choices=list(MODES), default="each-evening", help="on which evenings, or at the end"
    )
    parser.add_argument("--entries", type=int, default=TEN_MILLION, help="how many entries are judged for speed")
    parser.add_argument("--work", type=Path, default=WORK, help="where the figures of each hospital are kept")
    parser.add_argument("--out", type=Path, default=PAGE, help="where to write the page")
    parser.add_argument("--json", type=Path, help="where to write everything that was measured, as JSON")
    asked = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + asked.hospitals)
    houses = list(tried([House(seed, asked.staff, DAYS, asked.judged) for seed in seeds], asked.work))
    found = report([one.trial for one in houses])
    print(f"{asked.entries:,} entries judged for speed …", flush=True)
    fast: Speed = alone(speed, asked.entries)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    sizes: dict[str, Any] = {
        "staff": asked.staff,
        "days": DAYS,
        "hospitals": asked.hospitals,
        "first": FIRST_SEED,
        "mode": MODES[asked.judged],
    }
    asked.out.write_text(written(found, houses, fast, sizes))
    print(f"Written: {asked.out}")


if __name__ == "__main__":
    main()
