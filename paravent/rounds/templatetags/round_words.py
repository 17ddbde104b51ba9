"""Charters, in words."""

from django import template

from paravent.interop.answers import address_of
from paravent.rounds import words
from paravent.rounds.terms import AgreementView

register = template.Library()
register.filter("kind_in_words", words.kind_in_words)
register.filter("column_in_words", words.column_in_words)
register.filter("protection_in_words", words.protection_in_words)
register.filter("rounds_in_words", words.rounds_in_words)
register.filter("progress_in_words", words.progress_in_words)
register.filter("did_in_words", words.did_in_words)
register.filter("ways_in_words", words.ways_in_words)


@register.simple_tag
def box_of(one: AgreementView) -> str:
    """Return the address of the post box of a run that is led here."""
    return address_of("rounds:letters", one.charter.digest)
