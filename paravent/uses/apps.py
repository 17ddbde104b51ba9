"""Django's name for this package."""

from django.apps import AppConfig


class Uses(AppConfig):
    """The uses package."""

    name = "paravent.uses"
