"""What pages say of answers: the question."""

from django import template

from paravent.answers import words

register = template.Library()
register.filter("asked_in_words", words.asked_in_words)
