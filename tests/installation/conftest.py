"""One practice, made and backed up once; each test works on a copy of it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation.practice import Installation, imported

BACKUPS = "backups"


def passable() -> tempfile.TemporaryDirectory[str]:
    """Make a folder that the database server's own user may pass."""
    folder = tempfile.TemporaryDirectory(prefix="paravent-installation-", ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def first_practice() -> Iterator[Path]:
    with passable() as name:
        practice = imported(Path(name) / "practice", Path(name))
        practice.do("backup", str(practice.home.with_name(BACKUPS)), "--no-verify")
        yield practice.home


@pytest.fixture
def folder() -> Iterator[Path]:
    with passable() as name:
        yield Path(name)


@pytest.fixture
def backups(first_practice: Path, folder: Path) -> Path:
    """Return a folder with the backup that was the last thing done in the practice."""
    return shutil.copytree(first_practice.with_name(BACKUPS), folder / BACKUPS)


@pytest.fixture
def practice(first_practice: Path, folder: Path) -> Installation:
    # cp rather than shutil: the files belong to the server's own user.
    subprocess.run(["cp", "-a", str(first_practice), str(folder / "practice")], check=True)
    return Installation(folder / "practice")
