"""What of a FHIR resource may leave, and how: read from pathways.yaml, where everything that is not listed is dropped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from stdnum import luhn, verhoeff

from paravent.kernel import written

Resource = dict[str, Any]
Code = tuple[str, str]
"""A code system and a code of it."""

MOST_REMEMBERED = 100_000
FILE = Path(__file__).with_name("pathways.yaml")
FORM = written.Form("list of what may leave", largest=256 * 1024)


class Treatment(StrEnum):
    """How an element leaves. What each of them lets through stands in docs/spec/research.md, section 2."""

    PSEUDONYM = "pseudonym"
    REFERENCE = "reference"
    CODING = "coding"
    CONCEPT = "concept"
    QUANTITY = "quantity"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    PERIOD = "period"
    BIRTH = "birth"
    PLACE = "place"
    WORDS = "words"
    NARRATIVE = "narrative"
    ATTACHMENT = "attachment"


DATED = frozenset({Treatment.DAY, Treatment.PERIOD})
CODED = frozenset({Treatment.CODING, Treatment.CONCEPT, Treatment.PLACE})
Rule = Treatment | frozenset[str]
Tree = dict[str, Any]
"""By the name of an element: a Rule, or the tree of what is inside it."""


class Check(StrEnum):
    """By which last digit a code is known from a number of somebody: LOINC has Luhn's, SNOMED CT Verhoeff's."""

    LUHN = "luhn"
    VERHOEFF = "verhoeff"


class System(BaseModel):
    """One code system: how its codes look, and to which lengths (without the dot) a code too rare is cut."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    pattern: re.Pattern[str]
    levels: tuple[int, ...] = ()
    dot: int = 0
    check: Check | None = None

    def ladder(self, code: str) -> list[str]:
        """Return a code and its coarser ones, from fine to coarse; nothing if it is no code of this system."""
        if not self.pattern.fullmatch(code) or not self._checks(code.replace("-", "")):
            return []
        bare = code.replace(".", "") if self.dot else code
        return [code, *(self._dotted(bare[:length]) for length in self.levels if length < len(bare))]

    def _checks(self, digits: str) -> bool:
        if self.check is Check.LUHN:
            return luhn.is_valid(digits)
        return self.check is None or verhoeff.is_valid(digits)

    def _dotted(self, bare: str) -> str:
        return f"{bare[: self.dot]}.{bare[self.dot :]}" if 0 < self.dot < len(bare) else bare


class Kind(BaseModel):
    """One resource type: what may leave of it, and without which elements it does not leave at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    needs: tuple[str, ...]
    elements: dict[str, Treatment | frozenset[str]]


class Pathways(BaseModel):
    """The whole file, as its schema."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    systems: dict[str, System]
    units: tuple[tuple[str, ...], ...]
    resources: dict[str, Kind]


@dataclass(frozen=True, slots=True)
class Rules:
    """What may leave, as it is walked along."""

    systems: Mapping[str, System]
    units: frozenset[str]
    trees: Mapping[str, Tree]
    needs: Mapping[str, tuple[str, ...]]
    dated: Mapping[str, Tree]
    """What of the trees says when something was."""
    coded: Mapping[str, Tree]
    """What of the trees is a code or a place, which may be rare."""
    climbed: dict[Code, tuple[Code, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Ladders of codes that were met before: a million resources have a few thousand codes."""

    def ladder(self, system: str, code: str) -> tuple[Code, ...]:
        """Return a code and its coarser ones; nothing if its system is not listed or it does not look like one of it."""
        known = self.climbed.get((system, code))
        if known is None:
            rungs = self.systems[system].ladder(code) if system in self.systems else []
            known = tuple((system, one) for one in rungs)
            if len(self.climbed) < MOST_REMEMBERED:
                self.climbed[system, code] = known
        return known


@cache
def rules() -> Rules:
    """Return the rules that come with Paravent."""
    return read(FILE)


def read(path: Path) -> Rules:
    """Return the rules in a file. Raises Unreadable, with every complaint about it."""
    listed = written.read(path, Pathways, FORM)
    trees = {name: _tree(kind.elements) for name, kind in listed.resources.items()}
    return Rules(
        listed.systems,
        frozenset(unit for line in listed.units for unit in line),
        trees,
        {name: kind.needs for name, kind in listed.resources.items()},
        dated={name: _pruned(tree, DATED) for name, tree in trees.items()},
        coded={name: _pruned(tree, CODED) for name, tree in trees.items()},
    )


def _pruned(tree: Tree, wanted: frozenset[Treatment]) -> Tree:
    """Return the branches of a tree at whose ends something wanted stands."""
    kept = {name: _pruned(branch, wanted) if isinstance(branch, dict) else branch for name, branch in tree.items()}
    return {
        name: branch
        for name, branch in kept.items()
        if (branch if isinstance(branch, dict) else isinstance(branch, Treatment) and branch in wanted)
    }


def _tree(elements: Mapping[str, Rule]) -> Tree:
    tree: Tree = {}
    for path, rule in elements.items():
        *above, last = path.split(".")
        place = tree
        for step in above:
            place = place.setdefault(step, {})
        place[last] = rule
    return tree


def ends(value: Any, branch: Any) -> Iterator[tuple[Rule, Any]]:
    """Return what stands in a resource at the ends of the listed paths, each with its rule. Nothing else is looked at."""
    if isinstance(value, list):
        for one in value:
            yield from ends(one, branch)
    elif not isinstance(branch, dict):
        yield branch, value
    elif isinstance(value, dict):
        for name in branch.keys() & value.keys():
            yield from ends(value[name], branch[name])
