"""The benchmarks run and write their page. How fast anything is, no test says: machines differ."""

import re
import subprocess
import sys
from pathlib import Path

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
