"""Django's name for this package."""

from django.apps import AppConfig


class Rounds(AppConfig):
    """The rounds package."""

    name = "paravent.rounds"
