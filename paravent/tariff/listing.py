"""All rules with everything, for people and programs: every version, and which one answers today."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from paravent.tariff.catalogue import Catalogue, Code, TakenBy, Version
from paravent.tariff.knowing import known_version
from paravent.tariff.payer import PROFILES, Payer
from paravent.tariff.reading import catalogues as catalogues_of_paravent
from paravent.tariff.terms import Scheme


def all_rules(catalogues: Mapping[Scheme, Catalogue], *, visit_on: date, known_on: date) -> list[dict[str, Any]]:
    """Return every version of every code, limit and point value as plain data, ready for JSON.

    Each has `scheme`, `sort` (code, limit, point-value), `name`, `text` and `answers`: whether it is the one that holds for a visit on a
    day, as was known on another; then all fields of the version, as its file says them.
    """
    return [
        row
        for catalogue in catalogues.values()
        for row in (
            *_codes(catalogue, visit_on, known_on),
            *_limits(catalogue, visit_on, known_on),
            *_values(catalogue, visit_on, known_on),
        )
    ]


def _codes(catalogue: Catalogue, visit_on: date, known_on: date) -> Iterable[dict[str, Any]]:
    for code in catalogue.codes:
        head = {"scheme": catalogue.scheme.value, "sort": "code", "name": code.code, "text": asdict(code.text)}
        yield from _versions(head, code.versions, visit_on, known_on)


def _limits(catalogue: Catalogue, visit_on: date, known_on: date) -> Iterable[dict[str, Any]]:
    for limit in catalogue.limits:
        head = {"scheme": catalogue.scheme.value, "sort": "limit", "name": limit.id, "text": asdict(limit.text)}
        more = {"kind": limit.kind.value, "may_be_set": limit.may_be_set}
        yield from _versions(head | more, limit.versions, visit_on, known_on)


def _values(catalogue: Catalogue, visit_on: date, known_on: date) -> Iterable[dict[str, Any]]:
    text = {"en": "Value of a point, in cents", "de": "Punktwert in Cent"}
    head = {"scheme": catalogue.scheme.value, "sort": "point-value", "name": "point-value", "text": text}
    yield from _versions(head, catalogue.point_values, visit_on, known_on)


def _versions(
    head: dict[str, Any], versions: Iterable[Version], visit_on: date, known_on: date
) -> Iterable[dict[str, Any]]:
    every = list(versions)
    answering = known_version(every, visit_on=visit_on, known_on=known_on)
    for version in every:
        yield head | {"answers": version is answering} | version.model_dump(mode="json", exclude_defaults=True)


def priced_by_practice(on: date) -> dict[str, list[Code]]:
    """Return by payer the codes for which a practice sets the price: those that stand, that the payer takes and that have none."""
    return {payer.id: _without_price(payer, on) for payer in PROFILES.values() if payer.scheme == Scheme.CPT}


def _without_price(payer: Payer, on: date) -> list[Code]:
    wanted = {TakenBy.ALL, TakenBy.TELEMEDICINE_PAYERS if payer.takes_telemedicine_codes else TakenBy.OFFICE_PAYERS}
    found = []
    for code in catalogues_of_paravent()[payer.scheme].codes:
        version = known_version(code.versions, visit_on=on, known_on=on)
        if version and not version.is_gone and version.price is None and version.conditions.taken_by in wanted:
            found.append(code)
    return found
