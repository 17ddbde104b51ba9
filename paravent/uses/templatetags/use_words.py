"""Uses in words."""

from django import template
from django.utils.formats import number_format

from paravent.uses import words

register = template.Library()
register.filter("as_written", number_format)
register.filter("exit_in_words", words.exit_in_words)
register.filter("held_in_words", words.held_in_words)
register.filter("holder_in_words", words.holder_in_words)
register.filter("kind_for_patient", words.kind_for_patient)
register.filter("named_holders", words.has_named_holders)
register.filter("protections", words.protections)
register.filter("stand_in_words", words.stand_in_words)
register.filter("taker_in_words", words.taker_in_words)
register.filter("what_left", words.what_left)
register.filter("why_it_stays", words.why_it_stays)
