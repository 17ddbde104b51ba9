"""Where somebody lives, so coarsely that many live there. Source of 20,000: 45 CFR 164.514(b)(2)(i)(B)."""

import re
from collections.abc import Mapping
from typing import Any

MANY = 20_000
"""People. An area of fewer is not named."""
TWO_DIGITS = {"DE": 5}
"""Countries whose first two digits name an area of some hundred thousand, with the length of their postal codes."""
SYSTEM = "place"
POSTAL = re.compile(r"[0-9A-Z]{2,8}")
COUNTRY = re.compile(r"[A-Z]{2}")

Populations = Mapping[tuple[str, str], int]
"""How many people live where a postal code of a country begins like this."""


def ladder(address: Any, populations: Populations, home: str) -> list[tuple[str, str]]:
    """Return where an address is, from fine to coarse: beginnings of its postal code with many people, then its country."""
    if not isinstance(address, dict):
        return []
    country = address.get("country", home)
    if not isinstance(country, str) or not COUNTRY.fullmatch(country):
        return []
    finest = _finest(country, address.get("postalCode"), populations)
    return [*rising(f"{country}-{finest}")]


def rising(place: str) -> tuple[tuple[str, str], ...]:
    """Return a place and its coarser ones, from fine to coarse."""
    country, _, finest = place.partition("-")
    prefixes = [finest[:length] for length in range(len(finest), 0, -1)]
    return *((SYSTEM, f"{country}-{prefix}") for prefix in prefixes), (SYSTEM, country)


def _finest(country: str, postal: object, populations: Populations) -> str:
    code = postal.replace(" ", "").upper() if isinstance(postal, str) else ""
    if not POSTAL.fullmatch(code):
        return ""
    for length in range(len(code), 0, -1):
        if populations.get((country, code[:length]), 0) >= MANY:
            return code[:length]
    is_known_form = code.isdigit() and len(code) == TWO_DIGITS.get(country)
    return code[:2] if is_known_form else ""


def as_address(place: str) -> dict[str, str]:
    """Return a place as FHIR's Address."""
    country, _, prefix = place.partition("-")
    return {"country": country, "postalCode": prefix} if prefix else {"country": country}
