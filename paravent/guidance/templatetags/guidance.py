"""A piece of guidance where its act is: a page includes it by name and need not know of this package."""

from typing import Any

from django import template
from django.template import Context

from paravent.guidance.asked import piece_in
from paravent.guidance.terms import Piece

register = template.Library()


@register.inclusion_tag("guidance/_piece.html", takes_context=True)
def guidance(context: Context, piece: str) -> dict[str, Any]:
    """Return what is shown before an act, or nothing."""
    return {**piece_in(context["request"], Piece(piece)), "csrf_token": context.get("csrf_token")}
