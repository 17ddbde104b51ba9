"""The second pass: what can be checked without reading: check digits, plans of telephone numbers, the form of addresses."""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from stdnum import iban, luhn
from stdnum.at import vnr
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.gb import nhs
from stdnum.us import ssn

from paravent.deid.terms import Label, Pass, Span

SURE, FORM = 0.99, 0.9
FEWEST_DIGITS = 6
DIGITS_OF_CARDS = range(13, 20)
DAY = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d\d-\d\d")
COUNTRIES = ("DE", "AT", "CH", "US", "GB")
LETTER_VALUE = ord("A") - 1


def is_kvnr(number: str) -> bool:
    """Tell whether a German insured person's number has its check digit (§ 290 SGB V: the letter as 01 to 26, weights 1 and 2, modulo 10)."""
    if not re.fullmatch(r"[A-Z]\d{9}", number):
        return False
    digits = f"{ord(number[0]) - LETTER_VALUE:02}{number[1:9]}"
    products = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(number[9])


def is_lanr(number: str) -> bool:
    """Tell whether a German doctor's number has its check digit (weights 4 and 9, from the tens; the last two digits are the speciality)."""
    if not re.fullmatch(r"\d{9}", number):
        return False
    total = sum(int(digit) * (4, 9)[place % 2] for place, digit in enumerate(number[:6]))
    return (10 - total % 10) % 10 == int(number[6])


def is_card(number: str) -> bool:
    """Tell whether a number may be a payment card's."""
    return len(re.sub(r"\D", "", number)) in DIGITS_OF_CARDS and luhn.is_valid(re.sub(r"\D", "", number))


def is_phone(number: str) -> bool:
    """Tell whether a number is within a country's plan of numbers."""
    for country in COUNTRIES:
        try:
            parsed = phonenumbers.parse(number, country)
            if phonenumbers.is_possible_number(parsed) and phonenumbers.is_valid_number(parsed):
                return True
        except phonenumbers.NumberParseException:
            return False
    return False


CHECKS: tuple[tuple[Label, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Label.ID, re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), iban.is_valid),
    (Label.ID, re.compile(r"\b[A-Z]\d{9}\b"), is_kvnr),
    (Label.ID, re.compile(r"\b756\.?\d{4}\.?\d{4}\.?\d{2}\b"), ahv.is_valid),
    (Label.ID, re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), ssn.is_valid),
    (Label.ID, re.compile(r"\b\d{4} ?\d{6}\b"), vnr.is_valid),
    (Label.ID, re.compile(r"\b\d{9}\b"), is_lanr),
    (Label.ID, re.compile(r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b"), idnr.is_valid),
    (Label.ID, re.compile(r"\b\d{3} \d{3} \d{4}\b"), nhs.is_valid),
    (Label.ID, re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])"), is_card),
    (
        Label.PHONE,
        re.compile(r"(?<![\w.,/])(?:\+|00|\(?0|\()\d(?:[\d ()/\-]|\t(?=\d)){5,20}\d(?![\w]|[.,]\d)"),
        is_phone,
    ),
)
FORMS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    (Label.EMAIL, re.compile(r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,12}\b")),
    (Label.URL, re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{3,200}[^\s<>\"')\].,;:]", re.IGNORECASE)),
    (Label.URL, re.compile(r"\b(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|de|at|ch|eu|info|edu|gov|io|co\.uk)\b(?!@)")),
    (Label.ID, re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b(?!\.\d)")),
    (Label.ID, re.compile(r"\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b|\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b")),
    (Label.ID, re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)),
)


def checked_spans(text: str) -> Iterator[Span]:
    """Yield what checks out in a text."""
    for label, form in FORMS:
        for one in form.finditer(text):
            yield Span(*one.span(), label, Pass.CHECKED, FORM)
    for label, form, check in CHECKS:
        for one in form.finditer(text):
            if sum(sign.isdigit() for sign in one[0]) >= FEWEST_DIGITS and not DAY.fullmatch(one[0]) and check(one[0]):
                yield Span(
                    *one.span(), _fax_or(label, text[max(0, one.start() - 12) : one.start()]), Pass.CHECKED, SURE
                )


def _fax_or(label: Label, before: str) -> Label:
    return Label.FAX if label is Label.PHONE and "fax" in before.casefold() else label
