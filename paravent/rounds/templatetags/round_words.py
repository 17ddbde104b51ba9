"""Charters, in words."""

from django import template

from paravent.rounds import words

register = template.Library()
register.filter("kind_in_words", words.kind_in_words)
register.filter("column_in_words", words.column_in_words)
register.filter("protection_in_words", words.protection_in_words)
register.filter("rounds_in_words", words.rounds_in_words)
