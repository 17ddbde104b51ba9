"""Django's name for this package."""

from django.apps import AppConfig


class Research(AppConfig):
    """The research package."""

    name = "paravent.research"
