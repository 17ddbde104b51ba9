"""What is permitted, in words."""

from django import template

from paravent.research import words

register = template.Library()
register.filter("topic_in_words", words.topic_in_words)
