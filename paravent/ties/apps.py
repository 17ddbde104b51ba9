"""Django's name for this package."""

from django.apps import AppConfig


class Ties(AppConfig):
    """The ties package."""

    name = "paravent.ties"
