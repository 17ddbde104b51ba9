"""What the lock names, and what is installed of it. Pure: no Django."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from paravent.conformity.rulebook.installation import Package

LOCK = Path(__file__).parents[3] / "requirements" / "runtime.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)([^\\\n]*)", re.MULTILINE)


def packages(lock: Path = LOCK) -> tuple[Package, ...]:
    """Return what a lock names, and what is there of it; what it names for other systems alone is left out."""
    text = lock.read_text() if lock.exists() else ""
    named = [(name, locked) for name, locked, condition in PINNED.findall(text) if ";" not in condition]
    return tuple(Package(name, locked, _installed(name)) for name, locked in named)


def misfits() -> list[str]:
    """Return the packages that are not installed as they are locked."""
    return [one.name for one in packages() if one.installed != one.locked]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
