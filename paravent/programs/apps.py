"""Django's name for this package."""

from django.apps import AppConfig


class Programs(AppConfig):
    """The programs package."""

    name = "paravent.programs"
