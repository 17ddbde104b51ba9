"""What allauth may do here: sign people in. Accounts are made by the practice."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):
    """No sign-up by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Say no: an administrator or the command line makes accounts."""
        return False
