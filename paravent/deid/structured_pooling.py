"""Codes and places that few patients of a release have: pooled with their neighbours, or dropped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from paravent.deid import structured_places as places
from paravent.deid.structured_rules import Code, Resource, Rules, Treatment, ends

Ladder = tuple[Code, ...]
Pool = Mapping[Code, Code]
"""As what each code leaves. A code that is not in it does not leave."""


def ladders(resource: Resource, rules: Rules, populations: places.Populations, home: str) -> set[Ladder]:
    """Return the codes and places of a resource that might leave, each with its coarser ones."""
    tree = rules.coded.get(str(resource.get("resourceType")), {})
    found: set[Ladder] = set()
    for rule, value in ends(resource, tree):
        if rule is Treatment.PLACE:
            found.add(tuple(places.ladder(value, populations, home)))
        elif rule in {Treatment.CODING, Treatment.CONCEPT}:
            found |= {ladder(coding, rules) for coding in codings(rule, value)}
    return found - {()}


def codings(rule: object, value: Any) -> list[Any]:
    """Return the codings of a Coding or a CodeableConcept."""
    if rule is Treatment.CODING:
        return [value]
    inside = value.get("coding") if isinstance(value, dict) else None
    return inside if isinstance(inside, list) else []


def ladder(coding: Any, rules: Rules) -> tuple[Code, ...]:
    """Return a coding and its coarser ones; nothing if its system is not listed or it does not look like one of it."""
    if not isinstance(coding, dict):
        return ()
    name, code = coding.get("system"), coding.get("code")
    return rules.ladder(name, code) if isinstance(name, str) and isinstance(code, str) else ()


def pooled(files: Iterable[Iterable[Ladder]], fewest: int) -> Pool:
    """Return as what each code leaves: itself, the finest coarser one that is *shown* for `fewest` patients, or not at all.

    Counted is who is shown it, not who falls under it: of 23 with diabetes 20 may be shown their exact code, and the
    coarser one would then stand for the other three alone.
    """
    waiting = _patients(files, fewest)
    fine: dict[Ladder, set[Code]] = defaultdict(set)
    for steps in waiting:
        fine[steps].add(steps[0])
    pool: dict[Code, Code] = {}
    for length in range(max(map(len, waiting), default=0), 0, -1):
        for steps in [one for one in waiting if len(one) == length]:
            patients, codes = waiting.pop(steps), fine.pop(steps)
            if len(patients) >= fewest:
                pool |= dict.fromkeys(codes, steps[0])
            elif length > 1:
                waiting[steps[1:]] |= patients
                fine[steps[1:]] |= codes
    return pool


def _patients(files: Iterable[Iterable[Ladder]], fewest: int) -> dict[Ladder, set[int]]:
    """Return which patients have each code. More than enough are not remembered: a release of many needs no more room than one of few."""
    found: dict[Ladder, set[int]] = defaultdict(set)
    for number, ladders_ in enumerate(files):
        for steps in ladders_:
            if len(found[steps]) < fewest:
                found[steps].add(number)
    return found
