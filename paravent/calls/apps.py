"""Django's name for this package."""

from django.apps import AppConfig


class Calls(AppConfig):
    """The calls package."""

    name = "paravent.calls"
