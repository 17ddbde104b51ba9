"""`python -m bench [--quick] [--out FILE]`: measure everything and write the page of figures."""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import follow
from bench.follow import Followed
from bench.ground import Ground, ground, open_peer
from bench.page import written
from bench.spread import TIMES, Comparison

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    reads: int
    lines: int
    imports: int
    calls: int
    entries: int
    judged: int
    followed: Followed
    released: tuple[int, int]
    """Patients in the large release, and resources of each."""
    answered: tuple[int, int]
    """Patients that an answer is about, and rounds."""


WHOLE = Size(
    rounds=5,
    reads=200,
    lines=800,
    imports=3,
    calls=5,
    entries=1_000_000,
    judged=10_000_000,
    followed=follow.WHOLE,
    released=(10_000, 100),
    answered=(10_000, 3),
)
QUICK = Size(
    rounds=1,
    reads=40,
    lines=80,
    imports=1,
    calls=1,
    entries=20_000,
    judged=5_000,
    followed=follow.QUICK,
    released=(60, 40),
    answered=(60, 1),
)

Found = dict[str, list[Comparison]]


def measured(size: Size, *, is_quick: bool) -> Found:
    """Return every comparison, by the name of its table in the template."""
    found: Found = {"calls": _calls(size, warming=0 if is_quick else 1), "vigilance": _vigilance(size)}
    with ground() as place:
        open_peer(place.server)
        found |= _database(place, size, is_quick=is_quick)
    return found


def _vigilance(size: Size) -> list[Comparison]:
    from bench.vigilance import judging

    return _said("vigilance", lambda: list(judging(entries=size.judged)))


def _calls(size: Size, *, warming: int) -> list[Comparison]:
    from bench.calls import calls, chromium

    return _said("calls", lambda: calls(rounds=size.calls, warming=warming) if chromium() else [])


def _database(place: Ground, size: Size, *, is_quick: bool) -> Found:
    # Models are loaded only once Django is open.
    from bench import answers, fhir, imports, ledger, log, reads, releases
    from bench.people import cast

    files = imports.synthea()
    with tempfile.TemporaryDirectory(prefix="paravent-bench-part-") as folder:
        taken = imports.part_of(files, 2, Path(folder)) if files and is_quick else files
        brought = _said("imports", lambda: [imports.imports(place, taken, rounds=size.imports)] if taken else [])
    there = cast()
    patients, each = size.released
    asked, turns = size.answered
    return {
        "imports": brought,
        "releases": _said("releases", lambda: list(releases.making(place, patients=patients, each=each))),
        "answers": _said("answers", lambda: list(answers.answering(place, patients=asked, rounds=turns))),
        "reads": _said("reads", lambda: list(reads.protected_reads(there, rounds=size.rounds, reads=size.reads))),
        "fhir": _said("fhir", lambda: fhir.over_http(place, there, rounds=size.rounds, times=size.reads)),
        "shares": _said(
            "shares", lambda: reads.where_time_goes(place, there, rounds=size.rounds, reads=size.reads // 2)
        ),
        "log": _said(
            "log",
            lambda: [
                *log.appends(rounds=size.rounds, times=size.lines),
                log.sequencing(rounds=size.rounds, times=size.lines),
            ],
        ),
        "proofs": _said(
            "proofs",
            lambda: list(ledger.proofs(place, rounds=size.rounds, times=size.reads, size=size.entries)),
        ),
        "followed": _said("followed", lambda: list(follow.following(place, size.followed))),
    }


def _said(name: str, measure: Callable[[], list[Comparison]]) -> list[Comparison]:
    print(f"{name} …", flush=True)
    found = measure()
    for one in found:
        print(f"  {one.name}: {one.ratio.median:.2f} {TIMES} {one.verdict}", flush=True)
    return found


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see in under a minute that everything can be measured")
    parser.add_argument("--out", type=Path, default=PAGE, help="where to write the page (docs/benchmarks.md)")
    asked = parser.parse_args()
    if asked.quick and asked.out == PAGE:
        parser.error("--quick measures too little for the page: say --out FILE")
    asked.out.write_text(written(measured(QUICK if asked.quick else WHOLE, is_quick=asked.quick)))
    print(f"Written: {asked.out}")


if __name__ == "__main__":
    main()
