"""Django's name for this package."""

from django.apps import AppConfig


class Emergency(AppConfig):
    """The emergency package."""

    name = "paravent.emergency"
