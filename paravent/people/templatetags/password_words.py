"""What a page needs to say how good a password is, before it is sent."""

from django import template
from django.forms import BoundField

from paravent.people import passwords
from paravent.people.terms import LONGEST_PASSWORD, SHORTEST_PASSWORD

register = template.Library()

NEW = "password1"
"""What allauth calls the field of a new password; the one in which it is typed again needs no second opinion."""


@register.inclusion_tag("people/_password.html")
def beside_password(field: BoundField) -> dict[str, object]:
    """Return what stands below a password's field: that it can be shown and, of a new one, how good it is."""
    is_new = field.name == NEW
    return {
        "field_id": field.id_for_label,
        "is_new": is_new,
        "common": "\n".join(passwords.common()) if is_new else "",
        "least": SHORTEST_PASSWORD,
        "most": LONGEST_PASSWORD,
    }
