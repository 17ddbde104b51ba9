"""Catalogues out of their files. What cannot be taken is said with file, line, code, field, reason and what to do."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from paravent.kernel import written
from paravent.tariff.catalogue import Catalogue, Code, CodeVersion, Sentence
from paravent.tariff.facts import FACTS
from paravent.tariff.knowing import quarrels
from paravent.tariff.terms import Cause, RulesUnreadable, Scheme

FOLDER = Path(__file__).parent / "schemes"
WORDS = Path(__file__).parent / "words.yaml"

Model = TypeVar("Model", bound=BaseModel)


class Phrases(BaseModel):
    """The sentences of the engine: why not, what to confirm, what to beware of."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    causes: Mapping[Cause, Sentence]
    confirm: Mapping[str, Sentence]
    beware: Mapping[str, Sentence]
    factor: Mapping[str, Sentence]


@cache
def catalogues() -> Mapping[Scheme, Catalogue]:
    """Return the catalogues that come with Paravent."""
    return read_folder(FOLDER)


@cache
def phrases() -> Phrases:
    """Return the sentences of the engine."""
    return _read(WORDS, Phrases)


def read_folder(folder: Path) -> dict[Scheme, Catalogue]:
    """Return the catalogues in a folder. Raises RulesUnreadable, with every complaint about every file."""
    found: dict[Scheme, Catalogue] = {}
    complaints: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = read(path)
        except RulesUnreadable as odd:
            complaints.append(str(odd))
            continue
        if one.scheme != path.stem:
            complaints.append(f"{path.name}: scheme: is '{one.scheme}'. Name the file {one.scheme}.yaml.")
        found[one.scheme] = one
    if complaints:
        raise RulesUnreadable("\n".join(complaints))
    return found


def read(path: Path) -> Catalogue:
    """Return the catalogue in a file. Raises RulesUnreadable."""
    catalogue = _read(path, Catalogue)
    if complaints := [f"{path.name}, {said}" for said in _misfits(catalogue)]:
        raise RulesUnreadable("\n".join(complaints))
    return catalogue


def _read(path: Path, model: type[Model]) -> Model:
    try:
        return written.read(path, model, FORM)
    except written.Unreadable as odd:
        raise RulesUnreadable(str(odd)) from None


def _whose(content: Any, place: written.Place) -> str:
    """Return which code or limit a place belongs to, as people call it."""
    if len(place) < 2 or place[0] not in {"codes", "limits"} or not isinstance(place[1], int):  # noqa: PLR2004 - list and number
        return ""
    one = content[place[0]][place[1]]
    name = (one.get("code") or one.get("id")) if isinstance(one, dict) else None
    return f", {str(place[0]).removesuffix('s')} {name or f'number {place[1] + 1}'}"


FORM = written.Form("catalogue", largest=512 * 1024, whose=_whose)


def _misfits(catalogue: Catalogue) -> Iterator[str]:
    """Yield what fits its own schema and not the rest of the file."""
    yield from _twice("code", [one.code for one in catalogue.codes])
    yield from _twice("limit", [one.id for one in catalogue.limits])
    for limit in catalogue.limits:
        yield from _quarrels(f"limit {limit.id}", limit.versions)
    yield from _quarrels("point_values", catalogue.point_values)
    for code in catalogue.codes:
        yield from _quarrels(f"code {code.code}", code.versions)
        for number, version in enumerate(code.versions):
            for said in _strays(catalogue, version):
                yield f"code {code.code}: versions.{number}.{said}"


def _strays(catalogue: Catalogue, version: CodeVersion) -> Iterator[str]:
    """Yield the names in a version that lead nowhere."""
    limits = {limit.id for limit in catalogue.limits}
    for name in sorted(set(version.limits) - limits):
        yield f"limits: '{name}' is no limit of this file. Add it, or choose one of: {', '.join(sorted(limits))}."
    for name in sorted(set(version.evidence) - set(FACTS)):
        yield f"evidence: '{name}' is no fact of a visit. Choose from: {', '.join(sorted(FACTS))}."
    for name in (*version.not_beside, *version.not_in_case, *(version.quiet.codes if version.quiet else ())):
        if name.startswith("@") and name[1:] not in catalogue.sets:
            yield f"'{name}' is no set of this file. Add it under `sets`, or choose one of: {', '.join(catalogue.sets)}."
    if version.points and not catalogue.point_values:
        yield "points: nobody says what a point is worth. Add `point_values`, or a price."


def _twice(what: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{what} {name}: stands there twice. Put the second one's versions beside the first one's."


def _quarrels(whose: str, versions: Iterable[Any]) -> Iterator[str]:
    for one, other in quarrels(versions):
        yield (
            f"{whose}: versions: two were decided on {one.decided_on} and hold on a common day"
            f" (from {one.valid_from}, from {other.valid_from}). Give one its end, or its own day of decision."
        )


def every_version(catalogue: Catalogue) -> Iterator[tuple[Code, CodeVersion]]:
    """Yield every version of every code, in the file's order."""
    for code in catalogue.codes:
        for version in code.versions:
            yield code, version
