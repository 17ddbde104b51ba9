"""Requests in words."""

from django import template

from paravent.rights import words

register = template.Library()
register.filter("kind_in_short", words.kind_in_short)
register.filter("kind_in_words", words.kind_in_words)
register.filter("ground_of_withholding", words.ground_of_withholding)
register.filter("outcome_in_words", words.outcome_in_words)
