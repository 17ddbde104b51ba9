"""What pages say of answers: the question, ε, and what it protects."""

from django import template

from paravent.answers import words
from paravent.noise.meaning import right_at_most

register = template.Library()
register.filter("epsilon", words.epsilon)
register.filter("asked_in_words", words.asked_in_words)


@register.filter
def right_in_100(cost: int) -> int:
    """Return how many times of 100 a guess about one person is right at most, where a coin is right 50 times."""
    return round(100 * right_at_most(cost))
