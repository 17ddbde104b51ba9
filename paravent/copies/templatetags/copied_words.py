"""What leaves a file, in words."""

from django import template

from paravent.copies import words

register = template.Library()
register.filter("copy_in_words", words.copy_in_words)
