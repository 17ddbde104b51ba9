"""Data files that people write: YAML with a schema. What cannot be taken is said with file, line, place, reason and what to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe loader, ten times as fast where libyaml is there."""

ADVICE = {
    "missing": "Add it.",
    "extra_forbidden": "Leave it out, or correct its name.",
    "unexpected_keyword_argument": "Leave it out, or correct its name.",
    "enum": "Choose one of those.",
    "date_from_datetime_parsing": "Write it as 2025-04-01.",
}
"""What to do about an error, by pydantic's name of its kind."""

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]


class Unreadable(Exception):
    """A file could not be taken. The argument is a line for each complaint: which file, line and place, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Form:
    """How files of a kind are spoken of, and how large they may be."""

    name: str
    largest: int
    """Bytes."""
    whole: str = "the file"
    """What is wrong where no single place is."""
    whose: Callable[[Any, Place], str] = lambda _content, _place: ""
    """What a place belongs to, as people call it."""


def read(path: Path, model: type[Model], form: Form) -> Model:
    """Return what a file holds. Raises Unreadable."""
    if path.stat().st_size > form.largest:
        raise Unreadable(f"{path.name}: larger than {form.largest // 1024} KiB, which no {form.name} is.")
    return read_text(path.read_text(), path.name, model, form)


def read_text(text: str, name: str, model: type[Model], form: Form) -> Model:
    """Return what a text holds that somebody typed, or that lay in the file of that name. Raises Unreadable."""
    node, content = _parsed(text, name)
    try:
        return model.model_validate(content, strict=False)
    except ValidationError as odd:
        raise Unreadable("\n".join(_said(name, form, node, content, odd.errors()))) from None


def _parsed(text: str, name: str) -> tuple[yaml.Node | None, Any]:
    try:
        loader = LOADER(text)
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as odd:
        line = odd.problem_mark.line + 1 if odd.problem_mark else 1
        raise Unreadable(
            f"{name}, line {line}: no YAML ({odd.problem}). Texts with a colon or a # stand in quotes."
        ) from None


def _said(name: str, form: Form, node: yaml.Node | None, content: Any, errors: Iterable[Any]) -> list[str]:
    return [
        f"{name}, line {_line(node, error['loc'])}{form.whose(content, error['loc'])}:"
        f" {'.'.join(map(str, error['loc'])) or form.whole}: {error['msg']}."
        f" {ADVICE.get(error['type'], 'Correct it and try again.')}"
        for error in errors
    ]


def _line(node: yaml.Node | None, place: Place) -> int:
    """Return the line at which a place stands, or the nearest one around it."""
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            inside = {key.value: (key, value) for key, value in node.value}
            if step not in inside:
                # It is missing, or names the kind of a part, which stands in no file: the line of what is around it.
                continue
            key, node = inside[step]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
