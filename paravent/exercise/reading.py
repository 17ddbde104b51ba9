"""Scenarios out of their files. What cannot be taken is said with file, line, place, reason and what to do."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from paravent.exercise.scenarios import Scenario
from paravent.exercise.terms import ScenarioUnreadable
from paravent.kernel import written

FOLDER = Path(__file__).parent / "scenarios"
FORM = written.Form("scenario", largest=64 * 1024, whole="the scenario")


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return the scenarios that come with Paravent, by id."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> dict[str, Scenario]:
    """Return the scenarios in a folder, by id. Raises ScenarioUnreadable, with every complaint about every file."""
    found: dict[str, Scenario] = {}
    complaints: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = read(path)
        except ScenarioUnreadable as odd:
            complaints.append(str(odd))
            continue
        if one.id in found:
            complaints.append(f"{path.name}: another file has the id {one.id} already. Give this one its own.")
        found[one.id] = one
    if complaints:
        raise ScenarioUnreadable("\n".join(complaints))
    return found


def read(path: Path) -> Scenario:
    """Return the scenario in a file. Raises ScenarioUnreadable."""
    try:
        return written.read(path, Scenario, FORM)
    except written.Unreadable as odd:
        raise ScenarioUnreadable(str(odd)) from None
