"""Walking to elements: of FHIRPath only names, dots and `where`, and without caring where a list stands.

`telecom.system=phone` walks to the telecoms whose system is phone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from paravent.fhir.terms import Resource

Path = tuple[str, ...]


def path(text: str) -> Path:
    """Return a path such as name.given as its steps."""
    return tuple(text.split("."))


def found(resource: Resource, paths: Iterable[Path]) -> Iterator[Any]:
    """Return what stands at the ends of the paths, in order; a list gives its items."""
    for steps in paths:
        yield from _walk(resource, steps)


def _walk(value: Any, steps: Path) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, steps)
    elif not steps:
        yield value
    elif isinstance(value, dict) and (below := _below(value, steps[0])) is not None:
        yield from _walk(below, steps[1:])


def _below(value: dict[str, Any], step: str) -> Any:
    name, is_where, wanted = step.partition("=")
    if is_where:
        return value if value.get(name) == wanted else None
    return value.get(name)
