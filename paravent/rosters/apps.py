"""Django's name for this package."""

from django.apps import AppConfig


class Rosters(AppConfig):
    """The rosters package."""

    name = "paravent.rosters"
