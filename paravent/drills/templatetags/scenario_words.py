"""A scenario's words in the reader's language, and its acts by their ids."""

from django import template
from django.utils.translation import get_language

from paravent.exercise.scenarios import Choice, Scenario
from paravent.kernel.said import Said

register = template.Library()


@register.filter
def said(words: Said | None) -> str:
    """Return words in the reader's language."""
    return words.said((get_language() or "en")[:2]) if words else ""


@register.filter
def act(scenario: Scenario, act_id: str) -> Choice | None:
    """Return an act by its id."""
    return next((one for one in scenario.acts if one.id == act_id), None)
