"""What is permitted, and what ε costs and protects, in words."""

from django import template

from paravent.noise.meaning import right_at_most
from paravent.research import words

register = template.Library()
register.filter("topic_in_words", words.topic_in_words)
register.filter("epsilon", words.epsilon)
register.filter("data_in_words", words.data_in_words)
register.filter("leaves_in_words", words.leaves_in_words)
register.filter("came_out_in_words", words.came_out_in_words)
register.filter("matter_in_words", words.matter_in_words)
register.filter("turn_in_words", words.turn_in_words)


@register.filter
def right_in_100(cost: int) -> int:
    """Return how many times of 100 a guess about one person is right at most, where a coin is right 50 times."""
    return round(100 * right_at_most(cost))
