"""Made hospitals, tried one after the other, each in a process of its own: what was found in one is kept, and not found anew."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from bench.making import peak_mib
from paravent.judgement.weights import VERSION
from paravent.proving.evenings import EVENINGS
from paravent.proving.simulation import simulate
from paravent.proving.trials import Trial, try_on

PACKAGE = Path(__file__).parents[1] / "paravent"
SAID_LATER = ("evaluation.py", "intervals.py")
"""What is said of trials once they are there: a change in it makes no trial another one."""
FRAMES = ("weeks", "queue", "incidents")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class House:
    """A hospital that is asked for: the same words, the same hospital."""

    seed: int
    staff: int
    days: int
    judged: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A hospital that was tried, and what that took: entries of its log, the processor's seconds, the most memory."""

    trial: Trial
    entries: int
    seconds: float
    mib: float


def tried(houses: list[House], work: Path) -> Iterator[Tried]:
    """Try each hospital, but for those whose figures lie in the working folder."""
    folders = [_folder(work, house) for house in houses]
    for house, folder in zip(houses, folders, strict=True):
        if (folder / "tried.json").is_file():
            print(f"hospital {house.seed}: found in {folder}", flush=True)
        else:
            print(f"hospital {house.seed}: being made and judged …", flush=True)
            alone(_try, house, work, folder)
        yield _kept(folder)


def alone(work: Callable[..., Found], *given: Any) -> Found:
    """Return what a function returns in a process of its own, whose memory is given back when it ends."""
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        return apart.submit(work, *given).result()


def _folder(work: Path, house: House) -> Path:
    """Return where a hospital's figures lie: another judgement, another way of making hospitals, another place."""
    return work / f"{_code()}-{house.staff}x{house.days}-{house.judged}" / f"seed-{house.seed}"


def _code() -> str:
    """Return a name of everything that decides what a trial finds."""
    digest = hashlib.sha256(" ".join(version(name) for name in ("polars", "pyod", "scikit-learn")).encode())
    for path in sorted([*(PACKAGE / "judgement").glob("*.py"), *(PACKAGE / "proving").glob("*.py")]):
        if path.name not in SAID_LATER:
            digest.update(path.name.encode() + path.read_bytes())
    return f"v{VERSION}-{digest.hexdigest()[:12]}"


def _try(house: House, work: Path, folder: Path) -> None:
    """Try a hospital, by the code by which those before it were tried."""
    if _folder(work, house) != folder:
        raise SystemExit("The judgement was changed while hospitals were being made: begin again.")
    made = simulate(house.staff, house.days, house.seed)
    trial = try_on(f"seed {house.seed}", made.frames, made.truth, evenings=EVENINGS[house.judged])
    cost = {"entries": made.frames.accesses.height, "seconds": time.process_time(), "mib": peak_mib()}
    _keep(trial, cost, folder)


def _keep(trial: Trial, cost: dict[str, Any], folder: Path) -> None:
    """Write what was found. It lies in its place once all of it is there."""
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for name in FRAMES:
        getattr(trial, name).write_parquet(half / f"{name}.parquet")
    told = {name: getattr(trial, name) for name in ("name", "budget", "explained", "baselines")}
    (half / "tried.json").write_text(json.dumps(told | cost, indent=2) + "\n")
    half.rename(folder)


def _kept(folder: Path) -> Tried:
    told = json.loads((folder / "tried.json").read_text())
    frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
    explained = {which: (hits, of) for which, (hits, of) in told["explained"].items()}
    trial = Trial(told["name"], told["budget"], explained=explained, baselines=tuple(told["baselines"]), **frames)
    return Tried(trial, told["entries"], told["seconds"], told["mib"])
