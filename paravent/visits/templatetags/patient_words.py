"""The log in words that a patient understands."""

from django import template

from paravent.visits import words

register = template.Library()
register.filter("access_in_words", words.access_in_words)
register.filter("reason_in_words", words.reason_in_words)
register.filter("kind_in_words", words.kind_in_words)
