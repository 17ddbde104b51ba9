"""Scenarios out of their files. What cannot be taken is said with file, line, place, reason and what to do."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from paravent.exercise.scenarios import Scenario
from paravent.exercise.terms import ScenarioUnreadable

FOLDER = Path(__file__).parent / "scenarios"
LARGEST = 64 * 1024


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
    if path.stat().st_size > LARGEST:
        raise ScenarioUnreadable(f"{path.name}: larger than {LARGEST // 1024} KiB, which no scenario is.")
    text = path.read_text()
    try:
        node, content = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as odd:
        line = odd.problem_mark.line + 1 if odd.problem_mark else 1
        raise ScenarioUnreadable(
            f"{path.name}, line {line}: no YAML ({odd.problem}). Texts with a colon or a # stand in quotes."
        ) from None
    try:
        return Scenario.model_validate(content, strict=False)
    except ValidationError as odd:
        raise ScenarioUnreadable("\n".join(_said(path, node, odd.errors()))) from None


def _said(path: Path, node: yaml.Node | None, errors: Iterable[Any]) -> list[str]:
    return [
        f"{path.name}, line {_line(node, error['loc'])}: {'.'.join(map(str, error['loc'])) or 'the scenario'}:"
        f" {error['msg']}. {_what_to_do(error['type'])}"
        for error in errors
    ]


def _what_to_do(kind: str) -> str:
    known = {
        "missing": "Add it.",
        "extra_forbidden": "Leave it out, or correct its name.",
        "enum": "Choose one of those.",
    }
    return known.get(kind, "Correct it and try again.")


def _line(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """Return the line at which a place stands, or the nearest one around it."""
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            inside = {key.value: (key, value) for key, value in node.value}
            if step not in inside:
                # The kind of a part stands in the place, and in no file.
                continue
            key, node = inside[step]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
