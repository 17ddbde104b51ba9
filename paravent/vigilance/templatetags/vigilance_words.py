"""Reasons, explanations, answers and verdicts, in words."""

from django import template

from paravent.vigilance import words

register = template.Library()
register.filter("reason_of_score", words.reason_of_score)
register.filter("explanation", words.explanation)
register.filter("evidence_in_words", words.evidence_in_words)
register.filter("met_in_words", lambda kind: words.MET.get(kind, kind))
register.filter("path_in_words", words.path_in_words)
register.filter("answer_in_words", words.answer_in_words)
register.filter("verdict_in_words", words.verdict_in_words)
register.filter("stage_in_words", words.stage_in_words)
register.filter("brake_in_words", words.brake_in_words)
register.filter("brake_does", words.brake_does)
register.filter("brake_on_you", words.brake_on_you)
register.filter("mode_in_words", words.mode_in_words)
