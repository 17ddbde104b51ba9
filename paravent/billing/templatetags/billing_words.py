"""What pages say of bills, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import get_language

from paravent.billing.forms import Facts
from paravent.billing.words import FACTS, LACKS, SCHEMES, fact_in_words, in_percent, money, payer_in_words
from paravent.kernel.said import Said

register = template.Library()

register.filter("fact_value", fact_in_words)
register.filter("payer_name", payer_in_words)
register.filter("money", money)


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
def scheme_name(scheme: str) -> str:
    """Return what a scheme is called."""
    return str(SCHEMES.get(scheme, scheme))


@register.filter
def factor_of(form: Facts, code: str) -> list[BoundField]:
    """Return what is asked about the factor of a code."""
    return form.factor_of(code)


@register.filter
def percent(share: Any) -> str:
    """Return a share of one in per cent, with one decimal."""
    return "" if share is None else in_percent(share)
