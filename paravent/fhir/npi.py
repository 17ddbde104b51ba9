"""The number by which US payers know who bills and who treats (45 CFR 162.406): ten digits, the last of which is a check. Pure: no Django."""

from stdnum import luhn

SYSTEM = "http://hl7.org/fhir/sid/us-npi"
PREFIX = "80840"
"""What stands before the ten digits when the check is computed (ISO/IEC 7812: health, United States)."""
DIGITS = 10


def is_npi(text: str) -> bool:
    """Tell whether a text is a National Provider Identifier: ten digits that begin with 1 or 2, and whose check is right."""
    looks = len(text) == DIGITS and text.isascii() and text.isdigit() and text[0] in "12"
    return looks and bool(luhn.is_valid(PREFIX + text))


def identifier(npi: str) -> dict[str, str]:
    """Return it as a FHIR Identifier."""
    return {"system": SYSTEM, "value": npi}
