"""The file in the reader's language, where the words are ours."""

from django import template

from paravent.records import words

register = template.Library()
register.filter("visit_in_words", words.visit_in_words)
