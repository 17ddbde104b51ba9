"""Django's name for this package."""

from django.apps import AppConfig


class Drills(AppConfig):
    """The drills package."""

    name = "paravent.drills"
