"""Reasons, explanations, answers and verdicts, in words."""

from django import template

from paravent.vigilance import words

register = template.Library()
register.filter("reason_of_score", words.reason_of_score)
register.filter("explanation", words.explanation)
register.filter("answer_in_words", words.answer_in_words)
register.filter("verdict_in_words", words.verdict_in_words)
register.filter("stage_in_words", words.stage_in_words)
