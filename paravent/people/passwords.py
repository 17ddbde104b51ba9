"""How long a password is, and which ones everybody guesses (OWASP ASVS 2.1.1, 2.1.2, 2.1.7)."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from paravent.people.terms import LONGEST_PASSWORD, SHORTEST_PASSWORD


class AtMost:
    """A rule for AUTH_PASSWORD_VALIDATORS: no password is longer than LONGEST_PASSWORD."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 (Django's signature)
        """Raise ValidationError where a password is too long."""
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return gettext("Your password can have up to %(most)d characters.") % {"most": LONGEST_PASSWORD}


@cache
def common() -> tuple[str, ...]:
    """Return the common passwords that are long enough to be taken for good ones; Django refuses them."""
    return tuple(sorted(one for one in CommonPasswordValidator().passwords if len(one) >= SHORTEST_PASSWORD))
