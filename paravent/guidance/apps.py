"""Django's name for this package."""

from django.apps import AppConfig


class Guidance(AppConfig):
    """The guidance package."""

    name = "paravent.guidance"
