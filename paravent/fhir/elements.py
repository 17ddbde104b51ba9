"""Walking to elements: of FHIRPath only names, dots and `where`, and without caring where a list stands.

`telecom.system=phone` walks to the telecoms whose system is phone.
"""

from collections.abc import Iterable
from typing import Any

from paravent.fhir.terms import Resource

Path = tuple[str, ...]


def path(text: str) -> Path:
    """Return a path such as name.given as its steps."""
    return tuple(text.split("."))


def found(resource: Resource, paths: Iterable[Path]) -> list[Any]:
    """Return what stands at the ends of the paths, in order; a list gives its items."""
    there: list[Any] = []
    for steps in paths:
        _gather(resource, steps, 0, there)
    return there


def _gather(value: Any, steps: Path, at: int, there: list[Any]) -> None:
    # Every resource that is filed passes here some twenty times: gathered into one list, not handed up step by step.
    if isinstance(value, list):
        for item in value:
            _gather(item, steps, at, there)
    elif at == len(steps):
        there.append(value)
    elif isinstance(value, dict) and (below := _below(value, steps[at])) is not None:
        _gather(below, steps, at + 1, there)


def _below(value: dict[str, Any], step: str) -> Any:
    if "=" not in step:
        return value.get(step)
    name, _, wanted = step.partition("=")
    return value if value.get(name) == wanted else None
