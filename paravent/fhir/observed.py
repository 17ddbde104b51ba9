"""What an Observation says, in one meaning for whoever counts with it: answers, rounds. Pure, and total: an odd value is none, and fails nowhere.

A value belongs to a code (`system|code`, or a code of whichever system), of the whole Observation or of one part of it, as blood pressure has
two. A number is in the unit that is asked for, or it is none: nothing is converted. Source: FHIR R4, Observation, Quantity; UCUM.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from paravent.fhir.terms import UCUM

NEVER_HAPPENED = ("entered-in-error", "cancelled")
NO_UNIT = "1"
"""UCUM's unity: a number that has no unit."""


def measured(observation: Mapping[str, Any], code: str, unit: str) -> Decimal | None:
    """Return the number that an Observation has for a code, in a unit of UCUM."""
    numbers = (_number(part.get("valueQuantity"), unit) for part in _parts(observation, code))
    return next((number for number in numbers if number is not None), None)


def named(observation: Mapping[str, Any], code: str, among: Collection[str]) -> str | None:
    """Return which of some codes an Observation has as its value for a code."""
    values = (
        one.get("code") for part in _parts(observation, code) for one in _codings(part.get("valueCodeableConcept"))
    )
    return next((value for value in values if isinstance(value, str) and value in among), None)


def _parts(observation: Mapping[str, Any], code: str) -> Iterator[Mapping[str, Any]]:
    if observation.get("status") in NEVER_HAPPENED:
        return
    parts = observation.get("component")
    system, _, wanted = code.rpartition("|")
    for part in (observation, *(parts if isinstance(parts, list) else ())):
        if isinstance(part, Mapping) and any(
            one.get("code") == wanted and system in ("", one.get("system")) for one in _codings(part.get("code"))
        ):
            yield part


def _codings(concept: object) -> list[Mapping[str, Any]]:
    codings = concept.get("coding") if isinstance(concept, Mapping) else None
    return [one for one in (codings if isinstance(codings, list) else ()) if isinstance(one, Mapping)]


def _number(quantity: object, unit: str) -> Decimal | None:
    # "Less than 5" is no number: counted as 5, every value under what a laboratory can see would move a mean.
    if not isinstance(quantity, Mapping) or quantity.get("comparator") or _unit(quantity) != unit:
        return None
    value = quantity.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _unit(quantity: Mapping[str, Any]) -> object:
    """Return UCUM's code of a quantity; what is shown instead counts where it stands alone, and is that code."""
    if quantity.get("code") is not None:
        return quantity["code"] if quantity.get("system") in (None, UCUM) else None
    return quantity.get("unit") or NO_UNIT
