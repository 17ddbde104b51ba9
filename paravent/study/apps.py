"""Django's name for this package."""

from django.apps import AppConfig


class Study(AppConfig):
    """The study package."""

    name = "paravent.study"
