"""Django's name for this package."""

from django.apps import AppConfig


class Vigilance(AppConfig):
    """The vigilance package."""

    name = "paravent.vigilance"
