"""What stands on the pages of those who work here, in words."""

from django import template

from paravent.visits import words

register = template.Library()
register.filter("ground_in_words", words.ground_in_words)
