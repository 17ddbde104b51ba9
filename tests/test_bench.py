"""The benchmarks run and write their page. How fast anything is, no test says: machines differ."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bench.deid import FIRST_LOOK, pages
from bench.deid import MEASURED as COUNTED
from bench.deid_doubts import kept
from bench.hospitals import House, tried
from bench.judged import Speed, written
from paravent.proving.evaluation import report
from tests.journeys.practice import ROOT, Practice

RATIO = r"[\d.]+ / \*\*[\d.]+\*\* / [\d.]+"
MEASURED = (
    "Opening a whole file",
    "Opening one document",
    "without row security",
    "without the log",
    "The sequencer",
    "FHIR read",
    "The newest entry",
    "From commit to case",
)


def test_a_quick_run_writes_the_whole_page(tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    command = [sys.executable, "-m", "bench", "--quick", "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=Practice().environment(), stdout=subprocess.DEVNULL)
    page = out.read_text()
    assert "$" not in page
    for name in MEASURED:
        assert re.search(rf"^\| {name}.*{RATIO}", page, re.MULTILINE), name


def test_quick_figures_do_not_replace_the_page() -> None:
    command = [sys.executable, "-m", "bench", "--quick"]
    done = subprocess.run(command, check=False, cwd=ROOT, env=Practice().environment(), capture_output=True)
    assert done.returncode == 2
    assert b"say --out FILE" in done.stderr


def test_a_hospital_that_was_tried_is_not_made_anew_and_stands_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[House] = []

    def here(work: Callable[[House, Path, Path], None], house: House, *folders: Path) -> None:
        made.append(house)
        work(house, *folders)

    monkeypatch.setattr("bench.hospitals.alone", here)
    house = House(seed=1, staff=12, days=10, judged="twice-a-week")
    (first,), (again,) = list(tried([house], tmp_path)), list(tried([house], tmp_path))
    other = list(tried([house, replace(house, seed=2)], tmp_path))

    assert made == [house, replace(house, seed=2)]
    assert report([first.trial]) == report([again.trial])
    sizes = {"staff": 12, "days": 10, "hospitals": 2, "first": 1, "mode": ""}
    page = written(report([one.trial for one in other]), other, Speed(1000, 1.0, 250, 0.25, [0.1], 900.0), sizes)
    assert "$" not in page
    assert re.search(r"^\| seed 2 \| [\d,]+ \|", page, re.MULTILINE)
    assert "| Incidents caught within 7 days |" in page


def test_what_is_said_of_texts_is_what_was_counted() -> None:
    counted = [json.loads(path.read_text()) for path in (COUNTED, FIRST_LOOK)]
    made = pages(*counted, kept())

    assert {path.name for path in made} == {"deid-figures.md", "leak.json"}
    assert [path.name for path, written in made.items() if path.read_text() != written] == []
