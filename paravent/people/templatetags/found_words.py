"""What a list of found patients does not say by itself: that there may be more."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from paravent.people.terms import MOST_FOUND

register = template.Library()


@register.simple_tag
def perhaps_more(found: Sequence[object]) -> SafeString | str:
    """Return what to type to find the others, under a list that is as long as it can be; nothing under a shorter one."""
    if len(found) < MOST_FOUND:
        return ""
    words = gettext(
        "These are the first %(count)s by name, there may be more. Type more of the name, or the date of birth beside it."
    )
    return format_html('<p class="soft">{}</p>', words % {"count": MOST_FOUND})
