"""FHIR resources without the people in them: only what pathways.yaml lists leaves, and each of it in the way that stands there.

Two passes: `counted` over all files finds what is rare in the release, `disguised` then makes each file what leaves.
"""

import base64
import hashlib
import hmac
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from html.parser import HTMLParser
from typing import Any

from paravent.deid import structured_dates as dates
from paravent.deid import structured_places as places
from paravent.deid.structured_pooling import Pool, codings, ladder, ladders, pooled
from paravent.deid.structured_rules import Resource, Rule, Rules, Treatment, ends, rules

SHORTEST_KEY = 32
REFERENCE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/.*)?", re.DOTALL)
UCUM = "http://unitsofmeasure.org"
COMPARATORS = frozenset({"<", "<=", ">=", ">"})
LARGEST = 1e9
MARK = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "PSEUDED"}

Words = Callable[[str, Resource], str]
"""What takes a patient's people out of a text, told in which resource it stands; where it returns nothing, the text does not leave."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its key, which no other has, and how coarsely its patients leave."""

    key: bytes = field(repr=False)
    opening: dates.Opening
    fewest: int = 11
    birth_band: int = 1
    home: str = "DE"
    populations: places.Populations = field(default_factory=dict, repr=False)
    rules: Rules = field(default_factory=rules, repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < SHORTEST_KEY:
            raise KeyTooShort

    def pseudonym(self, kind: str, fhir_id: str) -> str:
        """Return by what a resource is called in this release, and in no other."""
        return hmac.digest(self.key, f"id/{kind}/{fhir_id}".encode(), hashlib.sha256).hex()[:32]


class KeyTooShort(Exception):
    """The key of a release has at least 32 bytes: whoever can guess it can name everybody in the release."""


@dataclass(frozen=True, slots=True)
class _File:
    """What the treatments of one patient's elements need to know."""

    release: Release
    pool: Pool
    patient: str
    shift: dates.Shift
    words: Words | None
    about: Resource = field(default_factory=dict)
    """The resource that is treated."""


def homes_of(patient: Resource, release: Release) -> list[str]:
    """Return where a Patient lives, of each address as finely as a place ever leaves: how many share it is not asked yet."""
    told = ends(patient, release.rules.coded["Patient"])
    ladders_ = (
        places.ladder(value, release.populations, release.home) for rule, value in told if rule is Treatment.PLACE
    )
    return [steps[0][1] for steps in ladders_ if steps]


def counted(files: Iterable[Iterable[Resource]], release: Release) -> Pool:
    """Return as what each code and place leaves, having seen the files of all patients of the release."""
    return pooled((_ladders(file, release) for file in files), release.fewest)


def _ladders(file: Iterable[Resource], release: Release) -> set[tuple[tuple[str, str], ...]]:
    found: set[tuple[tuple[str, str], ...]] = set()
    for resource in file:
        found |= ladders(resource, release.rules, release.populations, release.home)
    return found


def disguised(
    resources: Iterable[Resource], patient: str, release: Release, pool: Pool, words: Words | None = None
) -> Iterator[Resource]:
    """Return what of one patient's file leaves. Without `words` no free text, no narrative and no attachment does."""
    held = list(resources)
    file = _File(release, pool, patient, shift_of_file(held, patient, release), words)
    for resource in held:
        kind = resource.get("resourceType")
        if isinstance(kind, str) and kind in release.rules.trees and (left := _left(resource, kind, file)):
            yield left


def shift_of_file(resources: Iterable[Resource], patient: str, release: Release) -> dates.Shift:
    """Return how the dates of one patient's file are moved; those in its texts are to move alike."""
    return dates.shift_of(release.key, patient, _days(resources, release.rules), release.opening, release.fewest)


def _days(resources: Iterable[Resource], listed: Rules) -> set[date]:
    found: set[date | None] = set()
    for resource in resources:
        for rule, value in ends(resource, listed.dated.get(str(resource.get("resourceType")), {})):
            if rule is Treatment.DAY:
                found.add(dates.whole_day(value))
            elif rule is Treatment.PERIOD and isinstance(value, dict):
                found |= {dates.whole_day(value.get("start")), dates.whole_day(value.get("end"))}
    return {day for day in found if day}


def _left(resource: Resource, kind: str, file: _File) -> Resource | None:
    if kind == "Patient" and resource.get("id") != file.patient:
        return None
    kept = _kept(resource, file.release.rules.trees[kind], replace(file, about=resource) if file.words else file) or {}
    if any(name not in kept for name in file.release.rules.needs[kind]):
        return None
    if "id" in kept:
        kept["id"] = file.release.pseudonym(kind, kept["id"])
    return {"resourceType": kind, "meta": {"security": [MARK]}, **kept}


def _kept(value: Any, branch: Any, file: _File) -> Any:
    """Return what is listed of a value, treated; None if that is nothing. Walked is the list, not what stands in the file."""
    if isinstance(value, list):
        return [kept for one in value if (kept := _kept(one, branch, file)) is not None] or None
    if not isinstance(branch, dict):
        return _treated(branch, value, file)
    if not isinstance(value, dict):
        return None
    inside = ((name, _kept(value[name], below, file)) for name, below in branch.items() if name in value)
    return {name: kept for name, kept in inside if kept is not None} or None


def _treated(rule: Rule, value: Any, file: _File) -> Any:
    if isinstance(rule, frozenset):
        return value if isinstance(value, str) and value in rule else None
    return TREATMENTS[rule](value, file)


def _id(value: Any, _file: _File) -> str | None:
    return value if isinstance(value, str) else None


def _reference(value: Any, file: _File) -> dict[str, str] | None:
    """Return a reference to what may leave as well; another patient is nobody's business here."""
    said = value.get("reference") if isinstance(value, dict) else None
    found = REFERENCE.fullmatch(said) if isinstance(said, str) else None
    if found is None or found[1] not in file.release.rules.trees:
        return None
    if found[1] == "Patient" and found[2] != file.patient:
        return None
    return {"reference": f"{found[1]}/{file.release.pseudonym(found[1], found[2])}"}


def _coding(value: Any, file: _File) -> dict[str, str] | None:
    steps = ladder(value, file.release.rules)
    shown = file.pool.get(steps[0]) if steps else None
    return {"system": shown[0], "code": shown[1]} if shown else None


def _concept(value: Any, file: _File) -> dict[str, Any] | None:
    shown = [coded for coding in codings(Treatment.CONCEPT, value) if (coded := _coding(coding, file))]
    return {"coding": shown} if shown else None


def _number(value: Any, _file: _File) -> int | float | None:
    """Return a number of four digits that count: enough for a measurement, too little for a number of somebody."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if abs(value) > LARGEST:
        return None
    short = float(f"{value:.4g}")
    return int(short) if isinstance(value, int) else short


def _quantity(value: Any, file: _File) -> dict[str, Any] | None:
    if not isinstance(value, dict) or value.get("system") != UCUM:
        return None
    number, unit = _number(value.get("value"), file), value.get("code")
    if number is None or not isinstance(unit, str) or unit not in file.release.rules.units:
        return None
    comparator = value.get("comparator")
    said = {"comparator": comparator} if isinstance(comparator, str) and comparator in COMPARATORS else {}
    return {"value": number, **said, "unit": unit, "system": UCUM, "code": unit}


def _flag(value: Any, _file: _File) -> bool | None:
    return value if isinstance(value, bool) else None


def _day(value: Any, file: _File) -> str | None:
    return dates.shown(value, file.shift, file.release.opening.until)


def _period(value: Any, file: _File) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    shown = {name: _day(value.get(name), file) for name in ("start", "end")}
    return {name: day for name, day in shown.items() if day} or None


def _birth(value: Any, file: _File) -> str | None:
    return dates.birth_year(value, file.release.opening.until, file.release.birth_band)


def _place(value: Any, file: _File) -> dict[str, str] | None:
    steps = places.ladder(value, file.release.populations, file.release.home)
    shown = file.pool.get(steps[0]) if steps else None
    return places.as_address(shown[1]) if shown else None


def _words(value: Any, file: _File) -> str | None:
    said = file.words(value, file.about) if file.words and isinstance(value, str) and value.strip() else None
    return said or None


class _Text(HTMLParser):
    """The text of a narrative, without its tags and what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.said.append(data)


def _narrative(value: Any, file: _File) -> dict[str, str] | None:
    div = value.get("div") if isinstance(value, dict) else None
    if not isinstance(div, str):
        return None
    text = _Text()
    text.feed(div)
    text.close()
    clean = _words("".join(text.said), file)
    if clean is None:
        return None
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><pre>{escape(clean)}</pre></div>'}


def _attachment(value: Any, file: _File) -> dict[str, str] | None:
    """Return a plain text attachment without its title, address and hash; a picture or a PDF does not leave."""
    if not isinstance(value, dict) or str(value.get("contentType")).partition(";")[0].strip() != "text/plain":
        return None
    try:
        text = base64.b64decode(str(value.get("data", "")), validate=True).decode()
    except ValueError:
        return None
    clean = _words(text, file)
    return {"contentType": "text/plain", "data": base64.b64encode(clean.encode()).decode()} if clean else None


TREATMENTS: dict[Treatment, Callable[[Any, _File], Any]] = {
    Treatment.PSEUDONYM: _id,
    Treatment.REFERENCE: _reference,
    Treatment.CODING: _coding,
    Treatment.CONCEPT: _concept,
    Treatment.QUANTITY: _quantity,
    Treatment.NUMBER: _number,
    Treatment.FLAG: _flag,
    Treatment.DAY: _day,
    Treatment.PERIOD: _period,
    Treatment.BIRTH: _birth,
    Treatment.PLACE: _place,
    Treatment.WORDS: _words,
    Treatment.NARRATIVE: _narrative,
    Treatment.ATTACHMENT: _attachment,
}
