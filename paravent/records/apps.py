"""Django's name for this package."""

from django.apps import AppConfig


class Records(AppConfig):
    """The records package."""

    name = "paravent.records"
