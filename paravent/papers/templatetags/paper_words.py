"""Rows of papers on pages."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def beside(headings: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    """Return each heading beside its cell, the first aside: that one is the row's own title."""
    return list(zip(headings, cells, strict=True))[1:]
