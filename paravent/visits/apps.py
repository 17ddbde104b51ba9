"""Django's name for this package."""

from django.apps import AppConfig


class Visits(AppConfig):
    """The visits package."""

    name = "paravent.visits"
