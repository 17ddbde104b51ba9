"""Telephone numbers and doors as they are compared: one word each, however they are written."""

from collections.abc import Iterable

import phonenumbers

from paravent.kernel.blind import folded

SHORTEST = 6
"""Digits without a country's code and zero: what is shorter is an extension, a note, or a number for everybody."""


def phone_words(numbers: Iterable[str], country: str) -> set[str]:
    """Return telephone numbers as ITU-T E.164 writes them, in a country (ISO 3166-1) where none is named; what is no number is left out."""
    return {word for one in numbers if (word := _phone(one, country))}


def door_words(street: str, postal_code: str) -> set[str]:
    """Return a street with its number and a postal code as one word, or nothing where one is missing."""
    door, place = _plain(street).replace("strasse", "str"), _plain(postal_code)
    # Without a number it is a street, and whoever lives in a street is not yet a neighbour.
    return {f"{place}|{door}"} if place and any(sign.isdigit() for sign in door) else set()


def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    is_one = phonenumbers.is_possible_number(number) and len(str(number.national_number)) >= SHORTEST
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_one else ""


def _plain(text: str) -> str:
    return "".join(sign for sign in folded(text) if sign.isalnum())
