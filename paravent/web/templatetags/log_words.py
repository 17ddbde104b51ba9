"""Acts and reasons of the log, in words, for templates of packages below."""

from django import template

from paravent.web.words import act_in_words, reason_in_words

register = template.Library()
register.filter("act_in_words", act_in_words)
register.filter("reason_in_words", reason_in_words)
