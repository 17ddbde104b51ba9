"""Django's name for this package."""

from django.apps import AppConfig


class Consent(AppConfig):
    """The consent package."""

    name = "paravent.consent"
