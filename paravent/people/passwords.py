"""How long a password is, which ones everybody guesses, and what is kept of it (OWASP ASVS 2.1.1, 2.1.2, 2.1.7, 2.4.5)."""

import base64
from functools import cache

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.crypto import pbkdf2
from django.utils.translation import gettext

from paravent.keys.custody import password_salt
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


class WithSecretSalt(PBKDF2PasswordHasher):
    """Django's hash, and one more round with a salt that lies outside the database: whoever stole that alone cannot try passwords.

    The additional iteration of NIST SP 800-63B, section 5.1.1.2. A password that was hashed before is hashed so at its next use.
    """

    algorithm = "pbkdf2_sha256_kept"

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Return what is kept of a password."""
        head, _, found = super().encode(password, salt, iterations).rpartition("$")
        again = pbkdf2(found, password_salt(), 1, digest=self.digest)
        return f"{head}${base64.b64encode(again).decode()}"
