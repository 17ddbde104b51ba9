"""The import contracts hold, and each of them reports who breaks it: tried on a copy of the house."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

Build = Callable[[str, str], None]

COMMAND = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command; lint_imports_command()",
    "--no-cache",
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the house to be broken."""
    left_out = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "*.mo")
    shutil.copytree(ROOT / "paravent", tmp_path / "paravent", ignore=left_out)
    (tmp_path / "tests" / "architecture").mkdir(parents=True)
    for name in ("tests/__init__.py", "tests/architecture/__init__.py", "tests/architecture/front_doors.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> tuple[int, str]:
    """Return the linter's exit code and what it says."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        COMMAND, cwd=house, env=clean | {"PYTHONPATH": str(house)}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def add(house: Path, module: str, line: str) -> None:
    """Add a line to a module of the copy, which is made where it does not exist."""
    path = house / module
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def test_the_house_as_it_stands_passes(copy: Path) -> None:
    code, said = lint(copy)

    assert code == 0, said
    assert "7 kept, 0 broken" in said


BREAKS = [
    pytest.param(
        "paravent/people/queries.py",
        "from paravent.visits import queries as upstairs",
        "Packages stand on the floor below BROKEN",
        "paravent.people.queries",
        id="an upward import",
    ),
    pytest.param(
        "paravent/detached/__init__.py",
        "",
        "Packages stand on the floor below BROKEN",
        "paravent.detached",
        id="a package without a place",
    ),
    pytest.param(
        "paravent/visits/utils.py",
        "",
        "Rooms of a package face inwards BROKEN",
        "paravent.visits.utils",
        id="a room without a name",
    ),
    pytest.param(
        "paravent/visits/models.py",
        "from paravent.visits import operations",
        "Rooms of a package face inwards BROKEN",
        "paravent.visits.models",
        id="a model that operates",
    ),
    pytest.param(
        "paravent/visits/policy.py",
        "from django.utils import timezone",
        "Policies are pure BROKEN",
        "paravent.visits.policy",
        id="Django in a policy",
    ),
    pytest.param(
        "paravent/records/views.py",
        "from paravent.records.models import Resource",
        "Edges translate, they do not query BROKEN",
        "paravent.records.views",
        id="a view's own models",
    ),
    pytest.param(
        "paravent/calls/consumers.py",
        "from paravent.visits.models import Party",
        "Edges translate, they do not query BROKEN",
        "paravent.calls.consumers",
        id="a neighbour's models from a consumer",
    ),
    pytest.param(
        "paravent/visits/queries.py",
        "from paravent.people.models import Patient",
        "Neighbours knock at the front door BROKEN",
        "paravent.visits.queries -> paravent.people.models",
        id="a neighbour's models",
    ),
    pytest.param(
        "paravent/ledger/receipts.py",
        "from django.conf import settings",
        "Whoever checks the log needs neither Django nor the server BROKEN",
        "paravent.ledger.receipts",
        id="Django in a verifier",
    ),
    pytest.param(
        "paravent/programs/views.py",
        "from authlib.oauth2 import OAuth2Error",
        "OAuth's library stands behind one room BROKEN",
        "paravent.programs.views -> authlib",
        id="OAuth's library in a view",
    ),
]


@pytest.mark.parametrize(("module", "line", "contract", "culprit"), BREAKS)
def test_a_break_is_reported_with_its_place(copy: Path, module: str, line: str, contract: str, culprit: str) -> None:
    add(copy, module, line)

    code, said = lint(copy)
    assert code == 1
    assert contract in said
    assert culprit in said
