"""What pages say of bills, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language

from paravent.billing.forms import Facts
from paravent.billing.words import FACTS, LACKS, PAYERS, SCHEMES, VALUES, in_percent
from paravent.kernel.said import Said
from paravent.tariff.payer import PROFILES

register = template.Library()

WHEN = {"began": "SHORT_DATETIME_FORMAT", "ended": "TIME_FORMAT", "last_in_person": "SHORT_DATE_FORMAT"}
"""Facts that are days and instants, and how they are written."""


@register.filter
def in_language(said: Said | Mapping[str, str] | None) -> str:
    """Return a sentence that is kept in both languages."""
    if said is None:
        return ""
    language = "de" if (get_language() or "en").startswith("de") else "en"
    return said.said(language) if isinstance(said, Said) else said[language]


@register.filter
def fact_name(name: str) -> str:
    """Return what a fact is called."""
    return str(FACTS.get(name, name))


@register.filter
def lack_in_words(lack: str) -> str:
    """Return what a claim lacks."""
    return str(LACKS[lack])


@register.filter
def fact_value(value: str, name: str) -> str:
    """Return the value of a fact in words."""
    said = VALUES.get(name, {}).get(value)
    if said is None and name in WHEN:
        return date_format(datetime.fromisoformat(value), WHEN[name])
    return value if said is None else str(said)


@register.filter
def scheme_name(scheme: str) -> str:
    """Return what a scheme is called."""
    return str(SCHEMES.get(scheme, scheme))


PAYERS_BY_NAME = {profile.name: PAYERS[profile.id] for profile in PROFILES.values()}
"""Bills keep the name that a payer had; what is not among them is an insurer's own name."""


@register.filter
def payer_name(name: str) -> str:
    """Return what a payer is called."""
    return str(PAYERS_BY_NAME.get(name, name))


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Return an amount with two decimals and its currency; nothing where there is no price."""
    return "" if amount is None else f"{number_format(amount, 2, force_grouping=True)} {currency}"


@register.filter
def factor_of(form: Facts, code: str) -> list[BoundField]:
    """Return what is asked about the factor of a code."""
    return form.factor_of(code)


@register.filter
def percent(share: Any) -> str:
    """Return a share of one in per cent, with one decimal."""
    return "" if share is None else in_percent(share)
