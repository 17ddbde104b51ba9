"""With what somebody signed in, in words."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

register = template.Library()

WAYS: dict[str, Promise] = {
    "passkey": gettext_lazy("passkey"),
    "webauthn": gettext_lazy("passkey"),
    "password": gettext_lazy("password"),
    "code": gettext_lazy("code"),
    "totp": gettext_lazy("codes from an app"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "enrolment": gettext_lazy("one-time link"),
    "demo-link": gettext_lazy("link of the demonstration"),
}


@register.filter
def with_what(facts: Mapping[str, str]) -> str:
    """Return with what, or which way to sign in a line is about."""
    words = (facts.get("how") or facts.get("kind") or "").split()
    return ", ".join(str(WAYS.get(word, word)) for word in words)
